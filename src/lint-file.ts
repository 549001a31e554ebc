import { readFileSync } from 'node:fs'
import { decode, UnreadableText } from './decode.ts'
import { lintAll } from './document.ts'
import { describe, type InputFile, readBytes, streamBytes } from './files.ts'
import { lineAround, lineIndex } from './lines.ts'
import type { Ruleset } from './lint.ts'
import { formatOf, type LoadedDocument, load, loadLines, sniff } from './loaders/index.ts'
import { ownersOf } from './owners.ts'
import { type FileResult, lineKey } from './report.ts'
import type { OpaquePart } from './source/value.ts'
import { heedDirectives } from './suppress/index.ts'
import { lookedFor } from './tools.ts'
import type { Diagnostic, Severity, ToolReport } from './types.ts'

/** What became of a file: it was linted, it holds no tools and nobody said it would, or it cannot be read. */
export type Outcome =
  | { kind: 'linted'; result: FileResult }
  | { kind: 'skipped' }
  | { kind: 'failed'; message: string }

export interface LintFileOptions {
  /** Whether diagnostics carry their fixes. */
  fixes?: boolean
  /** Whether what the fixes would write comes along, as far as that does not take long. */
  edits?: boolean
  /** Whether the tools come along as text. */
  listings?: boolean
  /** Whether what is not known of source code comes along. */
  unknown?: boolean
  /** What a comment that suppresses nothing is reported as; a warning when left out. */
  unusedSuppressions?: Severity | 'off'
}

/**
 * Lints one file; `name` says what the standard input is to be called, and its ending how it is written.
 *
 * @param bytes what is in the file, where that was read already
 */
export async function lintFile(
  file: InputFile,
  ruleset: Ruleset,
  name = file.path,
  options: LintFileOptions = {},
  bytes?: Uint8Array,
): Promise<Outcome> {
  return failing(name, () => lintDocuments(documentsOf(file.path, name, bytes), file, ruleset, name, options))
}

/** Lints what was read from a file. */
export async function lintDocuments(
  documents: AsyncIterable<LoadedDocument> | Iterable<LoadedDocument>,
  { named }: InputFile,
  ruleset: Ruleset,
  name: string,
  options: LintFileOptions,
): Promise<Outcome> {
  const result: FileResult = { file: titleOf(name), diagnostics: [], tools: [], lines: new Map() }
  let suspicious = false
  for await (const group of ofOneText(documents)) {
    if (group.some(({ readable }) => !readable)) suspicious ||= mentionsTools(group[0].text)
    await collect(group, ruleset, options, result)
  }
  if (result.tools.length > 0) return { kind: 'linted', result }
  const broken = result.diagnostics.length > 0
  // What is found in a folder may be anything; a broken file is reported when it seems to be meant for us.
  if (!named) return broken && suspicious ? { kind: 'linted', result } : { kind: 'skipped' }
  if (broken) return { kind: 'linted', result }
  return {
    kind: 'failed',
    message: [`${result.file}: no tools in it. Looked for:`, ...lookedFor.map(shape => `  - ${shape}`)].join(
      '\n',
    ),
  }
}

/** What a file is called in a report. */
export function titleOf(name: string): string {
  return name === '-' ? '<stdin>' : name
}

/** Turns what keeps a file from being read into words. */
export async function failing<Result>(
  name: string,
  read: () => Promise<Result>,
): Promise<Result | { kind: 'failed'; message: string }> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof UnreadableText)
      return { kind: 'failed', message: `${titleOf(name)}: ${error.message}` }
    if ((error as NodeJS.ErrnoException).code)
      return { kind: 'failed', message: describe(error, titleOf(name)) }
    throw error
  }
}

async function collect(
  documents: DocumentsOfOneText,
  ruleset: Ruleset,
  {
    fixes = false,
    edits = false,
    listings = false,
    unknown = false,
    unusedSuppressions = 'warning',
  }: LintFileOptions,
  result: FileResult,
): Promise<void> {
  const found: Diagnostic[][] = []
  const toolsFound: ToolReport[][] = []
  for (const [i, { diagnostics, tools }] of lintAll(documents, ruleset, {
    fixes: fixes || edits,
  }).entries()) {
    const document = documents[i]!
    found.push(diagnostics)
    toolsFound.push(tools)
    for (const tool of tools) result.tools.push(tool)
    if (diagnostics.length > 0) addOwners(diagnostics, tools, result)
    if (listings) await addListings(document, diagnostics, tools, result)
    if (unknown && document.opaque) addUnknown(document, document.opaque, result)
  }
  const all = found.flat()
  // Constants stand in the documents that use them.
  if (documents[0].opaque) all.sort((a, b) => a.span!.start - b.span!.start)
  const heeded = await heedDirectives(documents, all, ruleset, toolsFound, unusedSuppressions)
  const { diagnostics, suppressed, owners } = heeded
  for (const [diagnostic, tool] of owners ?? [])
    result.owners = (result.owners ?? new Map()).set(diagnostic, tool)
  if (suppressed) result.suppressed = [...(result.suppressed ?? []), ...suppressed]
  if (diagnostics.length === 0) return
  const [{ text }] = documents
  for (const diagnostic of diagnostics) {
    result.diagnostics.push(diagnostic)
    const line = lineKey(diagnostic.location!)
    if (!result.lines.has(line)) result.lines.set(line, lineAround(text, diagnostic.span!.start))
  }
  if (!edits || diagnostics.every(({ fix }) => !fix)) return
  const { editsOf } = await import('./fix-edits.ts')
  const reported = new Set(diagnostics)
  result.edits ??= new Map()
  for (const [i, document] of documents.entries()) {
    const own = found[i]!.filter(diagnostic => reported.has(diagnostic))
    for (const [diagnostic, edit] of editsOf(document, own, result.owners)) result.edits.set(diagnostic, edit)
  }
}

function addOwners(
  diagnostics: readonly Diagnostic[],
  tools: readonly ToolReport[],
  result: FileResult,
): void {
  result.owners ??= new Map()
  for (const [diagnostic, tool] of ownersOf(diagnostics, tools)) result.owners.set(diagnostic, tool)
}

async function addListings(
  { value }: LoadedDocument,
  diagnostics: readonly Diagnostic[],
  tools: readonly ToolReport[],
  result: FileResult,
): Promise<void> {
  const { listingsOf } = await import('./listing.ts')
  const listings = listingsOf(value, tools, diagnostics, result.owners)
  result.listings ??= new Map()
  for (const [tool, listing] of listings) result.listings.set(tool, listing)
}

function addUnknown(
  { text, line, cell }: LoadedDocument,
  parts: readonly OpaquePart[],
  result: FileResult,
): void {
  const lines = lineIndex(text, line)
  result.unknown ??= []
  for (const { reason, pointer, ...span } of parts) {
    const location = lines.toLocation(span)
    result.unknown.push({ reason, pointer, location: cell === undefined ? location : { cell, ...location } })
  }
}

type DocumentsOfOneText = readonly [LoadedDocument, ...LoadedDocument[]]

/** The documents of a YAML text, or the literals of a source text, together: they share its comments. */
async function* ofOneText(
  documents: AsyncIterable<LoadedDocument> | Iterable<LoadedDocument>,
): AsyncGenerator<DocumentsOfOneText> {
  let group: [LoadedDocument, ...LoadedDocument[]] | undefined
  for await (const document of documents) {
    if (group && group[0].line === document.line && group[0].text === document.text) group.push(document)
    else {
      if (group) yield group
      group = [document]
    }
  }
  if (group) yield group
}

function mentionsTools(text: string): boolean {
  return /["']?\b(tools|functions|parameters|inputSchema|input_schema)["']?\s*:/.test(text)
}

async function* documentsOf(
  path: string,
  name: string,
  bytes: Uint8Array | undefined,
): AsyncGenerator<LoadedDocument> {
  const format = formatOf(name)
  if (format === 'jsonl') {
    for await (const documents of loadLines(bytes ? inOnePiece(bytes) : streamBytes(path))) yield* documents
    return
  }
  const decoded = decode(bytes ?? (path === '-' ? await readBytes(path) : readFileSync(path)))
  if ('error' in decoded) throw new UnreadableText(decoded.error)
  yield* await load(decoded.text, format ?? sniff(decoded.text), { wellFormed: true })
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
