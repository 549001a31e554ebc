import { readFileSync } from 'node:fs'
import { textOf, UnreadableText } from './decode.ts'
import { lintAll } from './document.ts'
import { describe, type InputFile, readBytes, streamBytes } from './files.ts'
import { editsOf } from './fix-edits.ts'
import { lineAround, lineIndex } from './lines.ts'
import type { Ruleset } from './lint.ts'
import { listingsOf } from './listing.ts'
import { formatOf, type LoadedDocument, load, loadLines, loadOneJson, sniff } from './loaders/index.ts'
import { ownersOf } from './owners.ts'
import { readFor } from './read-for.ts'
import { type FileResult, lineKey } from './report.ts'
import type { OpaquePart } from './source/value.ts'
import { mayHaveDirectives } from './suppress/directives.ts'
import { type Heeded, heedDirectives } from './suppress/index.ts'
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
  const done = lintJsonFile(file, ruleset, name, options, bytes)
  if (done) return done
  return failing(name, async () => {
    const linted = nothingYet(name)
    for await (const documents of documentsOf(file.path, name, bytes))
      addDocuments(linted, documents, ruleset, options)
    return outcomeOf(linted, file)
  })
}

/** The same at once, for a file of JSON: of thousands of small ones, promises would take a good part of the time. */
export function lintJsonFile(
  file: InputFile,
  ruleset: Ruleset,
  name = file.path,
  options: LintFileOptions = {},
  bytes?: Uint8Array,
): Outcome | undefined {
  const format = formatOf(name)
  if (file.path === '-' || (format !== 'json' && format !== 'jsonc')) return undefined
  try {
    const text = bytes ? textOf(bytes) : file.named ? readFor(file.path, textOf) : textFound(file.path)
    return lintDocuments(loadOneJson(text, format, { wellFormed: true }), file, ruleset, name, options)
  } catch (error) {
    return failure(name, error)
  }
}

/** Lints what was read from a file. */
export function lintDocuments(
  documents: readonly LoadedDocument[],
  file: InputFile,
  ruleset: Ruleset,
  name: string,
  options: LintFileOptions,
): Outcome {
  const linted = nothingYet(name)
  addDocuments(linted, documents, ruleset, options)
  return outcomeOf(linted, file)
}

/** What is known of a file so far. */
interface Linted {
  result: FileResult
  /** Whether something in it cannot be read that seems to be meant for us. */
  suspicious: boolean
}

function nothingYet(name: string): Linted {
  return {
    result: { file: titleOf(name), diagnostics: [], tools: [], lines: new Map() },
    suspicious: false,
  }
}

function addDocuments(
  linted: Linted,
  documents: readonly LoadedDocument[],
  ruleset: Ruleset,
  options: LintFileOptions,
): void {
  for (const group of byText(documents)) {
    if (group.some(({ readable }) => !readable)) linted.suspicious ||= mentionsTools(group[0].text)
    collect(group, ruleset, options, linted.result)
  }
}

function outcomeOf({ result, suspicious }: Linted, { named }: InputFile): Outcome {
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
    return failure(name, error)
  }
}

/** What keeps a file from being read, in words; what is no fault of the file is thrown again. */
export function failure(name: string, error: unknown): { kind: 'failed'; message: string } {
  if (error instanceof UnreadableText)
    return { kind: 'failed', message: `${titleOf(name)}: ${error.message}` }
  if ((error as NodeJS.ErrnoException).code)
    return { kind: 'failed', message: describe(error, titleOf(name)) }
  throw error
}

function collect(
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
): void {
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
    if (listings) addListings(document, diagnostics, tools, result)
    if (unknown && document.opaque) addUnknown(document, document.opaque, result)
  }
  const all = found.flat()
  // Constants stand in the documents that use them.
  if (documents[0].opaque) all.sort((a, b) => a.span!.start - b.span!.start)
  const heeded: Heeded = mayHaveDirectives(documents[0])
    ? heedDirectives(documents, all, ruleset, toolsFound, unusedSuppressions)
    : { diagnostics: all }
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
  const owners = ownersOf(diagnostics, tools)
  if (!result.owners) result.owners = owners
  else for (const [diagnostic, tool] of owners) result.owners.set(diagnostic, tool)
}

function addListings(
  { value }: LoadedDocument,
  diagnostics: readonly Diagnostic[],
  tools: readonly ToolReport[],
  result: FileResult,
): void {
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
function byText(documents: readonly LoadedDocument[]): DocumentsOfOneText[] {
  const groups: [LoadedDocument, ...LoadedDocument[]][] = []
  for (const document of documents) {
    const group = groups.at(-1)
    if (group && group[0].line === document.line && group[0].text === document.text) group.push(document)
    else groups.push([document])
  }
  return groups
}

function mentionsTools(text: string): boolean {
  return /["']?\b(tools|functions|parameters|inputSchema|input_schema)["']?\s*:/.test(text)
}

/** The documents of a file, as they come in: of JSON Lines in batches, else all together. */
async function* documentsOf(
  path: string,
  name: string,
  bytes: Uint8Array | undefined,
): AsyncGenerator<LoadedDocument[]> {
  const format = formatOf(name)
  if (format === 'jsonl') {
    yield* loadLines(bytes ? inOnePiece(bytes) : streamBytes(path))
    return
  }
  const read = path === '-' ? await readBytes(path) : bytes
  const text = read ? textOf(read) : readFor(path, textOf)
  yield await load(text, format ?? sniff(text), { wellFormed: true })
}

/** Node makes such an object of a lone `'utf8'` for each file. */
const AS_TEXT = { encoding: 'utf8', flag: 'r' } as const

/** The text of a file that was found, of which there may be thousands: small ones are faster to read as text than as bytes. */
function textFound(path: string): string {
  const text = readFileSync(path, AS_TEXT)
  const isCertain = !text.startsWith('\ufeff') && !text.includes('\0') && !text.includes('\ufffd')
  return isCertain ? text : readFor(path, textOf)
}

async function* inOnePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
