import type { Span } from '../types.ts'

/** Puts `text` in the place of a span. */
export interface TextEdit extends Span {
  text: string
}

/** Puts edits into a text. They must not overlap. */
export function edit(text: string, edits: readonly TextEdit[]): string {
  let result = ''
  let from = 0
  for (const { start, end, text: put } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(from, start) + put
    from = end
  }
  return result + text.slice(from)
}
