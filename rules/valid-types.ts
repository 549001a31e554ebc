import {
  defineRule,
  type Fix,
  type InstanceType,
  instanceTypes,
  isTypeName,
  type JsonObject,
  list,
  nearest,
  type Operation,
  type Problem,
  show,
  vocabulary,
} from '../src/rule.ts'

interface Options {
  /** The types that may stand in an array of types. */
  inArrays: readonly string[]
}

export default defineRule<Options>({
  claim: 3,
  meta: {
    description:
      'Require that `type` names types of JSON Schema, and arrays of types only what the provider takes there.',
    why: 'A name that JSON Schema does not know is refused in every mode, and its message blames `anyOf`.',
    how: 'Use string, number, integer, boolean, array, object or null; write a union with an object or array as `anyOf`.',
    fixable: 'safe',
    options: { inArrays: { type: 'array', items: { type: 'string', enum: instanceTypes } } },
  },
  on: ({ inArrays }) => ({ combination: (_, type) => type !== undefined && !isValid(type, inArrays) }),

  schema({ schema }, { inArrays }) {
    if (typeof schema === 'boolean' || !Object.hasOwn(schema, 'type')) return undefined
    const { type } = schema
    if (isTypeName(type)) return undefined
    if (!Array.isArray(type)) return { ...unknown(type), at: '/type' }
    if (type.length === 0) {
      return { messageId: 'empty', message: '`type` is an empty list: name at least one type.', at: '/type' }
    }
    return judgeNames(type, inArrays, schema)
  },
})

function isValid(type: string | readonly string[], inArrays: readonly string[]): boolean {
  if (typeof type === 'string') return isTypeName(type)
  return (
    type.length > 0 &&
    type.every((name, i) => isTypeName(name) && inArrays.includes(name) && type.indexOf(name) === i)
  )
}

function* judgeNames(
  names: readonly unknown[],
  inArrays: readonly string[],
  schema: JsonObject,
): Generator<Problem> {
  for (const [i, name] of names.entries()) {
    const at = `/type/${i}`
    if (!isTypeName(name)) yield { ...unknown(name), at }
    else if (names.indexOf(name) < i) {
      yield {
        messageId: 'repeated',
        message: `${show(name)} is in \`type\` twice.`,
        at,
        fix: () => ({ safe: true, patch: [{ op: 'remove', path: at }] }),
      }
    } else if (!inArrays.includes(name)) {
      yield {
        messageId: 'not-in-arrays',
        message: `${show(name)} cannot stand in a list of types: write the union as \`anyOf\`, a branch for each type.`,
        at,
        data: { 'object/array': name },
        fix: () => splitTypes(schema, names),
      }
    }
  }
}

/** Writes a list of types as a union: each keyword goes into the branches of the types that it acts on. */
function splitTypes(schema: JsonObject, names: readonly unknown[]): Fix | undefined {
  if (!names.every(isTypeName) || inseparable.some(keyword => keyword in schema)) return undefined
  const branches = new Map<InstanceType, JsonObject>(names.map(type => [type, { type }]))
  const patch: Operation[] = [{ op: 'remove', path: '/type' }]
  for (const [keyword, value] of Object.entries(schema)) {
    const actsOn = vocabulary.get(keyword)?.types
    if (!actsOn) continue
    for (const [type, branch] of branches) if (actsOn.includes(type)) branch[keyword] = value
    patch.push({ op: 'remove', path: `/${keyword}` })
  }
  patch.push({ op: 'add', path: '/anyOf', value: [...branches.values()] })
  return { safe: true, patch }
}

/** Keywords that act on values of all types, and cannot be given to one branch. */
const inseparable = ['anyOf', 'oneOf', 'allOf', 'not', 'if', '$ref', 'enum', 'const', 'nullable']

function unknown(name: unknown): Problem {
  const meant =
    typeof name === 'string' ? (foreign.get(name.toLowerCase()) ?? nearest(name, instanceTypes)) : undefined
  return {
    messageId: 'unknown',
    message: `${show(name)} is no type of JSON Schema${meant ? `: did you mean "${meant}"?` : `: use ${list(instanceTypes, 'or')}.`}`,
    data: { value: JSON.stringify(name) ?? '' },
  }
}

/** How other languages call what JSON Schema has a name for. */
const foreign = new Map(
  Object.entries({
    str: 'string',
    text: 'string',
    char: 'string',
    date: 'string',
    datetime: 'string',
    int: 'integer',
    int32: 'integer',
    int64: 'integer',
    long: 'integer',
    float: 'number',
    double: 'number',
    decimal: 'number',
    bool: 'boolean',
    dict: 'object',
    map: 'object',
    hashmap: 'object',
    record: 'object',
    list: 'array',
    tuple: 'array',
    set: 'array',
    arraylist: 'array',
    none: 'null',
    undefined: 'null',
  }),
)
