import { jsonText } from './json.ts'

/*
 * What is added to descriptions. One style: short, no sentence, joined by semicolons, in parentheses behind the text that
 * was there.
 */

/** `1-50 characters`, `at least 1 item`. */
export function countWords(min: number, max: number, one: string, many: string): string {
  if (max === Number.POSITIVE_INFINITY) return `at least ${min} ${min === 1 ? one : many}`
  if (min === max) return `exactly ${min} ${min === 1 ? one : many}`
  if (min === 0) return `at most ${max} ${max === 1 ? one : many}`
  return `${min}-${max} ${many}`
}

const formats: Record<string, string> = {
  'date-time': 'ISO 8601 date-time, e.g. 2024-05-01T12:00:00Z',
  date: 'ISO 8601 date, e.g. 2024-05-01',
  time: 'ISO 8601 time, e.g. 12:00:00Z',
  duration: 'ISO 8601 duration, e.g. P3DT12H',
  uri: 'URI',
  url: 'URL',
  'uri-reference': 'URI or relative reference',
  'uri-template': 'URI template',
  iri: 'IRI',
  regex: 'regular expression',
  'json-pointer': 'JSON Pointer',
  byte: 'base64',
  binary: 'binary',
  password: 'password',
  'idn-email': 'email',
  'idn-hostname': 'hostname',
}

export function formatWords(format: string): string {
  return Object.hasOwn(formats, format) ? formats[format]! : `format ${format}`
}

/** A constraint no words of ours fit, as the schema says it: `not {"required":["a"]}`. */
export function rawWords(keyword: string, value: unknown): string {
  const text = jsonText(value)
  return text !== undefined && text.length <= 200 ? `${keyword} ${text}` : `further conditions (${keyword})`
}

/** Puts additions behind a text. What the text says already is left out. */
export function withWords(text: string, words: readonly string[]): string {
  if (words.length === 0) return text
  const added = [...new Set(words)].filter(word => !text.includes(word)).join('; ')
  if (added === '') return text
  return text === '' ? added : `${text} (${added})`
}
