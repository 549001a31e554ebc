import { readFileSync } from 'node:fs'
import { decode } from './decode.ts'
import { lintLoaded } from './document.ts'
import { describe, type InputFile, readBytes, streamBytes } from './files.ts'
import type { Ruleset } from './lint.ts'
import { formatOf, type LoadedDocument, load, loadLines, sniff } from './loaders/index.ts'
import type { FileResult } from './report.ts'
import { lookedFor } from './tools.ts'

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
}

/** Lints one file; `name` says what the standard input is to be called, and its ending how it is written. */
export async function lintFile(
  file: InputFile,
  ruleset: Ruleset,
  name = file.path,
  options: LintFileOptions = {},
): Promise<Outcome> {
  return failing(name, () => lintDocuments(documentsOf(file.path, name), file, ruleset, name, options))
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
  for await (const document of documents) {
    if (!document.readable) suspicious ||= mentionsTools(document.text)
    await collect(document, ruleset, options, result)
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
  document: LoadedDocument,
  ruleset: Ruleset,
  { fixes = false, edits = false }: LintFileOptions,
  result: FileResult,
): Promise<void> {
  const { diagnostics, tools } = lintLoaded(document, ruleset, { fixes: fixes || edits })
  for (const tool of tools) result.tools.push(tool)
  if (diagnostics.length === 0) return
  const lines = document.text.split(/\r\n|\r|\n/)
  for (const diagnostic of diagnostics) {
    result.diagnostics.push(diagnostic)
    const { line } = diagnostic.location!
    result.lines.set(line, lines[line - document.line] ?? '')
  }
  if (!edits || diagnostics.every(({ fix }) => !fix)) return
  const { editsOf } = await import('./fix-edits.ts')
  result.edits = new Map([...(result.edits ?? []), ...editsOf(document, diagnostics)])
}

function mentionsTools(text: string): boolean {
  return /["']?\b(tools|functions|parameters|inputSchema|input_schema)["']?\s*:/.test(text)
}

/** Bytes that are no text. */
export class UnreadableText extends Error {}

async function* documentsOf(path: string, name: string): AsyncGenerator<LoadedDocument> {
  const format = formatOf(name)
  if (format === 'jsonl') {
    for await (const documents of loadLines(streamBytes(path))) yield* documents
    return
  }
  const decoded = decode(path === '-' ? await readBytes(path) : readFileSync(path))
  if ('error' in decoded) throw new UnreadableText(decoded.error)
  yield* await load(decoded.text, format ?? sniff(decoded.text), { wellFormed: true })
}
