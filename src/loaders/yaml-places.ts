import { SCALAR_STYLE, type ScalarEvent } from 'js-yaml'
import type { Span } from '../types.ts'

/** What may stand between the end of one node and an empty one: its key's colon, its dash, its question mark, or nothing. */
export type Indicator = ':' | '-' | '?' | ''

/**
 * Where a scalar stands, quotes and block header included, tag and anchor not. `before` is the end of what was read before
 * it; an empty scalar has an empty place behind its `indicator`.
 */
export function spanOfScalar(text: string, event: ScalarEvent, before: number, indicator: Indicator): Span {
  const { style, valueStart, valueEnd } = event
  const properties = Math.max(before, event.tagEnd, event.anchorEnd)
  switch (style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return { start: valueStart - 1, end: valueEnd + 1 }
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK:
      return { start: blockHeader(text, properties, valueStart), end: trimmedEnd(text, valueStart, valueEnd) }
    default:
      if (valueStart !== -1) return { start: valueStart, end: valueEnd }
      return empty(Math.max(properties, behindIndicator(text, before, indicator)))
  }
}

/** The offset behind the bracket that ends a flow collection; one pair in a list may be a mapping without any. */
export function endOfFlow(text: string, start: number, lastEnd: number): number {
  const closer = text[start] === '{' ? '}' : text[start] === '[' ? ']' : ''
  let at = skipSeparation(text, lastEnd)
  while (closer && ',:?'.includes(text[at] ?? '\n')) at = skipSeparation(text, at + 1)
  return closer && text[at] === closer ? at + 1 : lastEnd
}

function empty(at: number): Span {
  return { start: at, end: at }
}

function behindIndicator(text: string, before: number, indicator: Indicator): number {
  const at = skipSeparation(text, before)
  return indicator && text[at] === indicator ? at + 1 : before
}

/** The `|` or `>` of a block scalar. */
function blockHeader(text: string, from: number, valueStart: number): number {
  let at = skipSeparation(text, from)
  while (':-?'.includes(text[at] ?? '\n')) at = skipSeparation(text, at + 1)
  return text[at] === '|' || text[at] === '>' ? at : valueStart
}

function trimmedEnd(text: string, start: number, end: number): number {
  while (end > start && /\s/.test(text[end - 1]!)) end--
  return end
}

/** Passes white space, line ends and comments. */
function skipSeparation(text: string, at: number): number {
  for (;;) {
    while (/\s/.test(text[at] ?? '')) at++
    if (text[at] !== '#') return at
    while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at++
  }
}
