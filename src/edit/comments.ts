import { EVENT_ID, parseEvents } from 'js-yaml'
import type { LoadedDocument } from '../loaders/index.ts'
import { endOfLine } from '../loaders/json-text.ts'
import { countWhile } from '../sorted.ts'
import type { Span } from '../types.ts'

/** All comments of the text that a document was read from, in order. */
export function commentsOf({ text, format, syntax, source }: LoadedDocument): readonly Span[] {
  if (source) return source.comments
  if (format === 'yaml') return yamlComments(text)
  return format === 'jsonc' || syntax.length > 0 ? jsonComments(text) : []
}

/** Strings, so that what looks like a comment in them is passed over, and comments. */
const JSON_TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*'|\/\/[^\r\n]*|\/\*.*?\*\/|#[^\r\n]*/gs

function jsonComments(text: string): Span[] {
  const comments: Span[] = []
  for (const { 0: found, index } of text.matchAll(JSON_TOKEN)) {
    if (!/^["']/.test(found)) comments.push({ start: index, end: index + found.length })
  }
  return comments
}

function yamlComments(text: string): Span[] {
  const comments: Span[] = []
  const scalars = parseEvents(text, { maxDepth: Number.MAX_SAFE_INTEGER }).filter(
    event => event.type === EVENT_ID.SCALAR && event.valueStart !== -1,
  ) as { valueStart: number; valueEnd: number }[]
  let next = 0
  for (let at = text.indexOf('#'); at !== -1; at = text.indexOf('#', at)) {
    while (scalars[next] && scalars[next]!.valueEnd <= at) next++
    const scalar = scalars[next]
    const isText = scalar !== undefined && scalar.valueStart <= at
    const isComment = !isText && /[\s\ufeff]/.test(text[at - 1] ?? ' ')
    const end = isText ? scalar.valueEnd : isComment ? endOfLine(text, at) : at + 1
    if (isComment) comments.push({ start: at, end })
    at = end
  }
  return comments
}

/** The comments in a span, by binary search. */
export function commentsWithin(comments: readonly Span[], { start, end }: Span): Span[] {
  const found: Span[] = []
  const first = countWhile(comments, comment => comment.start < start)
  for (let at = first; at < comments.length && comments[at]!.end <= end; at++) found.push(comments[at]!)
  return found
}
