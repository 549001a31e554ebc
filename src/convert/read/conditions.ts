import { child } from '../../pointer.ts'
import { isObject, isSchema } from '../../walk.ts'
import type { Draft, Source } from '../ir.ts'
import { hasAny, jsonText, member, schemasIn } from '../json.ts'
import { rawWords } from '../words.ts'
import type { Conjunction, Item } from './expand.ts'
import type { Resolver } from './resolver.ts'

/** What strict cannot say in any form, by the type it is about. Each is enforced locally only. */
const beyond = {
  any: ['not', 'if', 'disallow'],
  array: ['contains', 'minContains', 'maxContains'],
  object: ['dependentRequired', 'dependentSchemas', 'dependencies'],
} as const

const nothing = { drafts: [], words: [] }
const beyondKeywords = new Set<string>(Object.values(beyond).flat())

/** Accounts for those keywords: words for the description, and a line in the report. */
export function readBeyond(
  conjunction: Conjunction,
  about: keyof typeof beyond,
): { drafts: readonly Draft[]; words: readonly string[] } {
  if (!conjunction.some(({ schema }) => isObject(schema) && hasAny(schema, beyondKeywords))) return nothing
  const drafts: Draft[] = []
  const words: string[] = []
  for (const { schema, pointer } of conjunction) {
    if (!isObject(schema)) continue
    for (const keyword of beyond[about]) {
      if (!Object.hasOwn(schema, keyword)) continue
      words.push(wordsOf(keyword, schema))
      const message = `Strict takes no \`${keyword}\`: the description says it.`
      drafts.push({ kind: 'weakened', message, keyword, from: child(pointer, keyword) })
      for (const partner of keyword === 'if' ? ['then', 'else'] : []) {
        if (!Object.hasOwn(schema, partner)) continue
        drafts.push({
          kind: 'weakened',
          message: `\`${partner}\` belongs to the \`if\`.`,
          keyword: partner,
          from: child(pointer, partner),
        })
      }
    }
  }
  return { drafts, words }
}

function wordsOf(keyword: string, schema: Record<string, unknown>): string {
  if (keyword === 'if') return conditionWords(schema)
  if (keyword === 'dependentRequired' || keyword === 'dependencies')
    return dependencyWords(keyword, schema[keyword])
  return rawWords(keyword, schema[keyword])
}

function conditionWords(schema: Record<string, unknown>): string {
  const parts = ['if', 'then', 'else']
    .filter(keyword => Object.hasOwn(schema, keyword))
    .map(keyword => `${keyword} ${jsonText(schema[keyword]) ?? '…'}`)
  const text = parts.join(' ')
  return text.length <= 300 ? text : 'further conditions (if)'
}

/** `a needs b, c`. */
function dependencyWords(keyword: string, value: unknown): string {
  const lists = isObject(value) ? Object.entries(value) : []
  if (!lists.every(([, names]) => Array.isArray(names))) return rawWords(keyword, value)
  const text = lists.map(([name, names]) => `${name} needs ${(names as unknown[]).join(', ')}`).join('; ')
  return text.length <= 300 ? text : `further conditions (${keyword})`
}

/** The properties that only a condition declares, with what each condition says of them. */
export function conditionalProperties(
  conjunction: Conjunction,
  isDeclared: (name: string) => boolean,
  resolve: Resolver,
): Map<string, Item[][]> {
  const found = new Map<string, Item[][]>()
  if (!conjunction.some(({ schema }) => isObject(schema) && hasAny(schema, conditional))) return found
  const seen = new Set<string>()
  const stack: Source[] = conjunction.flatMap(conditionsOf).reverse()
  for (let source = stack.pop(); source; source = stack.pop()) {
    const { schema, pointer } = source
    if (!isObject(schema) || seen.has(pointer)) continue
    seen.add(pointer)
    for (const [name, property] of schemasIn(member(schema, 'properties'))) {
      if (isDeclared(name)) continue
      const says: Item[] = [{ schema: property, pointer: child(child(pointer, 'properties'), name) }]
      const others = found.get(name)
      if (others) others.push(says)
      else found.set(name, [says])
    }
    stack.push(...[...nestedOf(source, resolve), ...conditionsOf(source)].reverse())
  }
  return found
}

/** The schemas that hold under a condition, and the conditions themselves. */
function conditionsOf({ schema, pointer }: Source): Source[] {
  if (!isObject(schema) || !hasAny(schema, conditional)) return []
  const single = ['then', 'else', 'if'].flatMap(keyword => {
    const nested = member(schema, keyword)
    const counts = keyword === 'if' || Object.hasOwn(schema, 'if')
    return counts && isSchema(nested) ? [{ schema: nested, pointer: child(pointer, keyword) }] : []
  })
  const mapped = ['dependentSchemas', 'dependencies'].flatMap(keyword =>
    schemasIn(member(schema, keyword)).map(([name, nested]) => ({
      schema: nested,
      pointer: child(child(pointer, keyword), name),
    })),
  )
  return [...single, ...mapped]
}

const conditional = new Set(['if', 'dependentSchemas', 'dependencies'])

function nestedOf({ schema, pointer }: Source, resolve: Resolver): Source[] {
  if (!isObject(schema)) return []
  const listed = ['allOf', 'anyOf', 'oneOf'].flatMap(keyword => {
    const parts = member(schema, keyword)
    if (!Array.isArray(parts)) return []
    return parts.flatMap((part, i) =>
      isSchema(part) ? [{ schema: part, pointer: child(child(pointer, keyword), i) }] : [],
    )
  })
  const ref = member(schema, '$ref')
  return typeof ref === 'string' ? [resolve(ref, child(pointer, '$ref')), ...listed] : listed
}
