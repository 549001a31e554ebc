import { defineRule, typesOfValues } from '../src/rule.ts'

export default defineRule({
  claim: 4,
  meta: {
    description: 'Require that every subschema says `type`, `anyOf` or `$ref`.',
    why: 'The grammar that constrains the model is built from types: a schema that names none stands for nothing it could generate.',
    how: 'Add the `type` of the value. For a value of any type, use a string that holds JSON, or list the types in `anyOf`.',
    fixable: 'safe',
  },
  on: () => ({
    combination: keywords => !anchors.some(anchor => keywords.includes(anchor)),
    booleans: true,
  }),

  schema({ schema, keyword, parent }) {
    // `valid-any-of` speaks for branches, `require-root-object` for the root of the parameters.
    if (keyword === 'anyOf') return undefined
    if (typeof schema === 'boolean') {
      // `require-items` speaks for these.
      if (keyword === 'items' && !Array.isArray((parent!.schema as { items?: unknown }).items))
        return undefined
      return {
        messageId: 'boolean',
        message: `\`${schema}\` as a schema names no type: write an object with a \`type\`.`,
      }
    }
    if (anchors.some(anchor => schema[anchor] !== undefined)) return undefined
    if (Array.isArray(schema.oneOf) || Array.isArray(schema.allOf)) return undefined
    const types = typesOfValues(schema)
    const isPlain = types !== undefined && !types.includes('object') && !types.includes('array')
    return {
      message: `The schema ${what(schema)} and names no \`type\`: add one.`,
      ...(isPlain && {
        fix: () => ({
          safe: true,
          patch: [{ op: 'add', path: '/type', value: types.length === 1 ? types[0] : types }],
        }),
      }),
    }
  },
})

const anchors = ['type', 'anyOf', '$ref']

function what(schema: Record<string, unknown>): string {
  const keywords = Object.keys(schema)
  if (keywords.length === 0) return 'is empty'
  if ('enum' in schema) return 'lists values in `enum`'
  if ('const' in schema) return 'has a `const`'
  if ('properties' in schema) return 'has `properties`'
  if ('items' in schema) return 'has `items`'
  return `has only \`${keywords[0]}\``
}
