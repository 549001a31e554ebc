import { countWhile } from './sorted.ts'
import type { Location, Span } from './types.ts'

/** 1-based; the column counts UTF-16 code units. */
export interface Position {
  line: number
  column: number
}

export interface LineIndex {
  /** Where an offset stands; an offset outside the text is taken to its nearer end. */
  position(offset: number): Position
  toLocation(span: Span): Location
}

/**
 * Counts the lines of a text, as editors do: `\n`, `\r\n` and a lone `\r` end a line. `firstLine` is the number of the
 * first one, for a text that is a part of a file. Lines are counted no further than somebody asks.
 */
export function lineIndex(text: string, firstLine = 1): LineIndex {
  const starts = [0]
  const ends = /\r\n?|\n/g
  const hasReturns = text.includes('\r')
  let counted = 0
  // Many ask for one place after the other.
  let last = 0

  function countTo(offset: number): void {
    while (counted <= offset) {
      const next = hasReturns ? endOfNext(ends, text) : text.indexOf('\n', counted) + 1
      counted = next === 0 ? text.length + 1 : next
      if (next !== 0) starts.push(next)
    }
  }

  function position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), text.length)
    countTo(at)
    const isOnLast = starts[last]! <= at && at < (starts[last + 1] ?? counted)
    if (!isOnLast) last = countWhile(starts, start => start <= at) - 1
    return { line: firstLine + last, column: at - starts[last]! + 1 }
  }

  function toLocation({ start, end }: Span): Location {
    const from = position(start)
    const to = position(end)
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }

  return { position, toLocation }
}

/** Behind the next line end; 0 when there is none. */
function endOfNext(ends: RegExp, text: string): number {
  return ends.test(text) ? ends.lastIndex : 0
}

/** The line that an offset is in, without its end. */
export function lineAround(text: string, offset: number): string {
  let start = offset
  while (start > 0 && !isLineEnd(text, start - 1)) start--
  let end = offset
  while (end < text.length && !isLineEnd(text, end)) end++
  return text.slice(start, end)
}

export function isLineEnd(text: string, offset: number): boolean {
  const code = text.charCodeAt(offset)
  return code === 10 || code === 13
}
