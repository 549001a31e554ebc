import { defineRule, type KeywordOptions, keywordOptions, list, standing, vocabulary } from '../src/rule.ts'

export default defineRule<KeywordOptions>({
  meta: {
    description: 'Warn of anything but `title` and `description` beside `$ref`.',
    why: 'Nobody has recorded what the server makes of it; beside `anyOf` it is known to read the `type` and ignore the rest.',
    how: 'Move the keyword into the definition, or write the definition out in place of the reference.',
    options: keywordOptions,
  },
  on: options => ({
    combination: keywords =>
      keywords.includes('$ref') && keywords.some(keyword => isSibling(keyword, options)),
  }),

  schema({ schema }, options) {
    if (typeof schema === 'boolean' || typeof schema.$ref !== 'string') return undefined
    const siblings = Object.keys(schema).filter(keyword => isSibling(keyword, options))
    if (siblings.length === 0) return undefined
    return {
      message: `${list(siblings)} beside \`$ref\` may be ignored, or hide the reference.`,
      at: `/${siblings[0]}`,
    }
  },
})

const silent = new Set(['$ref', 'title', 'description', '$schema', '$id', '$comment'])

/** Other keywords have rules that speak about them wherever they stand. */
function isSibling(keyword: string, options: KeywordOptions): boolean {
  if (silent.has(keyword)) return false
  const kind = vocabulary.get(keyword)?.kind
  return (
    kind === 'annotation' || (kind === 'constraint' && standing(keyword, undefined, options) === 'supported')
  )
}
