import {
  defineRule,
  haveOneThatIs,
  type InstanceType,
  isObject,
  type JsonObject,
  type KeywordOptions,
  keywordOptions,
  type Problem,
  type Standings,
  standings,
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
  on: options => ({ combination: haveOneThatIs('misplaced', options) }),

  schema({ schema }, options) {
    if (typeof schema === 'boolean') return undefined
    const types = typesOf(schema)
    if (!types || types.length === 0) return undefined
    const standing = standings(types, options)
    for (const keyword in schema) if (standing(keyword) === 'misplaced') return judge(schema, types, standing)
    return undefined
  },
})

function* judge(schema: JsonObject, types: readonly InstanceType[], standing: Standings): Generator<Problem> {
  for (const keyword in schema) {
    if (standing(keyword) !== 'misplaced') continue
    // A map is refused wherever it stands: `require-closed-objects` speaks for it.
    if (keyword === 'additionalProperties' && isObject(schema[keyword])) continue
    const meant = vocabulary.get(keyword)!.types!.join(' or ')
    yield {
      message: `\`${keyword}\` does nothing on a schema of type ${types.join(' or ')}: it is for ${meant}.`,
      at: `/${keyword}`,
      fix: () => ({ safe: true, patch: [{ op: 'remove', path: `/${keyword}` }] }),
    }
  }
}
