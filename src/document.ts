import { lintToolsets, type Ruleset } from './lint.ts'
import { lineIndex } from './lines.ts'
import type { LoadedDocument, Place } from './loaders/document.ts'
import { findTools, type Found } from './tools.ts'
import type { Diagnostic, LintResult, Span } from './types.ts'

export interface DocumentResult extends LintResult {
  /** What looks like two kinds of tool at once. */
  ambiguous: Found['ambiguous']
}

/**
 * Lints a document that was read from a text. Places in the text are looked up in one pass, and only when there is
 * something to say about them.
 */
export function lintLoaded(
  document: LoadedDocument,
  ruleset: Ruleset,
  options: { fixes?: boolean } = {},
): DocumentResult {
  const found: Found = document.readable ? findTools(document.value) : { toolsets: [], ambiguous: [] }
  const { diagnostics, tools } = lintToolsets(document, found.toolsets, ruleset, options)
  for (const { message, span } of document.syntax) diagnostics.push(syntaxDiagnostic(message, span))
  for (const { pointer, members } of found.ambiguous) {
    diagnostics.push({
      ruleId: 'ambiguous-tool',
      severity: 'error',
      message: `This could be two kinds of tool: it has ${members.map(name => `\`${name}\``).join(' and ')}. Keep one of them.`,
      pointer,
    })
  }
  if (diagnostics.length > 0) locate(document, diagnostics)
  return { diagnostics, tools, ambiguous: found.ambiguous }
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
  if (!key) return { start: value.start, end: isBlock ? value.start + 1 : firstLineEnd(text, value) }
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

