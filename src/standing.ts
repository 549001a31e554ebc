import type { OptionsSchema } from './types.ts'
import { type InstanceType, instanceTypes, vocabulary } from './vocabulary.ts'

/** Which keywords somebody takes, by the type they stand beside; `any` holds for schemas of every type. */
export type KeywordTable = Partial<Record<InstanceType | 'any', readonly string[]>>

/** What a provider makes of keywords: those it takes, and those nobody knows about. */
export interface KeywordOptions {
  supported: KeywordTable
  unverified: KeywordTable
}

function schemaOfTable(): OptionsSchema {
  const names = [...instanceTypes, 'any']
  return {
    title: 'type',
    type: 'object',
    properties: Object.fromEntries(names.map(name => [name, { type: 'array', items: { type: 'string' } }])),
    additionalProperties: false,
  }
}

// Only who tells people of options asks for it.
const table = /* @__PURE__ */ schemaOfTable()

/** The schemas of `KeywordOptions`: each table replaces one as a whole. */
export const keywordOptions: Readonly<Record<string, OptionsSchema>> = { supported: table, unverified: table }

/**
 * supported: taken on one of these types. unsupported: constrains, and is not taken. misplaced: taken, but on types that
 * this schema has not. unverified: neither documented nor observed. harmless: constrains nothing.
 */
export type Standing = 'supported' | 'unsupported' | 'misplaced' | 'unverified' | 'harmless'

/** How a keyword stands. */
export type Standings = (keyword: string) => Standing

/** What is known of keywords, by options, and by the only type of a schema. */
const known = new WeakMap<KeywordOptions, Map<InstanceType | undefined, Standings>>()

/** How keywords stand on a schema of these types; a schema without `type` may be of any type. */
export function standings(types: readonly InstanceType[] | undefined, options: KeywordOptions): Standings {
  if (types && types.length !== 1) return keyword => judge(keyword, types, options)
  let byType = known.get(options)
  if (!byType) {
    byType = new Map()
    known.set(options, byType)
  }
  let found = byType.get(types?.[0])
  if (!found) {
    found = remembered(types, options)
    byType.set(types?.[0], found)
  }
  return found
}

/** How one keyword stands on a schema of these types. */
export function standing(
  keyword: string,
  types: readonly InstanceType[] | undefined,
  options: KeywordOptions,
): Standing {
  return standings(types, options)(keyword)
}

function remembered(types: readonly InstanceType[] | undefined, options: KeywordOptions): Standings {
  const byKeyword = new Map<string, Standing>()
  return keyword => {
    let found = byKeyword.get(keyword)
    if (!found) {
      found = judge(keyword, types, options)
      // Anybody may invent keywords: those are not kept.
      if (vocabulary.has(keyword)) byKeyword.set(keyword, found)
    }
    return found
  }
}

function judge(
  keyword: string,
  types: readonly InstanceType[] | undefined,
  { supported, unverified }: KeywordOptions,
): Standing {
  if (holds(supported, keyword, types)) return 'supported'
  const word = vocabulary.get(keyword)
  if (!word || holds(unverified, keyword, types)) return 'unverified'
  if (word.kind === 'annotation') return 'harmless'
  if (word.kind === 'structure') return 'unverified'
  const applies = !types || !word.types || word.types.some(type => types.includes(type))
  return !applies && holds(supported, keyword, undefined) ? 'misplaced' : 'unsupported'
}

function holds(table: KeywordTable, keyword: string, types: readonly InstanceType[] | undefined): boolean {
  if (table.any?.includes(keyword)) return true
  const rows = types ?? (Object.keys(table) as (keyof KeywordTable)[])
  return rows.some(row => table[row]?.includes(keyword))
}
