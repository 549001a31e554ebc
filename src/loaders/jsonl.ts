import { type Coding, decode, encodingOf } from '../decode.ts'
import type { RowFilter } from '../merge/rows.ts'
import { emptyDocument, type LoadedDocument, type LoadOptions, unreadable } from './document.ts'
import { loadJson } from './json.ts'

const LINE_FEED = 0x0a
const UTF_8: Coding = { encoding: 'utf-8', bom: false }

/**
 * Reads JSON Lines from a stream of bytes, in memory for the longest line and one chunk (of UTF-16, for all). Each batch
 * holds the documents that a chunk completes. Blank lines are left out; a line that cannot be decoded or read is a
 * document that says so. A stream that holds nothing gives one document that says that.
 */
export async function* loadLines(
  chunks: AsyncIterable<Uint8Array>,
  options: LoadOptions = {},
  filter?: RowFilter,
): AsyncGenerator<LoadedDocument[]> {
  let line = 1
  let coding: Coding | undefined
  let empty = true
  for await (const block of wholeLines(chunks)) {
    const documents: LoadedDocument[] = []
    const blockOptions = { ...options, line, wellFormed: true }
    line = loadBlock(block, coding ?? encodingOf(block), blockOptions, filter, documents)
    coding = UTF_8
    if (documents.length === 0) continue
    empty = false
    yield documents
  }
  if (filter ? filter.part.rows === 0 && filter.take('') !== undefined : empty)
    yield [emptyDocument('jsonl', '')]
}

/** Reads the lines of a text. */
export function readLines(text: string, options: LoadOptions = {}): LoadedDocument[] {
  const documents: LoadedDocument[] = []
  addLines(text, options, undefined, documents)
  return documents
}

/** Returns the line behind the last one. */
function addLines(
  text: string,
  options: LoadOptions,
  filter: RowFilter | undefined,
  documents: LoadedDocument[],
): number {
  const own = { ...options, line: options.line ?? 1 }
  for (let start = 0; start < text.length; own.line++) {
    const end = lineEnd(text.indexOf('\n', start), text.length)
    const content = text.slice(start, end)
    if (content.trim() !== '') {
      const row = filter?.take(content)
      if (!filter || row !== undefined) {
        const document = loadJson(content, 'jsonl', own)
        if (row !== undefined) document.row = row
        documents.push(document)
      }
    }
    start = end + 1
  }
  return own.line
}

/** Reads a text that is JSON Lines under another name; undefined unless each of several lines is a value by itself. */
export function asJsonLines(text: string, options: LoadOptions = {}): LoadedDocument[] | undefined {
  const documents: LoadedDocument[] = []
  let line = options.line ?? 1
  for (let start = 0; start < text.length; line++) {
    const end = lineEnd(text.indexOf('\n', start), text.length)
    addLines(text.slice(start, end), { ...options, line }, undefined, documents)
    const last = documents.at(-1)
    if (last && (!last.readable || last.syntax.length > 0)) return undefined
    start = end + 1
  }
  const second = documents[1]
  if (!second) return undefined
  const message =
    'JSON holds one value, and a second one begins here: this is JSON Lines, so name the file `.jsonl`.'
  second.syntax.push({ kind: 'several-values', message, span: { start: 0, end: second.text.length } })
  return documents
}

/** Returns the line behind the last one. */
function loadBlock(
  bytes: Uint8Array,
  coding: Coding,
  options: LoadOptions & { line: number },
  filter: RowFilter | undefined,
  documents: LoadedDocument[],
): number {
  const decoded = decode(bytes, coding)
  if ('text' in decoded) return addLines(decoded.text, options, filter, documents)
  if (coding.encoding === 'utf-8') return loadLineByLine(bytes, options, filter, documents)
  if (isTaken('', filter)) documents.push(undecodable(decoded.error, '', 0, options.line))
  return options.line
}

/** Tells the lines that can be decoded from those that cannot. */
function loadLineByLine(
  bytes: Uint8Array,
  options: LoadOptions & { line: number },
  filter: RowFilter | undefined,
  documents: LoadedDocument[],
): number {
  let { line } = options
  for (let start = 0; start < bytes.length; line++) {
    const end = lineEnd(bytes.indexOf(LINE_FEED, start), bytes.length)
    const content = bytes.subarray(start, end)
    const decoded = decode(content, UTF_8)
    if ('text' in decoded) addLines(decoded.text, { ...options, line }, filter, documents)
    else {
      const text = new TextDecoder().decode(content)
      if (isTaken(text, filter)) documents.push(undecodable(decoded.error, text, decoded.column - 1, line))
    }
    start = end + 1
  }
  return line
}

function isTaken(row: string, filter: RowFilter | undefined): boolean {
  return !filter || filter.take(row) !== undefined
}

function undecodable(message: string, text: string, start: number, line: number): LoadedDocument {
  const span = { start, end: Math.min(start + 1, text.length) }
  return unreadable('jsonl', text, [{ kind: 'encoding', message, span }], line)
}

/** Groups bytes anew, so that each block ends where a line ends. What is not UTF-8 is not divided. */
async function* wholeLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let begun: Uint8Array[] = []
  let divided: boolean | undefined
  for await (const chunk of chunks) {
    begun.push(chunk)
    const rest = chunk.length - (chunk.lastIndexOf(LINE_FEED) + 1)
    if (rest === chunk.length || divided === false) continue
    const bytes = join(begun)
    divided ??= encodingOf(bytes).encoding === 'utf-8'
    const end = divided ? bytes.length - rest : 0
    if (end > 0) yield bytes.subarray(0, end)
    begun = [bytes.subarray(end)]
  }
  const last = join(begun)
  if (last.length > 0) yield last
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

function lineEnd(found: number, length: number): number {
  return found === -1 ? length : found
}
