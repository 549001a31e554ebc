import { defineRule, show, typesOf } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Warn of enum values that are not strings.',
    why: 'The guide shows strings only, and nobody has recorded what the server makes of other values.',
    how: 'Use strings and turn them back in your code, or try the tool against the server once.',
  },
  on: () => ({ values: { enum: values => Array.isArray(values) && values.some(isNoText) } }),

  schema({ schema }) {
    if (typeof schema === 'boolean' || !Array.isArray(schema.enum)) return undefined
    const types = typesOf(schema)
    // Where the type asks for strings only, another value does not fit: `valid-enums` says so.
    if (types?.length === 1 && types[0] === 'string') return undefined
    const other = schema.enum.find(isNoText)
    if (other === undefined) return undefined
    return {
      message: `\`enum\` holds ${show(other)}: only strings are documented.`,
      at: '/enum',
    }
  },
})

function isNoText(value: unknown): boolean {
  return typeof value !== 'string'
}
