import type { Span } from '../types.ts'
import { Unwritable } from './unwritable.ts'

/** Other text in the place of a span; an empty span is a place to insert at. */
export interface Change extends Span {
  text: string
}

export function deletion(start: number, end: number): Change {
  return { start, end, text: '' }
}

export function insertion(at: number, text: string): Change {
  return { start: at, end: at, text }
}

/** In the order of the text, and at one place in the order they were given; deletions that overlap become one. */
export function inOrder(changes: readonly Change[]): Change[] {
  const result: Change[] = []
  for (const change of [...changes].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = result.at(-1)
    if (!last || change.start >= last.end) result.push({ ...change })
    else if (change.text === '' && last.text === '') last.end = Math.max(last.end, change.end)
    else throw new Unwritable('Two changes overlap.')
  }
  return result
}

/** Each change once, though several values want it. */
export function distinct(changes: readonly Change[]): Change[] {
  return [...new Map(changes.map(change => [JSON.stringify(change), change])).values()]
}

/** The text in a span with the changes in it made. They are in the order of the text. */
export function applyChanges(text: string, changes: readonly Change[], { start, end }: Span): string {
  const parts: string[] = []
  let at = start
  for (const change of changes) {
    parts.push(text.slice(at, change.start), change.text)
    at = change.end
  }
  parts.push(text.slice(at, end))
  return parts.join('')
}
