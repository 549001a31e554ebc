import {
  defineRule,
  type InstanceType,
  identityOf,
  isObject,
  type JsonObject,
  type Problem,
  show,
  typesOf,
} from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require that `enum` has values, each once, and that they fit the `type`.',
    why: 'A value that the type forbids can never be chosen, and an empty list leaves nothing to choose.',
    how: 'Take the value out, or correct it or the `type`.',
    fixable: 'safe',
  },
  on: () => ({
    values: {
      enum: (values, schema) => Array.isArray(values) && !(takesTexts(schema) && areDistinctTexts(values)),
    },
  }),

  schema({ schema }) {
    if (typeof schema === 'boolean' || !Array.isArray(schema.enum)) return undefined
    if (schema.enum.length === 0) {
      return { messageId: 'empty', message: '`enum` is empty: no value fits it.', at: '/enum' }
    }
    const types = typesOf(schema)
    if (takesTexts(schema) && areDistinctTexts(schema.enum)) return undefined
    return judge(schema.enum, types && schema.nullable === true ? [...types, 'null'] : types)
  },
})

function takesTexts(schema: JsonObject): boolean {
  return typesOf(schema)?.includes('string') ?? true
}

/** Whether a list is short and, as most are, of strings that differ. */
function areDistinctTexts(values: readonly unknown[]): boolean {
  return (
    values.length > 0 &&
    values.length <= 16 &&
    values.every((value, i) => typeof value === 'string' && values.indexOf(value) === i)
  )
}

function* judge(values: readonly unknown[], types: readonly InstanceType[] | undefined): Generator<Problem> {
  const seen = new Set<unknown>()
  let isAnyFit: boolean | undefined
  for (const [i, value] of values.entries()) {
    const at = `/enum/${i}`
    const identity = identityOf(value)
    if (seen.has(identity)) {
      yield {
        messageId: 'repeated',
        message: `${show(value)} is in \`enum\` twice.`,
        at,
        fix: () => ({ safe: true, patch: [{ op: 'remove', path: at }] }),
      }
    } else if (types && types.length > 0 && !types.some(type => fits(value, type))) {
      isAnyFit ??= values.some(other => types.some(type => fits(other, type)))
      yield {
        messageId: 'misfit',
        message: `${show(value)} in \`enum\` is no ${types.join(' or ')}.`,
        at,
        // It never fitted; but something must be left to choose.
        ...(isAnyFit && {
          fix: () => ({ safe: true, patch: [{ op: 'remove', path: at }] }),
        }),
      }
    }
    seen.add(identity)
  }
}

function fits(value: unknown, type: InstanceType): boolean {
  switch (type) {
    case 'null':
      return value === null
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isObject(value)
    case 'integer':
      return Number.isInteger(value)
    default:
      return typeof value === type
  }
}
