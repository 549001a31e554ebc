import type { JsonObject } from '../../types.ts'
import { member } from '../json.ts'
import { compile } from '../patterns.ts'

export function fitsNumber(schema: JsonObject, value: number): boolean {
  const bound = (keyword: string, other: number) => {
    const found = member(schema, keyword)
    return typeof found === 'number' ? found : other
  }
  const open = (plain: string, keyword: string, other: number) =>
    // Draft 4 says so of the bound beside it.
    member(schema, keyword) === true ? bound(plain, other) : bound(keyword, other)
  return (
    value >= bound('minimum', Number.NEGATIVE_INFINITY) &&
    value <= bound('maximum', Number.POSITIVE_INFINITY) &&
    !(value <= open('minimum', 'exclusiveMinimum', Number.NEGATIVE_INFINITY)) &&
    !(value >= open('maximum', 'exclusiveMaximum', Number.POSITIVE_INFINITY)) &&
    isMultiple(value, bound('multipleOf', 0))
  )
}

/** Forgives what binary fractions are off by, as validators do. */
function isMultiple(value: number, factor: number): boolean {
  if (factor <= 0) return true
  const times = value / factor
  return Math.abs(Math.round(times) - times) < 1e-6
}

export function fitsString({ minLength, maxLength, pattern, format }: JsonObject, value: string): boolean {
  if (typeof minLength === 'number' || typeof maxLength === 'number') {
    const length = [...value].length
    if (typeof minLength === 'number' && length < minLength) return false
    if (typeof maxLength === 'number' && length > maxLength) return false
  }
  if (typeof pattern === 'string' && compile(pattern)?.test(value) === false) return false
  return typeof format !== 'string' || !isKnownFormat(format) || formats[format]!.test(value)
}

/** Whether the format is looked at: it is one that strict enforces, too. */
export function isKnownFormat(format: string): boolean {
  return Object.hasOwn(formats, format)
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
