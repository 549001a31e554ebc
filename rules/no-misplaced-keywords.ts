import {
  defineRule,
  isObject,
  type KeywordOptions,
  keywordOptions,
  type Problem,
  standing,
  typesOf,
  vocabulary,
} from '../src/rule.ts'

export default defineRule<KeywordOptions>({
  meta: {
    description: 'Warn of keywords that do nothing on the type of the schema.',
    why: 'JSON Schema ignores them, so either the keyword or the `type` is not what was meant.',
    how: 'Take the keyword out, or correct the `type`.',
    fixable: 'safe',
    options: keywordOptions,
  },
  on: () => ({
    keywords: [...vocabulary].filter(([, { types }]) => types).map(([keyword]) => keyword),
  }),

  *schema({ schema }, options): Generator<Problem> {
    if (typeof schema === 'boolean') return
    const types = typesOf(schema)
    if (!types || types.length === 0) return
    for (const keyword in schema) {
      if (standing(keyword, types, options) !== 'misplaced') continue
      // A map is refused wherever it stands: `require-closed-objects` speaks for it.
      if (keyword === 'additionalProperties' && isObject(schema[keyword])) continue
      const meant = vocabulary.get(keyword)!.types!.join(' or ')
      yield {
        message: `\`${keyword}\` does nothing on a schema of type ${types.join(' or ')}: it is for ${meant}.`,
        at: `/${keyword}`,
        fix: () => ({ safe: true, patch: [{ op: 'remove', path: `/${keyword}` }] }),
      }
    }
  },
})
