import { defineRule, show } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Forbid two members of the same name in one object.',
    why: 'Parsers keep the last one and drop the others without a word.',
    how: 'Delete one of them, or give it the name it was meant to have.',
  },

  *document({ duplicateKeys }) {
    for (const { key, pointer, span } of duplicateKeys) {
      yield {
        message: `The key ${show(key)} is here a second time: only the last one counts.`,
        at: pointer,
        span,
      }
    }
  },
})
