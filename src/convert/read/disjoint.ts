import { identityOf } from '../../equal.ts'
import { child } from '../../pointer.ts'
import { isObject, isSchema } from '../../walk.ts'
import type { Source } from '../ir.ts'
import { jsonTypeOf, member } from '../json.ts'
import type { Conjunction } from './expand.ts'
import type { Resolver } from './resolver.ts'
import { allTypes, declaredTypes, intersect, type TypeSet } from './types.ts'

/** Tags are looked for in objects within objects so deep. */
const maxDepth = 4

/** Whether no value at all can be valid under both. `false` also where that cannot be told from types, tags and required keys. */
export function areDisjoint(a: Conjunction, b: Conjunction, resolve: Resolver, depth = 0): boolean {
  const types = sharedTypes(a, b)
  if (types.size === 0) return true
  const left = literalsOf(a)
  const right = literalsOf(b)
  if (left && right) return shared(left, right).length === 0
  // What remains tells objects apart from objects only.
  if (types.size > 1 || !types.has('object') || depth >= maxDepth) return false
  const mine = requiredIn(a)
  const theirs = requiredIn(b)
  if ([...mine].some(name => isForbidden(b, name)) || [...theirs].some(name => isForbidden(a, name)))
    return true
  return [...mine]
    .filter(name => theirs.has(name))
    .some(name => areDisjoint(propertyIn(a, name, resolve), propertyIn(b, name, resolve), resolve, depth + 1))
}

function sharedTypes(a: Conjunction, b: Conjunction): ReadonlySet<string> {
  const left = typesOf(a)
  const right = typesOf(b)
  return intersect(left, right)?.types ?? new Set(allTypes)
}

function typesOf(conjunction: Conjunction): TypeSet | undefined {
  let found: TypeSet | undefined
  for (const source of conjunction) found = intersect(found, declaredTypes(source))
  const literals = literalsOf(conjunction)
  if (!literals) return found
  const types = new Set(literals.flatMap(value => jsonTypeOf(value) ?? []))
  return intersect(found, { types, whole: false })
}

/** The values that `enum` and `const` leave; undefined when there is neither. */
export function literalsOf(conjunction: Conjunction): unknown[] | undefined {
  let found: unknown[] | undefined
  for (const { schema } of conjunction) {
    if (typeof schema === 'boolean') continue
    const list = member(schema, 'enum')
    const values = [
      ...(Array.isArray(list) ? [list] : []),
      ...(Object.hasOwn(schema, 'const') ? [[schema.const]] : []),
    ]
    for (const allowed of values) found = found ? shared(found, allowed) : allowed
  }
  return found
}

function shared(a: readonly unknown[], b: readonly unknown[]): unknown[] {
  const known = new Set(b.map(identityOf))
  return a.filter(value => known.has(identityOf(value)))
}

function requiredIn(conjunction: Conjunction): Set<string> {
  return new Set(
    conjunction.flatMap(({ schema }) => {
      const names = isObject(schema) ? member(schema, 'required') : undefined
      return Array.isArray(names) ? names.filter(name => typeof name === 'string') : []
    }),
  )
}

function isForbidden(conjunction: Conjunction, name: string): boolean {
  return conjunction.some(({ schema }) => {
    if (typeof schema === 'boolean' || member(schema, 'additionalProperties') !== false) return false
    const properties = member(schema, 'properties')
    return (
      member(schema, 'patternProperties') === undefined &&
      !(isObject(properties) && Object.hasOwn(properties, name))
    )
  })
}

/** What is said of a property, with one level of references followed. */
function propertyIn(conjunction: Conjunction, name: string, resolve: Resolver): Conjunction {
  return conjunction.flatMap(({ schema, pointer }) => {
    const properties = isObject(schema) ? member(schema, 'properties') : undefined
    const property = isObject(properties) ? member(properties, name) : undefined
    if (!isSchema(property)) return []
    const at = child(child(pointer, 'properties'), name)
    const source: Source = { schema: property, pointer: at }
    const ref = isObject(property) ? member(property, '$ref') : undefined
    return typeof ref === 'string' ? [source, resolve(ref, child(at, '$ref'))] : [source]
  })
}
