import { definitionKeywords, isTypeName, type Shape, vocabulary } from './vocabulary.ts'

/**
 * Schemas use the same few combinations of keywords again and again. An automaton takes a schema's keywords one by one,
 * then its type, and so tells the combination; its states are made when they are first needed. What is found out about a
 * combination need not be found out again.
 */
export interface Combination {
  id: number
  keywords: readonly string[]
  /** As it is written. */
  type: string | readonly string[] | undefined
  /** The steps from here: by the index of a word, by a name as the type, and by the next name in a list of types. */
  next: Combination[]
  typed: Map<string, Combination>
  listed: Map<string, Combination>
}

/** What is known of a keyword. */
export interface Word {
  index: number
  keyword: string
  shape: Shape
  /** How it holds schemas: as its value, in a list, in a map, or in a map that may also hold lists of names. */
  holds: { one?: true; list?: true; map?: true; lists?: true } | undefined
  role: Role | undefined
}

/** What a keyword has to do with references: those in a union or in an array may be avoidable. */
export type Role = 'reference' | 'definitions' | 'union' | 'items'

const roles = new Map<string, Role>([
  ['$ref', 'reference'],
  ...definitionKeywords.map((keyword): [string, Role] => [keyword, 'definitions']),
  ['anyOf', 'union'],
  ['oneOf', 'union'],
  ['items', 'items'],
])

const held: Partial<Record<Shape, Word['holds']>> = {
  schema: { one: true },
  schemas: { list: true },
  'schema or schemas': { one: true, list: true },
  'map of schemas': { map: true },
  'map of schemas or lists': { map: true, lists: true },
}

/** The keywords of JSON Schema. What is none of them is in no combination. */
export const words: ReadonlyMap<string, Word> = new Map(
  [...vocabulary].map(([keyword, { shape }], index) => [
    keyword,
    { index, keyword, shape, holds: held[shape], role: roles.get(keyword) },
  ]),
)

/** So many are remembered: somebody may make them up. */
const most = 5000

const combinations = new Map<string, Combination>()

/** No keyword and no type yet. */
export const start = combinationOf([], undefined)!

/** The combination with one more keyword; undefined when too many are known. */
export function withWord(combination: Combination, word: Word): Combination | undefined {
  return combination.next[word.index] ?? addWord(combination, word)
}

function addWord(from: Combination, { index, keyword }: Word): Combination | undefined {
  const next = combinationOf([...from.keywords, keyword].sort(), undefined)
  if (next) from.next[index] = next
  return next
}

/** The combination with this type; undefined when it is no type, or too many are known. */
export function withType(combination: Combination, type: unknown): Combination | undefined {
  if (type === undefined) return combination
  if (typeof type === 'string') return combination.typed.get(type) ?? addType(combination, type, type)
  if (!Array.isArray(type) || type.length === 0) return undefined
  let at: Combination | undefined = combination
  for (const name of type) {
    at &&= at.listed.get(name) ?? addType(at, name, [...(at.type ?? []), name])
  }
  return at
}

function addType(from: Combination, name: unknown, type: Combination['type']): Combination | undefined {
  if (!isTypeName(name)) return undefined
  const next = combinationOf(from.keywords, type)
  if (next) (typeof type === 'string' ? from.typed : from.listed).set(name, next)
  return next
}

function combinationOf(keywords: readonly string[], type: Combination['type']): Combination | undefined {
  const name = JSON.stringify([keywords, type])
  const known = combinations.get(name)
  if (known || combinations.size >= most) return known
  const id = combinations.size
  const combination = { id, keywords, type, next: [], typed: new Map(), listed: new Map() }
  combinations.set(name, combination)
  return combination
}
