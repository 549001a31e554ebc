import {
  areDisjoint,
  defineRule,
  describeOperation,
  escapeToken,
  type Fix,
  haveOneThatIs,
  isObject,
  type JsonObject,
  type KeywordOptions,
  keywordOptions,
  nullable,
  type Operation,
  type Problem,
  type Standings,
  standings,
  typesOf,
  vocabulary,
} from '../src/rule.ts'

export default defineRule<KeywordOptions>({
  meta: {
    description: 'Forbid keywords that constrain or combine and that the provider does not take.',
    why: 'The server refuses the request or ignores the keyword; either way nothing holds the model to it.',
    how: 'Say it in the `description` and check the arguments yourself; write `oneOf` as `anyOf`, and merge `allOf`.',
    fixable: 'safe',
    options: keywordOptions,
  },
  on: options => ({ combination: haveOneThatIs('unsupported', options) }),

  schema({ schema }, options) {
    if (typeof schema === 'boolean') return undefined
    const standing = standings(typesOf(schema), options)
    for (const keyword in schema) if (standing(keyword) === 'unsupported') return judge(schema, standing)
    return undefined
  },
})

function* judge(schema: JsonObject, standing: Standings): Generator<Problem> {
  for (const keyword in schema) if (standing(keyword) === 'unsupported') yield problem(keyword, schema)
}

function problem(keyword: string, schema: Record<string, unknown>): Problem {
  const alone = unions.includes(keyword) && !['type', 'anyOf', '$ref'].some(anchor => anchor in schema)
  return {
    messageId: alone ? 'alone' : 'keyword',
    message: `\`${keyword}\` is not supported${instead(keyword, schema)}.`,
    at: `/${keyword}`,
    data: { keyword },
    fix: () => fixes[keyword]?.(schema, keyword),
  }
}

/** What can be done about a keyword. Those that only its words can replace are not safe: nothing enforces words. */
const fixes: Record<string, (schema: JsonObject, keyword: string) => Fix | undefined> = {
  oneOf: schema =>
    'anyOf' in schema
      ? undefined
      : {
          safe: Array.isArray(schema.oneOf) && areDisjoint(schema.oneOf),
          patch: [{ op: 'move', from: '/oneOf', path: '/anyOf' }],
        },
  allOf: mergeOnlyMember,
  nullable: allowNull,
  minLength: (schema, keyword) => sayLimit(schema, keyword, 'At least', 'character'),
  maxLength: (schema, keyword) => sayLimit(schema, keyword, 'At most', 'character'),
  minItems: (schema, keyword) => sayLimit(schema, keyword, 'At least', 'item'),
  maxItems: (schema, keyword) => sayLimit(schema, keyword, 'At most', 'item'),
  minProperties: (schema, keyword) => sayLimit(schema, keyword, 'At least', 'key'),
  maxProperties: (schema, keyword) => sayLimit(schema, keyword, 'At most', 'key'),
  uniqueItems: (schema, keyword) =>
    schema.uniqueItems === true ? say(schema, keyword, 'No item twice.') : drop(keyword),
}

function drop(keyword: string): Fix {
  return { safe: true, patch: [{ op: 'remove', path: `/${keyword}` }] }
}

function say(schema: JsonObject, keyword: string, words: string): Fix {
  return { safe: false, patch: [{ op: 'remove', path: `/${keyword}` }, describeOperation(schema, words)] }
}

function sayLimit(schema: JsonObject, keyword: string, bound: string, unit: string): Fix | undefined {
  const number = schema[keyword]
  if (typeof number !== 'number') return undefined
  if (number === 0 && keyword.startsWith('min')) return drop(keyword)
  return say(schema, keyword, `${bound} ${number} ${unit}${number === 1 ? '' : 's'}.`)
}

/** An `allOf` of one schema is that schema, as long as nothing beside it means something else together with it. */
function mergeOnlyMember(schema: JsonObject): Fix | undefined {
  const members = schema.allOf
  if (!Array.isArray(members) || members.length !== 1 || !isObject(members[0])) return undefined
  const [member] = members
  const own = Object.keys(schema).filter(
    keyword => vocabulary.get(keyword)?.kind === 'constraint' && keyword !== 'allOf',
  )
  const isFree = own.every(keyword => !(keyword in member) && !entangled.includes(keyword))
  if (own.length > 0 && (!isFree || entangled.some(keyword => keyword in member))) return undefined
  if (Object.keys(member).some(keyword => vocabulary.get(keyword)?.kind === 'structure')) return undefined
  const patch: Operation[] = [{ op: 'remove', path: '/allOf' }]
  for (const [keyword, value] of Object.entries(member)) {
    if (keyword === 'allOf' || !(keyword in schema))
      patch.push({ op: 'add', path: `/${escapeToken(keyword)}`, value })
  }
  return { safe: true, patch }
}

/** Keywords that depend on what stands beside them. */
const entangled = [
  '$ref',
  'additionalProperties',
  'unevaluatedProperties',
  'additionalItems',
  'unevaluatedItems',
  'if',
]

function allowNull(schema: JsonObject): Fix | undefined {
  if (schema.nullable !== true) return drop('nullable')
  const { nullable: _, ...rest } = schema
  if (typeof rest.type !== 'string') return undefined
  // With values listed, null is taken only if it is among them: the list goes on to say so.
  const isScalar = rest.type !== 'object' && rest.type !== 'array'
  if (isScalar) {
    return {
      safe: true,
      patch: [
        { op: 'remove', path: '/nullable' },
        { op: 'replace', path: '/type', value: rest.type === 'null' ? 'null' : [rest.type, 'null'] },
      ],
    }
  }
  return { safe: true, patch: [{ op: 'replace', path: '', value: nullable(rest) }] }
}

const unions = ['oneOf', 'allOf', 'not']

/** What to write instead, where there is something. */
function instead(keyword: string, schema: Record<string, unknown>): string {
  switch (keyword) {
    case 'oneOf':
      return ': write the branches as `anyOf`'
    case 'allOf':
      return ': merge its members into one schema'
    case 'nullable':
      return typeof schema.type === 'string'
        ? `: write \`"type": ["${schema.type}", "null"]\``
        : ': add a branch with `"type": "null"`'
    case 'prefixItems':
      return ': write the tuple as an object with a property for each position'
    case 'patternProperties':
    case 'propertyNames':
      return ': use an array of `{key, value}` objects'
    default:
      return alternatives.includes(keyword)
        ? ': say it in the `description` and check it when the call comes'
        : ''
  }
}

const alternatives = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
]
