import { isEqual } from '../../equal.ts'
import type { JsonObject } from '../../types.ts'
import { isObject, isSchema } from '../../walk.ts'
import { jsonTypeOf, member, schemasIn } from '../json.ts'
import { compile } from '../patterns.ts'
import { fitsNumber, fitsString } from './matches-scalars.ts'

/** Values nested deeper fit nothing. */
const maxDepth = 500

/** Gives the schema that a reference points at; undefined where it cannot tell. */
export type Lookup = (ref: string) => unknown

/**
 * Whether a value is valid under a schema. It knows the keywords that constrain, but `unevaluatedItems`,
 * `unevaluatedProperties`, and formats that no strict mode enforces: these are taken for fulfilled. References lead to the
 * schema's own `$defs`, or where `lookup` says.
 */
export function matches(schema: unknown, value: unknown, lookup: Lookup = ownDefinitions(schema)): boolean {
  return fits(schema, value, lookup, 0)
}

function ownDefinitions(root: unknown): Lookup {
  return ref => {
    const definitions = isObject(root) ? member(root, '$defs') : undefined
    return ref.startsWith('#/$defs/') && isObject(definitions) ? member(definitions, ref.slice(8)) : undefined
  }
}

function fits(schema: unknown, value: unknown, lookup: Lookup, depth: number): boolean {
  if (typeof schema === 'boolean') return schema
  if (!isObject(schema)) return true
  if (depth > maxDepth) return false
  const inner: Inner = (nested, part) => fits(nested, part, lookup, depth + 1)
  const ref = member(schema, '$ref')
  return (
    fitsType(schema, value) &&
    fitsLiterals(schema, value) &&
    fitsCombination(schema, value, inner) &&
    (typeof ref !== 'string' || inner(lookup(ref), value)) &&
    (typeof value !== 'number' || fitsNumber(schema, value)) &&
    (typeof value !== 'string' || fitsString(schema, value)) &&
    (!Array.isArray(value) || fitsArray(schema, value, inner)) &&
    (!isObject(value) || fitsObject(schema, value, inner))
  )
}

type Inner = (schema: unknown, value: unknown) => boolean

function fitsType(schema: JsonObject, value: unknown): boolean {
  const type = member(schema, 'type')
  if (type === undefined || (value === null && member(schema, 'nullable') === true)) return true
  const names = Array.isArray(type) ? type : [type]
  return names.includes(jsonTypeOf(value)) || (names.includes('integer') && Number.isInteger(value))
}

function fitsLiterals(schema: JsonObject, value: unknown): boolean {
  const list = member(schema, 'enum')
  if (Array.isArray(list) && !list.some(allowed => isEqual(allowed, value))) return false
  return !Object.hasOwn(schema, 'const') || isEqual(schema.const, value)
}

function fitsCombination(schema: JsonObject, value: unknown, inner: Inner): boolean {
  const branches = (keyword: string) => {
    const found = member(schema, keyword)
    return Array.isArray(found) ? found : undefined
  }
  const holds = (branch: unknown) => inner(branch, value)
  const has = (keyword: string) => Object.hasOwn(schema, keyword)
  return (
    (branches('anyOf')?.some(holds) ?? true) &&
    (branches('allOf')?.every(holds) ?? true) &&
    (branches('oneOf')?.filter(holds).length ?? 1) === 1 &&
    !(has('not') && holds(schema.not)) &&
    (!has('if') || holds(holds(schema.if) ? member(schema, 'then') : member(schema, 'else')))
  )
}

function fitsArray(schema: JsonObject, value: unknown[], inner: Inner): boolean {
  const { minItems, maxItems, uniqueItems, contains, minContains = 1, maxContains } = schema
  if (!isBetween(value.length, minItems, maxItems)) return false
  if (uniqueItems === true && value.some((item, i) => value.slice(i + 1).some(other => isEqual(item, other))))
    return false
  if (
    isSchema(contains) &&
    !isBetween(value.filter(item => inner(contains, item)).length, minContains, maxContains)
  ) {
    return false
  }
  const listed = Array.isArray(schema.items) ? 'items' : 'prefixItems'
  const prefix = Array.isArray(schema[listed]) ? schema[listed] : []
  const rest = member(schema, listed === 'items' ? 'additionalItems' : 'items')
  return value.every((item, i) => inner(i < prefix.length ? prefix[i] : rest, item))
}

function isBetween(count: number, min: unknown, max: unknown): boolean {
  return !(typeof min === 'number' && count < min) && !(typeof max === 'number' && count > max)
}

function fitsObject(schema: JsonObject, value: JsonObject, inner: Inner): boolean {
  const keys = Object.keys(value)
  const names = member(schema, 'propertyNames')
  return (
    isBetween(keys.length, member(schema, 'minProperties'), member(schema, 'maxProperties')) &&
    hasAll(value, member(schema, 'required')) &&
    fitsDependencies(schema, value, inner) &&
    (!isSchema(names) || keys.every(key => inner(names, key))) &&
    fitsMembers(schema, value, inner)
  )
}

function hasAll(value: JsonObject, names: unknown): boolean {
  return !Array.isArray(names) || names.every(name => typeof name !== 'string' || Object.hasOwn(value, name))
}

function fitsDependencies(schema: JsonObject, value: JsonObject, inner: Inner): boolean {
  return ['dependentRequired', 'dependentSchemas', 'dependencies'].every(keyword => {
    const map = member(schema, keyword)
    if (!isObject(map)) return true
    return Object.entries(map).every(
      ([name, needs]) =>
        !Object.hasOwn(value, name) || (Array.isArray(needs) ? hasAll(value, needs) : inner(needs, value)),
    )
  })
}

function fitsMembers(schema: JsonObject, value: JsonObject, inner: Inner): boolean {
  const properties = member(schema, 'properties')
  const patterns = schemasIn(member(schema, 'patternProperties')).map(([pattern, nested]) => ({
    test: compile(pattern),
    nested,
  }))
  const rest = member(schema, 'additionalProperties')
  return Object.keys(value).every(key => {
    const declared = isObject(properties) && Object.hasOwn(properties, key)
    if (declared && !inner(properties[key], value[key])) return false
    const fitting = patterns.filter(({ test }) => test?.test(key))
    if (!fitting.every(({ nested }) => inner(nested, value[key]))) return false
    return declared || fitting.length > 0 || !isSchema(rest) || inner(rest, value[key])
  })
}
