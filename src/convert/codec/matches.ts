import { isEqual } from '../../equal.ts'
import type { JsonObject } from '../../types.ts'
import { isObject, isSchema } from '../../walk.ts'
import { jsonTypeOf, member, schemasIn } from '../json.ts'
import { compile } from '../patterns.ts'

/** Values nested deeper fit nothing. */
const maxDepth = 500

/**
 * Whether a value is valid under a schema of the vocabulary that codecs use: `type`, `enum`, `const`, the bounds of numbers,
 * `multipleOf`, the lengths of strings, `pattern`, the formats below, `items`, `prefixItems`, `minItems`, `maxItems`,
 * `properties`, `required`, `patternProperties`, `additionalProperties`, `propertyNames`, `anyOf`, `allOf`, and `$ref` to a
 * member of the schema's own `$defs`. Every other keyword is taken for fulfilled.
 */
export function matches(schema: unknown, value: unknown): boolean {
  return fits(schema, value, schema, 0)
}

function fits(schema: unknown, value: unknown, root: unknown, depth: number): boolean {
  if (typeof schema === 'boolean') return schema
  if (!isObject(schema)) return true
  if (depth > maxDepth) return false
  const inner = (nested: unknown, part: unknown) => fits(nested, part, root, depth + 1)
  return (
    fitsType(schema, value) &&
    fitsLiterals(schema, value) &&
    fitsCombination(schema, value, root, inner) &&
    (typeof value !== 'number' || fitsNumber(schema, value)) &&
    (typeof value !== 'string' || fitsString(schema, value)) &&
    (!Array.isArray(value) || fitsArray(schema, value, inner)) &&
    (!isObject(value) || fitsObject(schema, value, inner))
  )
}

type Inner = (schema: unknown, value: unknown) => boolean

function fitsType(schema: JsonObject, value: unknown): boolean {
  const type = member(schema, 'type')
  if (type === undefined) return true
  const actual = jsonTypeOf(value)
  const names = Array.isArray(type) ? type : [type]
  return names.includes(actual) || (names.includes('integer') && Number.isInteger(value))
}

function fitsLiterals(schema: JsonObject, value: unknown): boolean {
  const list = member(schema, 'enum')
  if (Array.isArray(list) && !list.some(allowed => isEqual(allowed, value))) return false
  return !Object.hasOwn(schema, 'const') || isEqual(schema.const, value)
}

function fitsCombination(schema: JsonObject, value: unknown, root: unknown, inner: Inner): boolean {
  const any = member(schema, 'anyOf')
  const all = member(schema, 'allOf')
  if (Array.isArray(any) && !any.some(branch => inner(branch, value))) return false
  if (Array.isArray(all) && !all.every(part => inner(part, value))) return false
  const ref = member(schema, '$ref')
  if (typeof ref !== 'string' || !ref.startsWith('#/$defs/')) return true
  const definitions = isObject(root) ? member(root, '$defs') : undefined
  return isObject(definitions) ? inner(member(definitions, ref.slice(8)), value) : true
}

function fitsNumber(schema: JsonObject, value: number): boolean {
  const bound = (keyword: string) => {
    const found = member(schema, keyword)
    return typeof found === 'number' ? found : undefined
  }
  const factor = bound('multipleOf')
  return (
    value >= (bound('minimum') ?? Number.NEGATIVE_INFINITY) &&
    value <= (bound('maximum') ?? Number.POSITIVE_INFINITY) &&
    !(value <= (bound('exclusiveMinimum') ?? Number.NEGATIVE_INFINITY)) &&
    !(value >= (bound('exclusiveMaximum') ?? Number.POSITIVE_INFINITY)) &&
    (factor === undefined || isMultiple(value, factor))
  )
}

/** Forgives what binary fractions are off by, as validators do. */
function isMultiple(value: number, factor: number): boolean {
  const times = value / factor
  return Math.abs(Math.round(times) - times) < 1e-6
}

const formats: Record<string, RegExp> = {
  email:
    /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i,
  hostname:
    /^(?=.{1,253}\.?$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-0-9a-z]{0,61}[0-9a-z])?)*\.?$/i,
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/,
  ipv6: /^(?=.*:)(?:[0-9a-f]{1,4}|:|\.(?=\d)|\d{1,3}){2,}$/i,
  uuid: /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
}

function fitsString(schema: JsonObject, value: string): boolean {
  const { minLength, maxLength, pattern, format } = schema
  if (typeof minLength === 'number' || typeof maxLength === 'number') {
    const length = [...value].length
    if (typeof minLength === 'number' && length < minLength) return false
    if (typeof maxLength === 'number' && length > maxLength) return false
  }
  if (typeof pattern === 'string' && compile(pattern)?.test(value) === false) return false
  return typeof format !== 'string' || !Object.hasOwn(formats, format) || formats[format]!.test(value)
}

function fitsArray(schema: JsonObject, value: unknown[], inner: Inner): boolean {
  const { minItems, maxItems } = schema
  if (typeof minItems === 'number' && value.length < minItems) return false
  if (typeof maxItems === 'number' && value.length > maxItems) return false
  const prefix = Array.isArray(schema.prefixItems) ? schema.prefixItems : []
  return value.every((item, i) =>
    i < prefix.length ? inner(prefix[i], item) : inner(member(schema, 'items'), item),
  )
}

function fitsObject(schema: JsonObject, value: JsonObject, inner: Inner): boolean {
  const required = member(schema, 'required')
  if (
    Array.isArray(required) &&
    !required.every(name => typeof name !== 'string' || Object.hasOwn(value, name))
  )
    return false
  const properties = member(schema, 'properties')
  const patterns = schemasIn(member(schema, 'patternProperties')).map(([pattern, nested]) => ({
    test: compile(pattern),
    nested,
  }))
  const rest = member(schema, 'additionalProperties')
  const names = member(schema, 'propertyNames')
  if (isSchema(names) && !Object.keys(value).every(key => inner(names, key))) return false
  return Object.keys(value).every(key => {
    const declared = isObject(properties) && Object.hasOwn(properties, key)
    if (declared && !inner(properties[key], value[key])) return false
    const fitting = patterns.filter(({ test }) => test?.test(key))
    if (!fitting.every(({ nested }) => inner(nested, value[key]))) return false
    return declared || fitting.length > 0 || !isSchema(rest) || inner(rest, value[key])
  })
}
