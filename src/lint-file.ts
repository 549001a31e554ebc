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

/** Lints one file; `name` says what the standard input is to be called, and its ending how it is written. */
export async function lintFile(
  { path, named }: InputFile,
  ruleset: Ruleset,
  name = path,
  options: { fixes?: boolean } = {},
): Promise<Outcome> {
  const result: FileResult = {
    file: name === '-' ? '<stdin>' : name,
    diagnostics: [],
    tools: [],
    lines: new Map(),
  }
  let suspicious = false
  try {
    for await (const document of documentsOf(path, name)) {
      if (!document.readable) suspicious ||= mentionsTools(document.text)
      collect(document, ruleset, options, result)
    }
  } catch (error) {
    if (error instanceof UnreadableText)
      return { kind: 'failed', message: `${result.file}: ${error.message}` }
    if ((error as NodeJS.ErrnoException).code)
      return { kind: 'failed', message: describe(error, result.file) }
    throw error
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

function collect(
  document: LoadedDocument,
  ruleset: Ruleset,
  options: { fixes?: boolean },
  result: FileResult,
): void {
  const { diagnostics, tools } = lintLoaded(document, ruleset, options)
  for (const tool of tools) result.tools.push(tool)
  if (diagnostics.length === 0) return
  const lines = document.text.split(/\r\n|\r|\n/)
  for (const diagnostic of diagnostics) {
    result.diagnostics.push(diagnostic)
    const { line } = diagnostic.location!
    result.lines.set(line, lines[line - document.line] ?? '')
  }
}

function mentionsTools(text: string): boolean {
  return /["']?\b(tools|functions|parameters|inputSchema|input_schema)["']?\s*:/.test(text)
}

class UnreadableText extends Error {}

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
