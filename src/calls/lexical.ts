import type { TextEdit } from './text-edit.ts'

/** What the words of a JSON text, and of texts that are nearly JSON, look like. */

export const literals: ReadonlySet<string> = new Set(['true', 'false', 'null'])

/** How Python spells JSON's literals. */
export const foreignLiterals: ReadonlyMap<string, string> = new Map([
  ['None', 'null'],
  ['True', 'true'],
  ['False', 'false'],
])

/** Values of Python and JavaScript that JSON has no word for. */
export const notFinite: ReadonlySet<string> = new Set(['NaN', 'Infinity', '-Infinity', 'undefined'])

export const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** Numbers of other languages: `+1`, `.5`, `007`, `0x1F`, `1_000`. */
export const almostNumber = /^[+-]?(?:0[xob][\da-f]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d*)?)$/i

export const identifier = /^[\p{L}_$][\p{L}\p{N}_$.-]*$/u

const partialNumber = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?(?:[eE][+-]?\d*)?)?$/

/** Whether a word at the end of a text can be the beginning of a JSON literal or number. */
export function isPartial(word: string): boolean {
  for (const literal of literals) if (literal.startsWith(word)) return true
  return partialNumber.test(word)
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

/** The end of the comment that begins at `at`; `at` itself when none does. */
export function commentEnd(text: string, at: number): number {
  const first = text[at]
  const line = (first === '/' && text[at + 1] === '/') || (first === '#' && text[at + 1] === ' ')
  if (line) return indexOr(text, '\n', at)
  if (first !== '/' || text[at + 1] !== '*') return at
  return Math.min(indexOr(text, '*/', at + 2) + 2, text.length)
}

function indexOr(text: string, search: string, from: number): number {
  const index = text.indexOf(search, from)
  return index === -1 ? text.length : index
}

/** The end of the word at `at`: a bracket, quote, comma, colon or blank ends it. */
export function wordEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && !' \t\r\n,:{}[]"'.includes(text[end]!)) end++
  return end
}

/** The end of a value without quotes that begins at `at`: the next comma, closing bracket or line break ends it. */
export function valueEnd(text: string, at: number): number {
  let end = at
  while (end < text.length && !',}]\r\n'.includes(text[end]!)) end++
  while (end > at && isBlank(text.charCodeAt(end - 1))) end--
  return end
}

/** Whether a key and its colon begin at `at`. Looks no further than a key is long. */
export function startsKey(text: string, at: number): boolean {
  return /^"[^"\\\n]{0,200}"\s{0,20}:/.test(text.slice(at, at + 224))
}

/** The content of a string literal, given what stands between its quotes. */
export function decodeKey(raw: string): string {
  if (!raw.includes('\\')) return raw
  try {
    return JSON.parse(`"${raw}"`)
  } catch {
    return raw
  }
}

const shortEscapes: Record<number, string> = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r' }

/** How JSON spells a control character. */
function escapeOf(code: number): string {
  return shortEscapes[code] ?? `\\u${code.toString(16).padStart(4, '0')}`
}

/** Whether a legal escape begins at the backslash at `at`. */
function isEscape(text: string, at: number): boolean {
  return /^\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/.test(text.slice(at, at + 6))
}

/** Whether the escape that begins at `at` is the last thing in the text, and incomplete. */
function isCutEscape(text: string, at: number): boolean {
  return /^\\(?:u[\da-fA-F]{0,3})?$/.test(text.slice(at, at + 7))
}

/** Makes an illegal escape legal: `\'` needs no backslash, before anything else it is meant as one. */
function escapeEdit(text: string, at: number): TextEdit {
  return { start: at, end: at + 1, text: text[at + 1] === "'" ? '' : '\\\\' }
}

/** A string literal, and what makes its raw control characters and illegal escapes legal. */
export interface ScannedString {
  /** Behind the closing quote, or the end of the text. */
  end: number
  isClosed: boolean
  raw: TextEdit[]
  escapes: TextEdit[]
}

/** Reads the string whose opening quote is at `start`. */
export function scanString(text: string, start: number): ScannedString {
  const scanned: ScannedString = { end: text.length, isClosed: false, raw: [], escapes: [] }
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34) return { ...scanned, end: at + 1, isClosed: true }
    if (code < 32) scanned.raw.push({ start: at, end: at + 1, text: escapeOf(code) })
    else if (code === 92) {
      if (isEscape(text, at)) at++
      else if (!isCutEscape(text, at)) scanned.escapes.push(escapeEdit(text, at))
    }
  }
  return scanned
}

/** Where a text ends when an incomplete escape at its end is left out. */
export function wholeEscapes(text: string): number {
  const cut = /\\(?:u[\da-fA-F]{0,3})?$/.exec(text.slice(-6))
  if (!cut) return text.length
  const start = text.length - cut[0].length
  let before = start
  while (text[before - 1] === '\\') before--
  return (start - before) % 2 === 0 ? start : text.length
}
