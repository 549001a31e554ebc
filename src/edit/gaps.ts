import { endOfLine } from '../loaders/json-text.ts'
import type { Span } from '../types.ts'
import type { Sheet } from './sheet.ts'
import type { Style } from './style.ts'
import { Unwritable } from './unwritable.ts'

/** What stands between two members, or between one and a bracket. */
export interface Gap extends Span {
  comments: Span[]
  /** The offset of the comma, where there is one. */
  comma: number | undefined
}

const SPACE = /[\s\u0085\u200b\u2060]/

export function readGap({ text, style }: Sheet, start: number, end: number): Gap {
  const gap: Gap = { start, end, comments: [], comma: undefined }
  for (let at = start; at < end; ) {
    const comment = commentEnd(text, at, style.language)
    if (comment !== undefined) {
      gap.comments.push({ start: at, end: comment })
      at = comment
    } else if (text[at] === ',' && gap.comma === undefined) {
      gap.comma = at
      at++
    } else if (SPACE.test(text[at]!)) {
      at++
    } else {
      throw new Unwritable(`\`${text[at]}\` stands between two members.`)
    }
  }
  return gap
}

/** The offset behind the comment that begins at an offset, if one does. */
function commentEnd(text: string, at: number, language: Style['language']): number | undefined {
  if (text[at] === '#' && language !== 'javascript') return endOfLine(text, at)
  if (language === 'yaml' || language === 'python') return undefined
  if (text.startsWith('//', at)) return endOfLine(text, at)
  return text.startsWith('/*', at) ? text.indexOf('*/', at + 2) + 2 : undefined
}

export function hasLineEnd(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text[at] === '\n' || text[at] === '\r') return true
  return false
}

/** The offset behind the next line end, if one stands before `end`. */
export function behindLineEnd(text: string, start: number, end: number): number | undefined {
  for (let at = start; at < end; at++) {
    if (text[at] === '\n') return at + 1
    if (text[at] === '\r') return text[at + 1] === '\n' ? at + 2 : at + 1
  }
  return undefined
}

/** The offset behind the last line end before `end`, if there is one. */
export function behindLastLineEnd(text: string, start: number, end: number): number | undefined {
  for (let at = end; at > start; at--) if (text[at - 1] === '\n' || text[at - 1] === '\r') return at
  return undefined
}
