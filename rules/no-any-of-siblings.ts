import { defineRule, type KeywordOptions, list, standing, vocabulary } from '../src/rule.ts'

export default defineRule<KeywordOptions>({
  meta: {
    description: 'Forbid constraints beside `anyOf`.',
    why: 'The server reads the `type` and ignores the union, or refuses an object that has no properties of its own.',
    how: 'Move the constraints into each branch; `title` and `description` may stay.',
    fixable: 'unsafe',
  },
  on: () => ({ keywords: ['anyOf'] }),

  schema({ schema }, options) {
    if (typeof schema === 'boolean' || !Array.isArray(schema.anyOf)) return undefined
    const siblings = Object.keys(schema).filter(
      keyword =>
        keyword !== 'anyOf' &&
        vocabulary.get(keyword)?.kind === 'constraint' &&
        // What the provider takes nowhere is reported as that.
        standing(keyword, undefined, options) === 'supported',
    )
    if (siblings.length === 0) return undefined
    const first = siblings.includes('type') ? 'type' : siblings[0]!
    const move = siblings.length > 1 ? 'move them into each branch' : 'move it into each branch'
    return {
      messageId: schema.type === 'object' && !('properties' in schema) ? 'object' : 'sibling',
      message: `${list(siblings)} beside \`anyOf\` ${siblings.length > 1 ? 'hide' : 'hides'} the union: ${move}.`,
      at: `/${first}`,
    }
  },
})
