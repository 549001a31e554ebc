import { instanceTypes } from '../../vocabulary.ts'
import type { Source } from '../ir.ts'
import { type JsonType, member } from '../json.ts'

/** A set of JSON types; `whole` when its numbers must be integers. */
export interface TypeSet {
  types: ReadonlySet<JsonType>
  whole: boolean
}

/** What other languages and dialects call the types of JSON. */
const aliases: Record<string, string> = {
  dict: 'object',
  map: 'object',
  hashmap: 'object',
  struct: 'object',
  list: 'array',
  tuple: 'array',
  set: 'array',
  arraylist: 'array',
  str: 'string',
  text: 'string',
  char: 'string',
  int: 'integer',
  long: 'integer',
  short: 'integer',
  byte: 'integer',
  float: 'number',
  double: 'number',
  bool: 'boolean',
  none: 'null',
  nonetype: 'null',
}

const standard = new Set<unknown>(instanceTypes)

/** Whether JSON Schema calls a type so. */
export function isStandard(name: unknown): boolean {
  return standard.has(name)
}

/** The name JSON Schema has for a type: `any` for no restriction; undefined when nobody knows it. */
export function typeName(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined
  if (standard.has(name)) return name
  const lower = name.toLowerCase()
  if (lower === 'any') return 'any'
  return standard.has(lower) ? lower : Object.hasOwn(aliases, lower) ? aliases[lower] : undefined
}

export const allTypes: readonly JsonType[] = ['string', 'number', 'boolean', 'object', 'array', 'null']

/** The types that one subschema names with `type` and `nullable`; undefined when it names none. */
export function declaredTypes({ schema }: Source): TypeSet | undefined {
  if (typeof schema === 'boolean') return undefined
  const type = member(schema, 'type')
  const names = (Array.isArray(type) ? type : type === undefined ? [] : [type]).map(typeName)
  if (names.length === 0 || names.includes('any') || names.every(name => name === undefined)) return undefined
  const types = new Set<JsonType>()
  for (const name of names)
    if (name !== undefined) types.add(name === 'integer' ? 'number' : (name as JsonType))
  if (member(schema, 'nullable') === true) types.add('null')
  return { types, whole: names.includes('integer') && !names.includes('number') }
}

/** What is in both; undefined stands for everything. */
export function intersect(a: TypeSet | undefined, b: TypeSet | undefined): TypeSet | undefined {
  if (!a || !b) return a ?? b
  return { types: new Set([...a.types].filter(type => b.types.has(type))), whole: a.whole || b.whole }
}
