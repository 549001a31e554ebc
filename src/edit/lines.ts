import { endOfLine } from '../loaders/json-text.ts'

/* Lines end with `\n`, `\r\n` or a lone `\r`. What these functions look through is never more than the line itself. */

/** Where the line of an offset begins; not before `from`. */
export function startOfLine(text: string, offset: number, from = 0): number {
  let at = offset
  while (at > from && text[at - 1] !== '\n' && text[at - 1] !== '\r') at--
  return at
}

/** The offset behind the line end at an offset. */
export function skipLineEnd(text: string, at: number): number {
  if (text[at] === '\r' && text[at + 1] === '\n') return at + 2
  return at < text.length ? at + 1 : at
}

/** Where the line end begins that a line begins behind; undefined for the first line. */
export function lineEndBefore(text: string, lineStart: number): number | undefined {
  if (lineStart === 0) return undefined
  return text[lineStart - 1] === '\n' && text[lineStart - 2] === '\r' ? lineStart - 2 : lineStart - 1
}

/** The end of a line, and of those below it that hold spaces alone: they may be the end of a block scalar. */
export function endOfLines(text: string, offset: number): number {
  let end = endOfLine(text, offset)
  for (;;) {
    const start = skipLineEnd(text, end)
    const next = endOfLine(text, start)
    if (next === start || !isBlankLine(text, start)) return end
    end = next
  }
}

export function isBlankLine(text: string, lineStart: number): boolean {
  return lineStart < text.length && text.slice(lineStart, endOfLine(text, lineStart)).trim() === ''
}
