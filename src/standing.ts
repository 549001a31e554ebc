import type { InstanceType } from './vocabulary.ts'
import { vocabulary } from './vocabulary.ts'

/** Which keywords somebody takes, by the type they stand beside; `any` holds for schemas of every type. */
export type KeywordTable = Partial<Record<InstanceType | 'any', readonly string[]>>

/** What a provider makes of keywords: those it takes, and those nobody knows about. */
export interface KeywordOptions {
  supported: KeywordTable
  unverified: KeywordTable
}

/**
 * supported: taken on one of these types. unsupported: constrains, and is not taken. misplaced: taken, but on types that
 * this schema has not. unverified: neither documented nor observed. harmless: constrains nothing.
 */
export type Standing = 'supported' | 'unsupported' | 'misplaced' | 'unverified' | 'harmless'

/** How a keyword stands on a schema of these types; a schema without `type` may be of any type. */
export function standing(
  keyword: string,
  types: readonly InstanceType[] | undefined,
  { supported, unverified }: KeywordOptions,
): Standing {
  if (holds(supported, keyword, types)) return 'supported'
  const known = vocabulary.get(keyword)
  if (!known || holds(unverified, keyword, types)) return 'unverified'
  if (known.kind === 'annotation') return 'harmless'
  if (known.kind === 'structure') return 'unverified'
  const applies = !types || !known.types || known.types.some(type => types.includes(type))
  return !applies && holds(supported, keyword, undefined) ? 'misplaced' : 'unsupported'
}

function holds(table: KeywordTable, keyword: string, types: readonly InstanceType[] | undefined): boolean {
  if (table.any?.includes(keyword)) return true
  const rows = types ?? (Object.keys(table) as (keyof KeywordTable)[])
  return rows.some(row => table[row]?.includes(keyword))
}
