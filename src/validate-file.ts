import { readFileSync } from 'node:fs'
import type { CallDiagnostic, CallResult, CallValidator } from './calls/index.ts'
import { decode } from './decode.ts'
import { describe, type InputFile, readBytes, streamBytes } from './files.ts'
import { lineIndex } from './lines.ts'
import { formatOf, type LoadedDocument, load, loadLines, sniff } from './loaders/index.ts'
import { get, type Pointer } from './pointer.ts'
import type { CallTally, FileResult } from './report.ts'
import type { Diagnostic, Span } from './types.ts'

export type CallsOutcome =
  | { kind: 'judged'; result: FileResult }
  | { kind: 'skipped' }
  | { kind: 'failed'; message: string }

/** Judges every call in a file: answers, messages, calls, one or many of them, JSON, JSON Lines, YAML or an event stream. */
export async function validateFile(
  { path, named }: InputFile,
  validator: CallValidator,
  tally: CallTally,
  name = path,
  onDocument: () => void = () => {},
): Promise<CallsOutcome> {
  const result: FileResult = {
    file: name === '-' ? '<stdin>' : name,
    diagnostics: [],
    tools: [],
    lines: new Map(),
  }
  const before = tally.calls
  let index = 0
  try {
    for await (const document of documentsOf(path, name)) {
      index = judgeDocument(document, validator, tally, result, index)
      onDocument()
    }
  } catch (error) {
    if (error instanceof UnreadableText)
      return { kind: 'failed', message: `${result.file}: ${error.message}` }
    if ((error as NodeJS.ErrnoException).code)
      return { kind: 'failed', message: describe(error, result.file) }
    throw error
  }
  if (tally.calls > before || (named && result.diagnostics.length > 0)) return { kind: 'judged', result }
  if (!named) return { kind: 'skipped' }
  return {
    kind: 'failed',
    message: `${result.file}: no calls in it. Looked for answers, messages and calls of the known APIs.`,
  }
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
  const { text } = decoded
  if (format === undefined && isEventStream(text)) yield streamDocument(text)
  else yield* await load(text, format ?? sniff(text), { wellFormed: true })
}

/** Server-sent events: the first line that says something is a field or a comment of them. */
function isEventStream(text: string): boolean {
  return /^\s*(data|event|id|retry)?:/.test(text)
}

/** An event stream has no places of its own: what is wrong is said of its beginning. */
function streamDocument(text: string): LoadedDocument {
  return {
    format: 'jsonl',
    text,
    line: 1,
    value: text,
    readable: true,
    syntax: [],
    duplicateKeys: [],
    mayHoldSurrogates: false,
    locate: () => new Map(),
  }
}

function judgeDocument(
  document: LoadedDocument,
  validator: CallValidator,
  tally: CallTally,
  result: FileResult,
  firstIndex: number,
): number {
  const found: Diagnostic[] = document.syntax.map(({ message, span }) => ({
    ruleId: 'syntax',
    severity: 'error',
    message,
    pointer: '',
    span,
  }))
  let index = firstIndex
  if (document.readable) {
    const answer = validator.validateResponse(document.value)
    for (const call of answer.calls) {
      count(call, tally)
      for (const diagnostic of call.diagnostics) found.push(placed(diagnostic, call, index, document))
      index++
    }
    for (const diagnostic of answer.diagnostics) {
      count({ ok: false, diagnostics: [diagnostic] }, tally)
      found.push({
        ...diagnostic,
        documentPointer: diagnostic.pointer,
        span: placeOf(diagnostic.pointer, document),
      })
    }
  }
  if (found.length > 0) addLines(found, document, result)
  return index
}

function count(
  { ok, tool, diagnostics }: Pick<CallResult, 'ok' | 'diagnostics'> & { tool?: string | undefined },
  tally: CallTally,
): void {
  tally.calls++
  if (ok) tally.valid++
  const name = tool ?? '(no tool)'
  const own = tally.tools.get(name) ?? { calls: 0, valid: 0, failures: new Map() }
  tally.tools.set(name, own)
  own.calls++
  if (ok) own.valid++
  else {
    for (const kind of new Set(
      diagnostics.map(({ ruleId, keyword }) => (keyword ? `${ruleId} (${keyword})` : ruleId)),
    )) {
      own.failures.set(kind, (own.failures.get(kind) ?? 0) + 1)
    }
  }
}

/** A diagnostic about arguments, with the place of them in the document. */
function placed(
  diagnostic: CallDiagnostic,
  call: CallResult,
  index: number,
  document: LoadedDocument,
): Diagnostic {
  const isText = typeof get(document.value, call.argumentsPointer) === 'string'
  const documentPointer = isText ? call.argumentsPointer : call.argumentsPointer + diagnostic.pointer
  const whole = placeOf(documentPointer, document)
  const span = isText && diagnostic.span ? insideString(whole, diagnostic.span, document) : whole
  // What was repaired is no error any more, but nobody should miss it.
  const wasRepaired = call.ok && call.repaired && diagnostic.severity === 'error'
  const outcome = wasRepaired
    ? { severity: 'warning' as const, message: `${diagnostic.message} Repaired.` }
    : {}
  return {
    ...diagnostic,
    ...outcome,
    tool: diagnostic.tool ?? call.tool,
    callIndex: index,
    documentPointer,
    span,
  }
}

/** The value that a pointer leads to, or the nearest thing around it that is there. */
function placeOf(pointer: Pointer, document: LoadedDocument): Span {
  const ways = [pointer]
  for (let way = pointer; way !== ''; ) {
    way = way.slice(0, Math.max(way.lastIndexOf('/'), 0))
    ways.push(way)
  }
  const places = document.locate(ways)
  for (const way of ways) {
    const place = places.get(way)
    if (place) return place.value
  }
  return { start: 0, end: Math.min(1, document.text.length) }
}

/** Where a part of a string stands in the JSON that spells the string. */
function insideString(string: Span, part: Span, { text, format }: LoadedDocument): Span {
  if (format === 'yaml' || text[string.start] !== '"') return string
  let at = string.start + 1
  let offset = 0
  const to = (target: number) => {
    while (offset < target && at < string.end - 1) {
      at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2
      offset++
    }
    return at
  }
  const start = to(part.start)
  return { start, end: Math.max(to(part.end), Math.min(start + 1, string.end)) }
}

function addLines(found: readonly Diagnostic[], document: LoadedDocument, result: FileResult): void {
  const index = lineIndex(document.text, document.line)
  const lines = document.text.split(/\r\n|\r|\n/)
  for (const diagnostic of found) {
    const location = index.toLocation(firstLine(diagnostic.span!, document.text))
    result.diagnostics.push({ ...diagnostic, location })
    result.lines.set(location.line, lines[location.line - document.line] ?? '')
  }
}

function firstLine({ start, end }: Span, text: string): Span {
  const length = text.slice(start, end).search(/[\r\n]/)
  return { start, end: length === -1 ? end : start + length }
}
