import { defineRule, escapeToken, vocabulary } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Report annotations that the model does not need, for people who count tokens.',
    why: 'Each goes along in every request. A `default` is dead weight besides: every property is required, so it never applies.',
    how: 'Take the keyword out; say in the `description` what the model should know of it.',
    fixable: 'safe',
  },
  on: () => ({ keywords: annotations }),

  *schema({ schema }) {
    if (typeof schema === 'boolean') return
    for (const keyword of Object.keys(schema)) {
      if (!annotations.includes(keyword)) continue
      const at = `/${escapeToken(keyword)}`
      yield {
        message:
          keyword === 'default'
            ? '`default` never applies, since every property is required.'
            : `\`${keyword}\` costs tokens and constrains nothing.`,
        at,
        fix: () => ({ safe: true, patch: [{ op: 'remove', path: at }] }),
      }
    }
  },
})

/** A `title` often stands for a description, so it stays. */
const annotations = [...vocabulary]
  .filter(([keyword, { kind }]) => kind === 'annotation' && keyword !== 'description' && keyword !== 'title')
  .map(([keyword]) => keyword)
