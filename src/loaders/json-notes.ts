import type { Span } from '../types.ts'
import type { SyntaxKind, SyntaxProblem } from './document.ts'

/** What is found while a text is read that is not JSON. */
export interface Notes {
  problems: SyntaxProblem[]
  /** What to write instead, each as long as what it replaces; undefined once something has no such replacement. */
  corrections: Correction[] | undefined
}

interface Correction {
  span: Span
  by: string
}

/** More than this many are not listed, except what makes the text unreadable. */
export const MOST_PROBLEMS = 1000

export function createNotes(): Notes {
  return { problems: [], corrections: [] }
}

/** Notes a problem. `correction` is JSON for what the span is certain to mean. */
export function note(notes: Notes, kind: SyntaxKind, span: Span, message: string, correction?: string): void {
  const { start, end } = span
  const certain = correction?.length === end - start
  const decisive = !certain && notes.corrections !== undefined
  if (decisive || notes.problems.length < MOST_PROBLEMS) {
    notes.problems.push({ kind, message, span: { start, end } })
  }
  if (certain) notes.corrections?.push({ span, by: correction })
  else notes.corrections = undefined
}

/** Has the span read as if it held nothing, which is no problem by itself. */
export function blank(notes: Notes, span: Span): void {
  notes.corrections?.push({ span, by: ' '.repeat(span.end - span.start) })
}

/** The text with its corrections, or undefined if there is something that has none. */
export function correct(text: string, { corrections }: Notes): string | undefined {
  if (!corrections) return undefined
  const parts: string[] = []
  let end = 0
  for (const { span, by } of corrections.sort((a, b) => a.span.start - b.span.start)) {
    parts.push(text.slice(end, span.start), by)
    end = span.end
  }
  return parts.join('') + text.slice(end)
}

/** What a message quotes of the text: short, and on one line. */
export function excerpt(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 39)}…` : text
  return shown.replace(/[\p{C}\p{Z}]+/gu, ' ')
}

/** A character that a message cannot show: `U+00A0`. */
export function codePointName(char: string): string {
  return `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}
