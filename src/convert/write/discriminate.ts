import { identityOf, isEqual } from '../../equal.ts'
import type { JsonObject } from '../../types.ts'
import { isObject } from '../../walk.ts'
import { type JsonType, jsonTypeOf, member } from '../json.ts'
import { allTypes } from '../read/types.ts'

/** Two schemas: every value of the first side fits the one and no value of the second, and the other way round. */
export type Tests = readonly [JsonObject, JsonObject]

/** Tags are looked for in objects within objects so deep. */
const maxDepth = 4

/**
 * Tells the values of two schemas apart by as little as possible: their types, a property that only one of them has, or a
 * property that differs in both. Undefined where that is not enough, or unknown. Objects are taken as the schemas list
 * them: without `additionalProperties` they hold nothing else.
 */
export function discriminate(a: JsonObject, b: JsonObject, depth = 0): Tests | undefined {
  const types = [typesOf(a), typesOf(b)] as const
  if (![...types[0]].some(type => types[1].has(type))) return [typeTest(types[0]), typeTest(types[1])]
  const values = [literalsOf(a), literalsOf(b)] as const
  if (values[0] && values[1]) {
    const known = new Set(values[1].map(identityOf))
    const shared = values[0].some(value => known.has(identityOf(value)))
    return shared ? undefined : [{ enum: values[0] }, { enum: values[1] }]
  }
  if (!isJustObject(a) || !isJustObject(b) || depth >= maxDepth) return undefined
  return byTag(a, b, depth) ?? byKey(a, b)
}

/** By a property that both must have. */
function byTag(a: JsonObject, b: JsonObject, depth: number): Tests | undefined {
  const theirs = new Set(requiredOf(b))
  for (const name of requiredOf(a)) {
    if (!theirs.has(name)) continue
    const mine = propertyOf(a, name)
    const other = propertyOf(b, name)
    const found = isObject(mine) && isObject(other) ? discriminate(mine, other, depth + 1) : undefined
    if (found) return [propertyTest(name, found[0]), propertyTest(name, found[1])]
  }
  return undefined
}

/** By a property that one must have and the other cannot have. */
function byKey(a: JsonObject, b: JsonObject): Tests | undefined {
  const mine = requiredOf(a).find(name => lacks(b, name))
  if (mine !== undefined) return [hasTest(mine), hasNotTest(mine)]
  const theirs = requiredOf(b).find(name => lacks(a, name))
  return theirs === undefined ? undefined : [hasNotTest(theirs), hasTest(theirs)]
}

/** Joins what tells one schema from several others. */
export function joinTests(tests: readonly JsonObject[]): JsonObject {
  const distinct: JsonObject[] = []
  for (const test of tests) if (!distinct.some(known => isEqual(known, test))) distinct.push(test)
  if (distinct.length < 2) return distinct[0] ?? {}
  const types = distinct.filter(test => Object.keys(test).length === 1 && 'type' in test)
  // That it is an object is said again by every test of what is in it.
  const rest = distinct.filter(
    test => !(types.includes(test) && test.type === 'object' && distinct.length > types.length),
  )
  return rest.length === 1 ? rest[0]! : { allOf: rest }
}

function typesOf(schema: JsonObject): ReadonlySet<JsonType> {
  const branches = member(schema, 'anyOf')
  if (Array.isArray(branches))
    return new Set(branches.flatMap(branch => (isObject(branch) ? [...typesOf(branch)] : allTypes)))
  const literals = literalsOf(schema)
  if (literals) return new Set(literals.flatMap(value => jsonTypeOf(value) ?? []))
  const type = member(schema, 'type')
  if (type === undefined) return new Set(allTypes)
  const names = Array.isArray(type) ? type : [type]
  return new Set(names.map(name => (name === 'integer' ? 'number' : name)))
}

function literalsOf(schema: JsonObject): unknown[] | undefined {
  const list = member(schema, 'enum')
  if (Array.isArray(list)) return list
  return Object.hasOwn(schema, 'const') ? [schema.const] : undefined
}

function isJustObject(schema: JsonObject): boolean {
  return member(schema, 'type') === 'object'
}

function requiredOf(schema: JsonObject): string[] {
  const names = member(schema, 'required')
  return Array.isArray(names) ? names : []
}

function propertyOf(schema: JsonObject, name: string): unknown {
  const properties = member(schema, 'properties')
  return isObject(properties) ? member(properties, name) : undefined
}

/** Whether a closed object cannot have a property. */
function lacks(schema: JsonObject, name: string): boolean {
  return (
    member(schema, 'additionalProperties') === false &&
    member(schema, 'patternProperties') === undefined &&
    propertyOf(schema, name) === undefined
  )
}

function typeTest(types: ReadonlySet<JsonType>): JsonObject {
  return { type: types.size === 1 ? [...types][0] : [...types] }
}

function propertyTest(name: string, test: JsonObject): JsonObject {
  return { type: 'object', required: [name], properties: Object.fromEntries([[name, test]]) }
}

function hasTest(name: string): JsonObject {
  return { type: 'object', required: [name] }
}

function hasNotTest(name: string): JsonObject {
  return { type: 'object', properties: Object.fromEntries([[name, false]]) }
}
