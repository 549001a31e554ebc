import type { CallDiagnostic, CallResult, CallValidator } from './calls/index.ts'
import { textOf } from './decode.ts'
import { type InputFile, readBytes, streamBytes } from './files.ts'
import { lineIndex } from './lines.ts'
import { failure, titleOf } from './lint-file.ts'
import { formatOf, type LoadedDocument, load, loadLines, sniff } from './loaders/index.ts'
import { createRowFilter, type RowFilter } from './merge/rows.ts'
import { isOwn, type Shard } from './merge/shard.ts'
import { ancestorsOf, get, type Pointer } from './pointer.ts'
import { readFor } from './read-for.ts'
import type { CallTally, FileResult } from './report.ts'
import type { Diagnostic, Span } from './types.ts'

export type CallsOutcome =
  | { kind: 'judged'; result: FileResult }
  | { kind: 'skipped' }
  /** It is another shard's. */
  | { kind: 'elsewhere' }
  | { kind: 'failed'; message: string }

/** Judges every call in a file: answers, messages, calls, one or many of them, JSON, JSON Lines, YAML or an event stream. */
export async function validateFile(
  { path, named }: InputFile,
  validator: CallValidator,
  tally: CallTally,
  name = path,
  onDocument: () => void = () => {},
  shard?: Shard,
): Promise<CallsOutcome> {
  const result: FileResult = {
    file: titleOf(name),
    diagnostics: [],
    tools: [],
    lines: new Map(),
  }
  const before = tally.calls
  const isShared = shard !== undefined && formatOf(name) === 'jsonl'
  if (shard && !isShared && !isOwn(name, shard)) return { kind: 'elsewhere' }
  const filter = isShared ? createRowFilter(shard, named) : undefined
  let index = 0
  try {
    for await (const documents of documentBatches(path, name, filter)) {
      for (const document of documents) {
        const first = document.row ?? index
        index = judgeDocument(document, validator, tally, result, first)
        if (index - first !== 1) filter?.part.counts.push([document.line, index - first])
        onDocument()
      }
    }
  } catch (error) {
    return failure(name, error)
  }
  const calls = tally.calls - before
  if (!filter) return concluded(result, named, calls)
  return { kind: 'judged', result: { ...result, part: { ...filter.part, calls } } }
}

/** Whether there was something to judge in a file. */
export function concluded(
  result: FileResult,
  named: boolean,
  calls: number,
): Exclude<CallsOutcome, { kind: 'elsewhere' }> {
  if (calls > 0 || (named && result.diagnostics.length > 0)) return { kind: 'judged', result }
  if (!named) return { kind: 'skipped' }
  return {
    kind: 'failed',
    message: `${result.file}: no calls in it. Looked for answers, messages and calls of the known APIs.`,
  }
}

/** Reads a file with calls; of JSON Lines, each batch holds the rows that have come in at once. */
export async function* documentBatches(
  path: string,
  name: string,
  filter?: RowFilter,
): AsyncGenerator<LoadedDocument[]> {
  const format = formatOf(name)
  if (format === 'jsonl') {
    yield* loadLines(streamBytes(path), { valueOnly: true }, filter)
    return
  }
  const text = path === '-' ? textOf(await readBytes(path)) : readFor(path, textOf)
  if (format === undefined && isEventStream(text)) yield [streamDocument(text)]
  else yield [...(await load(text, format ?? sniff(text), { wellFormed: true, valueOnly: true }))]
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
      countCall(call, tally)
      for (const diagnostic of call.diagnostics) found.push(placed(diagnostic, call, index, document))
      index++
    }
    for (const diagnostic of answer.diagnostics) {
      countCall({ ok: false, diagnostics: [diagnostic] }, tally)
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

export function countCall(
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
  return {
    ...afterRepair(diagnostic, call),
    tool: diagnostic.tool ?? call.tool,
    callIndex: index,
    documentPointer,
    span,
  }
}

/** What was repaired is no error any more, but nobody should miss it. */
export function afterRepair(diagnostic: CallDiagnostic, call: CallResult): CallDiagnostic {
  const wasRepaired = call.ok && call.repaired && diagnostic.severity === 'error'
  return wasRepaired
    ? { ...diagnostic, severity: 'warning', message: `${diagnostic.message} Repaired.` }
    : diagnostic
}

/** The value that a pointer leads to, or the nearest thing around it that is there. */
function placeOf(pointer: Pointer, document: LoadedDocument): Span {
  const ways = [pointer, ...ancestorsOf(pointer)]
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
