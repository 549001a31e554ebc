import type { LineIndex } from '../lines.ts'
import { endOfLine, skipSpace } from '../loaders/json-text.ts'
import type { Span } from '../types.ts'

/** Finds the line that follows the one a comment ends on; lines that hold nothing but comments and space are passed over. */
export function nextLines(
  text: string,
  comments: readonly Span[],
  lines: LineIndex,
): (comment: Span) => number | undefined {
  const behindComments = new Map<number, number>()
  // From the last to the first, so that a long row of comments is walked once.
  for (const { start, end } of [...comments].reverse()) behindComments.set(start, contentAfter(end))
  const known = new Map<number, number | undefined>()

  function contentAfter(offset: number): number {
    const at = skipSpace(text, offset)
    return behindComments.get(at) ?? at
  }

  function find(end: number, line: number): number | undefined {
    let at = contentAfter(end)
    if (at < text.length && lines.position(at).line === line) at = contentAfter(endOfLine(text, at))
    return at < text.length ? lines.position(at).line : undefined
  }

  return ({ end }) => {
    const { line } = lines.position(end)
    if (!known.has(line)) known.set(line, find(end, line))
    return known.get(line)
  }
}
