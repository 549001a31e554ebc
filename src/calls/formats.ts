import type { FormatDefinition } from 'ajv'
import { fullFormats } from 'ajv-formats/dist/formats.js'

/** What a format says of a value of its type. */
export interface FormatTest {
  type: 'string' | 'number'
  test(value: string | number): boolean
}

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
export const formats: ReadonlyMap<string, FormatTest> = new Map(names.map(name => [name, formatTest(name)]))

function formatTest(name: (typeof names)[number]): FormatTest {
  const format = fullFormats[name]
  const { type = 'string', validate } = (isDefinition(format) ? format : { validate: format }) as {
    type?: FormatTest['type']
    validate: RegExp | FormatTest['test']
  }
  const test = validate instanceof RegExp ? (text: string | number) => validate.test(String(text)) : validate
  const length = longest[name]
  if (length === undefined) return { type, test }
  return { type, test: text => String(text).length <= length && test(text) }
}

function isDefinition(format: unknown): format is FormatDefinition<string> {
  return typeof format === 'object' && !(format instanceof RegExp)
}
