import {
  defineRule,
  isObject,
  type JsonObject,
  mostCompared,
  nearest,
  type Problem,
  show,
} from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require that `required` lists distinct names of properties that exist.',
    why: 'The server compares `required` with `properties`, and both must hold the same names.',
    how: 'Take the name out, or declare the property.',
    fixable: 'safe',
  },
  on: () => ({
    values: {
      required: (required, { properties }) =>
        Array.isArray(required) && !(isObject(properties) && areDistinct(required, properties)),
    },
  }),

  schema({ schema }) {
    if (typeof schema === 'boolean' || !Array.isArray(schema.required)) return undefined
    const { properties, required, type } = schema
    // A part of a combined schema (`anyOf: [{required: […]}]`) speaks about the properties of the whole.
    if (type === undefined && properties === undefined) return undefined
    if (properties !== undefined && !isObject(properties)) return undefined
    const declared = properties ?? {}
    return areDistinct(required, declared) ? undefined : judge(required, declared)
  },
})

/** Whether a list is short and, as most are, right. */
function areDistinct(required: readonly unknown[], properties: JsonObject): boolean {
  if (required.length > 16) return false
  for (let i = 0; i < required.length; i++) {
    const name = required[i]
    if (typeof name !== 'string' || required.indexOf(name) < i || !Object.hasOwn(properties, name))
      return false
  }
  return true
}

function* judge(required: readonly unknown[], properties: JsonObject): Generator<Problem> {
  const seen = new Set<unknown>()
  let names: readonly string[] | undefined
  for (const [i, name] of required.entries()) {
    const at = `/required/${i}`
    if (typeof name !== 'string') {
      yield {
        messageId: 'no-name',
        message: `\`required\` holds names of properties, not ${show(name)}.`,
        at,
        fix: () => ({ safe: false, patch: [{ op: 'remove', path: at }] }),
      }
    } else if (seen.has(name)) {
      yield {
        messageId: 'repeated',
        message: `${show(name)} is in \`required\` twice.`,
        at,
        fix: () => ({ safe: true, patch: [{ op: 'remove', path: at }] }),
      }
    } else if (!Object.hasOwn(properties, name)) {
      names ??= Object.keys(properties).slice(0, mostCompared)
      const meant = nearest(name, names)
      yield {
        messageId: 'undeclared',
        message: `\`required\` names ${show(name)}, which is not in \`properties\`${meant ? `: did you mean "${meant}"?` : '.'}`,
        at,
        fix: () => ({ safe: false, patch: [{ op: 'remove', path: at }] }),
      }
    }
    seen.add(name)
  }
}
