import type { JsonObject } from './types.ts'
import { isObject } from './walk.ts'

/**
 * Whether it is certain that no value fits two of these schemas. Told from their types, from values they list, and from a
 * required property whose listed values set the objects apart. References are not followed: behind one may be anything.
 */
export function areDisjoint(schemas: readonly unknown[]): boolean {
  for (const [i, a] of schemas.entries()) {
    for (const b of schemas.slice(i + 1)) {
      if (!isObject(a) || !isObject(b) || !areTwoDisjoint(a, b, 0)) return false
    }
  }
  return true
}

function areTwoDisjoint(a: JsonObject, b: JsonObject, depth: number): boolean {
  const [valuesA, valuesB] = [valuesOf(a), valuesOf(b)]
  if (valuesA && valuesB) return ![...valuesA].some(value => valuesB.has(value))
  const [typesA, typesB] = [kindsOf(a), kindsOf(b)]
  if (!typesA || !typesB) return false
  const shared = [...typesA].filter(type => typesB.has(type))
  if (shared.length === 0) return true
  return shared.length === 1 && shared[0] === 'object' && depth < 4 && haveTag(a, b, depth)
}

/** The scalars that a schema lists; undefined when it lists none, or other values too. */
function valuesOf(schema: JsonObject): Set<unknown> | undefined {
  const values = Array.isArray(schema.enum)
    ? schema.enum
    : Object.hasOwn(schema, 'const')
      ? [schema.const]
      : undefined
  return values?.every(value => typeof value !== 'object' || value === null) ? new Set(values) : undefined
}

/** The types that a schema names; whole numbers are numbers. */
function kindsOf({ type }: JsonObject): Set<unknown> | undefined {
  const names = typeof type === 'string' ? [type] : Array.isArray(type) ? type : undefined
  return names && new Set(names.map(name => (name === 'integer' ? 'number' : name)))
}

/** A property that both require, and whose values tell which of the two an object is. */
function haveTag(a: JsonObject, b: JsonObject, depth: number): boolean {
  if (!Array.isArray(a.required) || !Array.isArray(b.required)) return false
  if (!isObject(a.properties) || !isObject(b.properties)) return false
  const [propertiesA, propertiesB, requiredB] = [a.properties, b.properties, b.required]
  return a.required.some(name => {
    if (typeof name !== 'string' || !requiredB.includes(name)) return false
    const [tagA, tagB] = [propertiesA, propertiesB].map(all =>
      Object.hasOwn(all, name) ? all[name] : undefined,
    )
    return isObject(tagA) && isObject(tagB) && areTwoDisjoint(tagA, tagB, depth + 1)
  })
}
