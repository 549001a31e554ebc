import { loadJson } from '../loaders/json.ts'
import { child, type Pointer } from '../pointer.ts'
import type { Span } from '../types.ts'
import type { Literal, LiteralMember } from './literal.ts'

/** Deeper than this nobody writes a text of JSON in a program. */
const MOST_LEVELS = 500

/**
 * What the JSON in a string literal means; undefined when it cannot be read. The places in it are exact where the string
 * is written without escapes; else all of it stands where the string does.
 */
export function readJsonString(string: Literal, text: string): Literal | undefined {
  if (string.kind !== 'scalar' || typeof string.value !== 'string') return undefined
  const { readable, value, locate } = loadJson(string.value)
  if (!readable) return undefined
  const { start, end } = string
  const offset = text.slice(start, end).indexOf(string.value)
  const pointers: Pointer[] = []
  if (!listPointers(value, '', 0, pointers)) return undefined
  const places = offset === -1 || string.value === '' ? new Map() : locate(pointers)
  const spanOf = (pointer: Pointer, part: 'key' | 'value'): Span => {
    const span: Span | undefined = places.get(pointer)?.[part]
    return span ? { start: start + offset + span.start, end: start + offset + span.end } : { start, end }
  }
  return literalOf(value, '', spanOf)
}

/** False when it is nested too deep. */
function listPointers(value: unknown, pointer: Pointer, level: number, pointers: Pointer[]): boolean {
  pointers.push(pointer)
  if (typeof value !== 'object' || value === null) return true
  if (level === MOST_LEVELS) return false
  return Object.entries(value).every(([key, inner]) =>
    listPointers(inner, child(pointer, key), level + 1, pointers),
  )
}

function literalOf(
  value: unknown,
  pointer: Pointer,
  spanOf: (pointer: Pointer, part: 'key' | 'value') => Span,
): Literal {
  const written = { ...spanOf(pointer, 'value'), sealed: true }
  if (Array.isArray(value)) {
    const elements = value.map((element, i) => literalOf(element, child(pointer, i), spanOf))
    return { kind: 'array', elements, ...written }
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, inner]): LiteralMember => {
      const at = child(pointer, key)
      return { key, keySpan: spanOf(at, 'key'), value: literalOf(inner, at, spanOf) }
    })
    return { kind: 'object', members, ...written }
  }
  return { kind: 'scalar', value: value as string | number | boolean | null, ...written }
}
