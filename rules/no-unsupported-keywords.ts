import { defineRule, type KeywordOptions, type Problem, standing, typesOf, vocabulary } from '../src/rule.ts'

export default defineRule<KeywordOptions>({
  meta: {
    description: 'Forbid keywords that constrain or combine and that the provider does not take.',
    why: 'The server refuses the request or ignores the keyword; either way nothing holds the model to it.',
    how: 'Say it in the `description` and check the arguments yourself; write `oneOf` as `anyOf`, and merge `allOf`.',
    fixable: 'unsafe',
  },
  on: ({ supported }) => ({
    keywords: [...vocabulary]
      .filter(([keyword, { kind }]) => kind === 'constraint' && !supported.any?.includes(keyword))
      .map(([keyword]) => keyword),
  }),

  *schema({ schema }, options) {
    if (typeof schema === 'boolean') return
    const types = typesOf(schema)
    for (const keyword in schema) {
      if (standing(keyword, types, options) === 'unsupported') yield problem(keyword, schema)
    }
  },
})

function problem(keyword: string, schema: Record<string, unknown>): Problem {
  const alone = unions.includes(keyword) && !['type', 'anyOf', '$ref'].some(anchor => anchor in schema)
  return {
    messageId: alone ? 'alone' : 'keyword',
    message: `\`${keyword}\` is not supported${instead(keyword, schema)}.`,
    at: `/${keyword}`,
    data: { keyword },
  }
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
