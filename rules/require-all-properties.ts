import {
  allowsObject,
  defineRule,
  escapeToken,
  type Fix,
  isObject,
  type JsonObject,
  nullable,
  type Pointer,
  type Problem,
} from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require that every property is listed in `required`.',
    why: 'The grammar fixes which keys the model writes: strict mode knows no optional ones.',
    how: 'List the property in `required`; to keep it optional, let it be `null` too (`"type": ["string", "null"]`).',
    fixable: 'unsafe',
  },
  on: () => ({
    values: {
      properties: (properties, { required }) => isObject(properties) && !isListed(properties, required),
    },
  }),

  schema({ schema }) {
    if (typeof schema === 'boolean' || !isObject(schema.properties)) return undefined
    const { properties, required } = schema
    if (schema.type !== undefined && !allowsObject(schema)) return undefined
    if (required !== undefined && !Array.isArray(required)) return undefined
    const listed = required ?? []
    // Most lists of names are short and complete.
    const has = listed.length > 16 ? new Set(listed) : { has: (name: string) => listed.includes(name) }
    let problems: Problem[] | undefined
    for (const name in properties) {
      if (has.has(name)) continue
      problems ??= []
      // Only one of them can bring the list; the others follow in their order.
      const list = required ? '/required/-' : problems.length === 0 ? '/required' : undefined
      problems.push(missing(name, properties, list))
    }
    return problems
  },
})

/** Whether a list names all properties; most do so in their order. */
function isListed(properties: JsonObject, required: unknown): boolean {
  if (!Array.isArray(required)) return false
  let i = 0
  for (const name in properties) if (required[i++] !== name) return false
  return true
}

/** What was optional becomes required, and takes null for not being there. */
function missing(name: string, properties: JsonObject, list: Pointer | undefined): Problem {
  const message = `Property \`${name}\` is not in \`required\`.`
  const at = `/properties/${escapeToken(name)}`
  if (list === undefined) return { message, at }
  const fix = (): Fix => {
    const property = properties[name]
    return {
      safe: false,
      patch: [
        { op: 'add', path: list, value: list === '/required' ? [name] : name },
        ...(isObject(property) ? [{ op: 'replace' as const, path: at, value: nullable(property) }] : []),
      ],
    }
  }
  return { message, at, fix }
}
