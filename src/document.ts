import { isLineEnd, type LineIndex, lineIndex } from './lines.ts'
import { lintToolsets, type Ruleset } from './lint.ts'
import type { LoadedDocument, Place } from './loaders/document.ts'
import { isWithin } from './pointer.ts'
import type { OpaquePart } from './source/value.ts'
import { type Found, findTools } from './tools.ts'
import type { Diagnostic, LintResult, Span, ToolReport } from './types.ts'

/**
 * Lints a document that was read from a text. Places in the text are looked up in one pass, and only when there is
 * something to say about them.
 */
export function lintLoaded(
  document: LoadedDocument,
  ruleset: Ruleset,
  options: { fixes?: boolean } = {},
): LintResult {
  const found: Found = document.readable
    ? findTools(document.value, document)
    : { toolsets: [], ambiguous: [] }
  const { diagnostics, tools } = lintToolsets(document, found, ruleset, options)
  for (const { message, span } of document.syntax) diagnostics.push(syntaxDiagnostic(message, span))
  if (diagnostics.length > 0) locate(document, diagnostics)
  return { diagnostics, tools }
}

/**
 * Lints the documents of one file, a result for each. A constant in a program may stand in several of them: what is said of
 * it is said once, and its tools count once.
 */
export function lintAll(
  documents: readonly LoadedDocument[],
  ruleset: Ruleset,
  options: { fixes?: boolean } = {},
): LintResult[] {
  const seen = new Set<string>()
  return documents.map(document => {
    const { diagnostics, tools } = lintLoaded(document, ruleset, options)
    if (!document.opaque) return { diagnostics, tools }
    const isNew = (what: string, place: Span | undefined): boolean => {
      const key = `${document.cell}:${document.line}:${place?.start}:${place?.end} ${what}`
      return !seen.has(key) && seen.add(key).has(key)
    }
    const places = document.locate(tools.map(({ pointer }) => pointer))
    return {
      diagnostics: diagnostics.filter(({ ruleId, message, span }) => isNew(`${ruleId} ${message}`, span)),
      tools: withUnknownParts(tools, document.opaque).filter(({ pointer }) =>
        isNew('tool', places.get(pointer)?.value),
      ),
    }
  })
}

/** Says of each tool how many parts of it are not known; what is not known of a text for people does not count. */
function withUnknownParts(tools: readonly ToolReport[], opaque: readonly OpaquePart[]): ToolReport[] {
  const parts = opaque.filter(
    ({ pointer }) => !/\/(description|title)$/.test(pointer) || /\/properties\/[^/]*$/.test(pointer),
  )
  return tools.map(tool => {
    const unknownParts = parts.filter(({ pointer }) => isWithin(pointer, tool.pointer)).length
    return unknownParts > 0 ? { ...tool, unknownParts } : tool
  })
}

function syntaxDiagnostic(message: string, span: Span): Diagnostic {
  return { ruleId: 'syntax', severity: 'error', message, pointer: '', span }
}

/** Gives every diagnostic its place in the text, and puts them in the order of the text. */
function locate(document: LoadedDocument, diagnostics: Diagnostic[]): void {
  const places = document.locate(diagnostics.filter(({ span }) => !span).map(({ pointer }) => pointer))
  for (const diagnostic of diagnostics)
    diagnostic.span ??= spanOf(places.get(diagnostic.pointer), document.text)
  diagnostics.sort(
    (a, b) => a.span!.start - b.span!.start || a.span!.end - b.span!.end || compare(a.ruleId, b.ruleId),
  )
  const lines = linesOf(document)
  for (const diagnostic of diagnostics) {
    const location = lines.toLocation(diagnostic.span!)
    diagnostic.location = document.cell === undefined ? location : { cell: document.cell, ...location }
  }
}

/** The lines of the text that was asked about last: the documents of one text come one after the other. */
let last = { text: '', line: 1, index: lineIndex('') }

function linesOf({ text, line }: LoadedDocument): LineIndex {
  if (last.text !== text || last.line !== line) last = { text, line, index: lineIndex(text, line) }
  return last.index
}

/**
 * A member is named by its key, with the value when that is on the same line; an element by its first line. Where a
 * container ends is asked only when it may be on that line.
 */
function spanOf(place: Place | undefined, text: string): Span {
  if (!place) return { start: 0, end: Math.min(1, text.length) }
  const { key, value } = place
  const { start } = value
  const isBlock = text[start] === '{' || text[start] === '['
  if (key) {
    const { end } = isBlock ? key : value
    return { start: key.start, end: isOnOneLine(text, key.start, end) ? end : key.end }
  }
  if (!isBlock) return { start, end: lineEnd(text, start, value.end) }
  if (!mayEndOnLine(text, start)) return { start, end: start + 1 }
  return { start, end: isOnOneLine(text, start, value.end) ? value.end : start + 1 }
}

function isOnOneLine(text: string, start: number, end: number): boolean {
  return lineEnd(text, start, end) === end
}

/** The end of the line that the span begins in, or its own end when that comes first. */
function lineEnd(text: string, start: number, end: number): number {
  let at = start
  while (at < end && !isLineEnd(text, at)) at++
  return at
}

/** Whether what closes such a container stands on the line that it begins on. */
function mayEndOnLine(text: string, start: number): boolean {
  const closer = text[start] === '{' ? '}' : ']'
  for (let at = start + 1; at < text.length && !isLineEnd(text, at); at++)
    if (text[at] === closer) return true
  return false
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
