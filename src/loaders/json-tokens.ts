import { blank, codePointName, excerpt, type Notes, note } from './json-notes.ts'
import { readString } from './json-strings.ts'
import { endOfLine, isSpace } from './json-text.ts'

/** Brackets, commas and colons are types of their own; `end` is the end of the text, and at `broken` reading stops. */
export type TokenType =
  | '{'
  | '}'
  | '['
  | ']'
  | ','
  | ':'
  | 'string'
  | 'number'
  | 'word'
  | 'other'
  | 'end'
  | 'broken'

export interface Token {
  type: TokenType
  start: number
  end: number
}

/** A place in a text that is, or was meant to be, JSON. */
export interface Reader {
  text: string
  at: number
  /** Whether comments are part of the format. */
  comments: boolean
  notes: Notes
}

const NUMBER_LIKE = /[-+.\d][\p{L}\p{N}_+.-]*/uy
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/
const NOT_FINITE = /^[-+](Infinity|NaN|inf|nan)$/
const WORD = /[\p{L}_$][\p{L}\p{N}_$.-]*/uy
const ODD_SPACE = /[\p{Z}\v\f\u0085\u200b\u2060\ufeff]/u

/** Reads one token, whatever stands there, and notes what JSON writes in another way. */
export function nextToken(reader: Reader): Token {
  if (!skipSpaceAndComments(reader)) return take(reader, 'broken', reader.text.length)
  const { text, at } = reader
  const char = text[at]
  if (char === undefined) return take(reader, 'end', at)
  if ('{}[],:'.includes(char)) return take(reader, char as TokenType, at + 1)
  const string = readString(text, at, reader.notes)
  if (string) return take(reader, string.type, string.end)
  const number = matchAt(NUMBER_LIKE, text, at)
  if (number) return readNumber(reader, number)
  const word = matchAt(WORD, text, at)
  if (word) return take(reader, 'word', at + word.length)
  return take(reader, 'other', at + String.fromCodePoint(text.codePointAt(at)!).length)
}

function take(reader: Reader, type: TokenType, end: number): Token {
  const start = reader.at
  reader.at = end
  return { type, start, end }
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** False when a comment does not end. */
function skipSpaceAndComments(reader: Reader): boolean {
  const { text, notes } = reader
  for (;;) {
    while (isSpace(text.charCodeAt(reader.at))) reader.at++
    const { at } = reader
    const char = text[at]
    if (char === '#' || (char === '/' && /[/*]/.test(text[at + 1] ?? ''))) {
      if (!skipComment(reader)) return false
    } else if (char !== undefined && ODD_SPACE.test(char)) {
      const message = `${codePointName(char)} is no white space in JSON: write a space.`
      note(notes, 'odd-space', { start: at, end: at + 1 }, message, ' ')
      reader.at++
    } else {
      return true
    }
  }
}

function skipComment(reader: Reader): boolean {
  const { text, at: start, notes, comments } = reader
  const block = text.startsWith('/*', start)
  const close = block ? text.indexOf('*/', start + 2) : 0
  if (close === -1) {
    note(notes, 'unclosed-comment', { start, end: start + 2 }, 'The comment does not end: `*/` is missing.')
    return false
  }
  reader.at = block ? close + 2 : endOfLine(text, start)
  const span = { start, end: reader.at }
  if (comments && text[start] === '/') {
    blank(notes, span)
  } else {
    const message = comments
      ? 'A comment begins with `//`, not with `#`.'
      : 'JSON has no comments: remove this one, or name the file `.jsonc`.'
    note(notes, 'comment', span, message, ' '.repeat(span.end - span.start))
  }
  return true
}

function readNumber(reader: Reader, text: string): Token {
  const number = take(reader, 'number', reader.at + text.length)
  const shown = excerpt(text)
  if (NOT_FINITE.test(text)) {
    note(reader.notes, 'no-json-value', number, `JSON has no \`${shown}\`: write a number, or leave it out.`)
  } else if (!NUMBER.test(text)) {
    const message = `\`${shown}\` is no JSON number: write it like \`12\`, \`-0.5\` or \`1e9\`, and text in quotes.`
    note(reader.notes, 'invalid-number', number, message)
  }
  return number
}
