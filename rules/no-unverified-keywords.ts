import {
  defineRule,
  escapeToken,
  type Fix,
  haveOneThatIs,
  type JsonObject,
  type KeywordOptions,
  keywordOptions,
  nearest,
  type Problem,
  standings,
  typesOf,
  vocabulary,
} from '../src/rule.ts'

export default defineRule<KeywordOptions>({
  meta: {
    description: 'Warn of keywords that no documentation and no recorded answer covers.',
    why: 'The server may ignore them or refuse the request; a misspelt keyword says nothing of what was meant.',
    how: 'Correct the spelling, or take the keyword out before the tool is sent.',
    fixable: 'unsafe',
    options: keywordOptions,
  },
  on: options => ({ combination: haveOneThatIs('unverified', options) }),

  *schema({ schema }, options): Generator<Problem> {
    if (typeof schema === 'boolean') return
    const types = typesOf(schema)
    const standing = standings(types, options)
    for (const keyword of Object.keys(schema)) {
      if (standing(keyword) !== 'unverified') continue
      yield {
        messageId: vocabulary.has(keyword) ? 'known' : 'unknown',
        message: describe(keyword, types),
        at: `/${escapeToken(keyword)}`,
        fix: () => correct(keyword, schema),
      }
    }
  },
})

/** Spells the keyword right, or takes it out. Definitions stay: references lead to them. */
function correct(keyword: string, schema: JsonObject): Fix | undefined {
  if (keyword === 'definitions') return undefined
  const at = `/${escapeToken(keyword)}`
  const meant = vocabulary.has(keyword) ? undefined : nearest(keyword, vocabulary.keys())
  if (meant === undefined || meant in schema) return { safe: false, patch: [{ op: 'remove', path: at }] }
  return { safe: false, patch: [{ op: 'move', from: at, path: `/${meant}` }] }
}

function describe(keyword: string, types: readonly string[] | undefined): string {
  if (keyword === 'definitions') return '`definitions` is not documented: call it `$defs`.'
  if (vocabulary.has(keyword)) {
    const place =
      types && vocabulary.get(keyword)!.kind === 'constraint'
        ? ` on a schema of type ${types.join(' or ')}`
        : ''
    return `\`${keyword}\`${place} is not documented: the server may ignore or refuse it.`
  }
  const meant = nearest(keyword, vocabulary.keys())
  return `\`${keyword}\` is no keyword of JSON Schema${meant ? `: did you mean \`${meant}\`?` : '.'}`
}
