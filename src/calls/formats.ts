import type { Format } from 'ajv'
import ajvFormats from 'ajv-formats'

const names = [
  'date',
  'time',
  'date-time',
  'duration',
  'uri',
  'uri-reference',
  'uri-template',
  'url',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'regex',
  'uuid',
  'json-pointer',
  'relative-json-pointer',
  'byte',
  'int32',
  'int64',
  'float',
  'double',
] as const

/** Longer strings are no such thing, and the expression that would say so takes quadratic time. */
const longest: Record<string, number> = { url: 2048, email: 320, hostname: 254, 'uri-template': 8192 }

/** The formats that are judged, by name; all others are annotations. */
export const formats: Readonly<Record<string, Format>> = Object.fromEntries(
  names.map(name => [name, bounded(ajvFormats.default.get(name), longest[name])]),
)

function bounded(format: Format, length: number | undefined): Format {
  if (length === undefined || !(format instanceof RegExp)) return format
  return (text: string) => text.length <= length && format.test(text)
}
