import { codePointName, excerpt, type Notes, note } from './json-notes.ts'
import { BACKSLASH, endOfLine, skipSpace } from './json-text.ts'

interface ReadString {
  /** `end` when the end of the text cuts the string off. */
  type: 'string' | 'end' | 'broken'
  end: number
}

/** What ends a string, by what it begins with. */
const CLOSING_QUOTES = new Map([
  ['"', codes('"')],
  ["'", codes("'")],
  ...[...'“”„‟'].map(quote => [quote, codes('“”„‟"')] as const),
  ...[...'‘’‚‛'].map(quote => [quote, codes("‘’‚‛'")] as const),
])

const ESCAPE = /\\(["\\/bfnrt]|u[\da-fA-F]{4})/y
const ESCAPES: Record<string, string> = { '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Reads what begins with a quote of any kind, and notes what JSON writes in another way; undefined without a quote. */
export function readString(text: string, start: number, notes: Notes): ReadString | undefined {
  const closing = CLOSING_QUOTES.get(text[start]!)
  if (!closing) return undefined
  let controls = 0
  let lineEnds = 0
  let at = start + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (closing.includes(code)) {
      if (text[start] !== '"') noteQuotes(text, start, at + 1, notes)
      return { type: 'string', end: at + 1 }
    }
    if (code === BACKSLASH) {
      at = readEscape(text, at, notes)
      continue
    }
    if (code < 0x20) {
      if (isLineEnd(text[at]) && ++lineEnds === 1 && !endsLater(text, at, closing))
        return unclosed(text, start, notes)
      if (++controls === 1) noteControl(text, at, notes)
    }
    at++
  }
  return { type: 'end', end: text.length }
}

function readEscape(text: string, at: number, notes: Notes): number {
  ESCAPE.lastIndex = at
  if (ESCAPE.test(text)) return ESCAPE.lastIndex
  const end = Math.min(at + 2, text.length)
  if (end - at === 2) note(notes, 'invalid-escape', { start: at, end }, escapeMessage(text.slice(at, end)))
  return end
}

function escapeMessage(written: string): string {
  if (isLineEnd(written[1])) return 'A string cannot go on in the next line: write `\\n`, or one long line.'
  if (written === '\\u') return 'Four hexadecimal digits follow `\\u`.'
  return `JSON has no escape \`${written}\`: a backslash is written \`\\\\\`.`
}

function noteControl(text: string, at: number, notes: Notes): void {
  const char = text[at]!
  const name = isLineEnd(char) ? 'line break' : char === '\t' ? 'tab' : codePointName(char)
  const written = ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  const message = `A ${name} in a string is written \`${written}\`.`
  note(notes, 'control-character', { start: at, end: at + 1 }, message)
}

function noteQuotes(text: string, start: number, end: number, notes: Notes): void {
  const content = text.slice(start + 1, end - 1)
  const correction = content.includes('"') ? undefined : `"${content}"`
  const span = { start, end }
  if (text[start] === "'") {
    const message = `A string takes double quotes: write \`"${excerpt(content)}"\`.`
    note(notes, 'single-quotes', span, message, correction)
  } else {
    const message = `\`${text[start]}\` is a typographic quote: a string takes \`"\`.`
    note(notes, 'typographic-quotes', span, message, correction)
  }
}

/** Whether a string is meant to go on behind a line end: its closing quote then has behind it what follows a string. */
function endsLater(text: string, at: number, closing: readonly number[]): boolean {
  while (at < text.length && !closing.includes(text.charCodeAt(at))) {
    at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  }
  if (at >= text.length) return false
  const behind = text[skipSpace(text, at + 1)]
  return behind === undefined || ',:]}'.includes(behind)
}

function unclosed(text: string, start: number, notes: Notes): ReadString {
  const end = start + text.slice(start, endOfLine(text, start)).trimEnd().length
  note(notes, 'unclosed-string', { start, end }, 'The string has no closing quote.')
  return { type: 'broken', end }
}

function isLineEnd(char: string | undefined): boolean {
  return char === '\n' || char === '\r'
}

function codes(chars: string): number[] {
  return [...chars].map(char => char.charCodeAt(0))
}
