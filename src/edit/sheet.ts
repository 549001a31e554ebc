import { lineIndex } from '../lines.ts'
import type { LoadedDocument, Place } from '../loaders/index.ts'
import type { Pointer } from '../pointer.ts'
import type { Span } from '../types.ts'
import { commentsOf } from './comments.ts'
import type { Node } from './nodes.ts'
import type { SourcePlace } from './source-places.ts'
import { sourceStyle } from './source-style.ts'
import { MOST_WIDTH, type Style, styleOf } from './style.ts'
import { Unwritable } from './unwritable.ts'

/** A text that is being edited: what is known of it, whatever is edited. */
export interface Paper {
  text: string
  isYaml: boolean
  /** Whether several values may want the same change, as they use one constant. */
  isShared: boolean
  style: Style
  /** The column of an offset, from 0. */
  column(offset: number): number
  /** The white space that the line of an offset begins with. */
  indent(offset: number): string
  isOneLine(span: Span): boolean
  /** How long the line of an offset is, or `MOST_WIDTH + 1` for any that is too long. */
  lineLength(offset: number): number
  /** All comments, in order. */
  comments(): readonly Span[]
}

/** One of the documents of the text. */
export interface Sheet extends Paper {
  /** Where something stands. */
  place(pointer: Pointer): Place & Partial<SourcePlace>
  /** All that stands for a value between its neighbours. */
  written(pointer: Pointer): Span
  /** The text of a node that stands somewhere, with all that changes in it. */
  textOf(node: Node): string
  /** What of the text that is. */
  spanOf(node: Node): Span
}

export function createPaper(document: LoadedDocument): Paper {
  const { text, format } = document
  const lines = lineIndex(text)
  let comments: readonly Span[] | undefined
  const column = (offset: number) => lines.position(offset).column - 1
  return {
    text,
    isYaml: format === 'yaml',
    isShared: false,
    style: styleOf(text, format),
    column,
    indent(offset) {
      const start = offset - column(offset)
      let end = start
      while (end < offset && (text[end] === ' ' || text[end] === '\t')) end++
      return text.slice(start, end)
    },
    isOneLine: ({ start, end }) => lines.position(start).line === lines.position(end).line,
    lineLength(offset) {
      const start = offset - column(offset)
      let end = Math.min(offset, start + MOST_WIDTH)
      while (end < text.length && end <= start + MOST_WIDTH && text[end] !== '\n' && text[end] !== '\r') end++
      return end - start
    },
    comments() {
      comments ??= commentsOf(document)
      return comments
    },
  }
}

/** The same text, written like one of its documents. */
export function paperOf(paper: Paper, { text, source }: LoadedDocument, isShared: boolean): Paper {
  return source ? { ...paper, isShared, style: sourceStyle(text, source) } : paper
}

export function createSheet(
  paper: Paper,
  places: ReadonlyMap<Pointer, Place & Partial<SourcePlace>>,
  {
    textOf,
    spanOf,
  }: Record<'textOf', (sheet: Sheet, node: Node) => string> &
    Record<'spanOf', (sheet: Sheet, node: Node) => Span>,
): Sheet {
  const sheet: Sheet = {
    ...paper,
    place(pointer) {
      const place = places.get(pointer)
      if (!place) throw new Unwritable(`There is no place for "${pointer}".`)
      return place
    },
    written(pointer) {
      const { value, expression } = sheet.place(pointer)
      return expression ?? value
    },
    textOf: node => textOf(sheet, node),
    spanOf: node => spanOf(sheet, node),
  }
  return sheet
}
