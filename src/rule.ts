/** All that a rule may import. */

import { type KeywordOptions, type Standing, standings } from './standing.ts'
import type { Interest, JsonObject, Rule, Subschema } from './types.ts'
import { definitionKeywords, type InstanceType, instanceTypes, isTypeName } from './vocabulary.ts'

export { isAlone } from './alone.ts'
export { areDisjoint } from './disjoint.ts'
export { identityOf } from './equal.ts'
export { hasForm } from './form.ts'
export { nearest } from './nearest.ts'
export {
  type Dialect,
  quote,
  refusalOf,
  type Slowness,
  slownessOf,
  type Unenforceable,
  unenforceableParts,
} from './patterns/index.ts'
export { child, escapeToken, type Pointer, parentOf, tokens } from './pointer.ts'
export { resolve, resolveRef } from './refs.ts'
export { describeOperation, nullable, typesOfValues } from './rewrite.ts'
export { type KeywordOptions, keywordOptions, type Standings, standing, standings } from './standing.ts'
export type {
  Fix,
  JsonObject,
  Operation,
  Problem,
  Rule,
  SchemaRoot,
  Subschema,
  Toolset,
} from './types.ts'
export {
  definitionKeywords,
  type InstanceType,
  instanceTypes,
  isTypeName,
  type Shape,
  vocabulary,
} from './vocabulary.ts'
export { isObject, isSchema } from './walk.ts'

/** Gives a rule its types. The name of its file is its id. */
export function defineRule<Options = undefined>(rule: Rule<Options>): Rule<Options> {
  return rule
}

/** Where each of many names may be misspelt, it is compared with so many others: all with all would take too long. */
export const mostCompared = 200

/** Whether a combination of keywords has one that stands so. */
export function haveOneThatIs(
  standingOfOne: Standing,
  options: KeywordOptions,
): NonNullable<Interest['combination']> {
  return (keywords, type) => {
    const standing = standings(typesOf({ type }), options)
    return keywords.some(keyword => standing(keyword) === standingOfOne)
  }
}

/** The types that a schema names, unknown names left out; undefined when it has no `type`. */
export function typesOf(schema: JsonObject): readonly InstanceType[] | undefined {
  const { type } = schema
  if (typeof type === 'string') return singles.get(type) ?? []
  if (Array.isArray(type)) return type.filter(isTypeName)
  return undefined
}

const singles = new Map<string, readonly InstanceType[]>(instanceTypes.map(name => [name, [name]]))

/** Whether a subschema is a definition, which counts only where a reference leads to it. */
export function isDefinition({ keyword }: Subschema): boolean {
  return keyword !== undefined && (definitionKeywords as readonly string[]).includes(keyword)
}

/** Whether a schema says that its value may be an object. */
export function allowsObject({ type }: JsonObject): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object'))
}

/** Whether a schema says that its value may be an array. */
export function allowsArray({ type }: JsonObject): boolean {
  return type === 'array' || (Array.isArray(type) && type.includes('array'))
}

/** A value as a message quotes it: JSON, cut where it gets long. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value, 40))
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}

/** Keywords as a message lists them: `a`, `b` and `c`. */
export function list(words: readonly string[], last = 'and'): string {
  const quoted = words.map(word => `\`${word}\``)
  if (quoted.length < 2) return quoted.join('')
  return `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1)}`
}
