import { allowsArray, defineRule } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require that every array has `items`, one schema for all elements.',
    why: 'Without the schema of an element there is nothing to generate elements from.',
    how: 'Add `items` with the schema of an element; write a tuple as an object with a property for each position.',
  },
  on: () => ({
    types: { array: schema => schema.items === undefined },
    values: { items: items => Array.isArray(items) || typeof items === 'boolean' },
  }),

  schema({ schema }) {
    if (typeof schema === 'boolean') return undefined
    const { items } = schema
    if (Array.isArray(items)) {
      return {
        messageId: 'list',
        message: '`items` is a list: one schema for all elements is possible, a tuple is not.',
        at: '/items',
      }
    }
    if (typeof items === 'boolean') {
      return {
        messageId: 'boolean',
        message: `\`items\` is \`${items}\`: it must be the schema of an element.`,
        at: '/items',
      }
    }
    if (items !== undefined || !allowsArray(schema)) return undefined
    return { messageId: 'missing', message: 'The array does not say what its `items` are.' }
  },
})
