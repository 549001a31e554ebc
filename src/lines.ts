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
 * first one, for a text that is a part of a file. Nothing is counted before the first question.
 */
export function lineIndex(text: string, firstLine = 1): LineIndex {
  let starts: number[] | undefined

  function position(offset: number): Position {
    starts ??= lineStarts(text)
    const at = Math.min(Math.max(offset, 0), text.length)
    const index = lastAtOrBefore(starts, at)
    return { line: firstLine + index, column: at - starts[index]! + 1 }
  }

  function toLocation({ start, end }: Span): Location {
    const from = position(start)
    const to = position(end)
    return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
  }

  return { position, toLocation }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  if (text.includes('\r')) {
    for (const { index, 0: lineEnd } of text.matchAll(/\r\n?|\n/g)) starts.push(index + lineEnd.length)
  } else {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  }
  return starts
}

function lastAtOrBefore(sorted: readonly number[], value: number): number {
  let low = 0
  let high = sorted.length
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! <= value) low = middle
    else high = middle
  }
  return low
}
