import { lineIndex } from './lines.ts'
import { lintToolsets, type Ruleset } from './lint.ts'
import type { LoadedDocument, Place } from './loaders/document.ts'
import { type Found, findTools } from './tools.ts'
import type { Diagnostic, LintResult, Span } from './types.ts'

/**
 * Lints a document that was read from a text. Places in the text are looked up in one pass, and only when there is
 * something to say about them.
 */
export function lintLoaded(
  document: LoadedDocument,
  ruleset: Ruleset,
  options: { fixes?: boolean } = {},
): LintResult {
  const found: Found = document.readable ? findTools(document.value) : { toolsets: [], ambiguous: [] }
  const { diagnostics, tools } = lintToolsets(document, found, ruleset, options)
  for (const { message, span } of document.syntax) diagnostics.push(syntaxDiagnostic(message, span))
  if (diagnostics.length > 0) locate(document, diagnostics)
  return { diagnostics, tools }
}

function syntaxDiagnostic(message: string, span: Span): Diagnostic {
  return { ruleId: 'syntax', severity: 'error', message, pointer: '', span }
}

/** Gives every diagnostic its place in the text, and puts them in the order of the text. */
function locate(document: LoadedDocument, diagnostics: Diagnostic[]): void {
  const wanted = new Set<string>()
  for (const { pointer, span } of diagnostics) if (!span) wanted.add(pointer)
  const places = document.locate(wanted)
  const lines = lineIndex(document.text, document.line)
  for (const diagnostic of diagnostics) {
    diagnostic.span ??= spanOf(places.get(diagnostic.pointer), document.text)
    diagnostic.location = lines.toLocation(diagnostic.span)
  }
  diagnostics.sort(
    (a, b) => a.span!.start - b.span!.start || a.span!.end - b.span!.end || compare(a.ruleId, b.ruleId),
  )
}

/** A member is named by its key, with the value when that is on the same line; an element by its first line. */
function spanOf(place: Place | undefined, text: string): Span {
  if (!place) return { start: 0, end: Math.min(1, text.length) }
  const { key, value } = place
  const isBlock = text[value.start] === '{' || text[value.start] === '['
  if (!key) {
    const end = firstLineEnd(text, value)
    return { start: value.start, end: isBlock && end < value.end ? value.start + 1 : end }
  }
  const isShort = !isBlock && firstLineEnd(text, { start: key.start, end: value.end }) === value.end
  return { start: key.start, end: isShort ? value.end : key.end }
}

/** The end of the line that the span begins in, or its own end when that comes first. */
function firstLineEnd(text: string, { start, end }: Span): number {
  const length = text.slice(start, end).search(/[\r\n]/)
  return length === -1 ? end : start + length
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
