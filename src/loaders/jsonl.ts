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
  filter?: RowFilter,
): AsyncGenerator<LoadedDocument[]> {
  let line = 1
  let coding: Coding | undefined
  let empty = true
  for await (const block of wholeLines(chunks)) {
    const documents = [...loadBlock(block, coding ?? encodingOf(block), line, filter)]
    coding = UTF_8
    line += countLineFeeds(block)
    if (documents.length === 0) continue
    empty = false
    yield documents
  }
  if (filter ? filter.part.rows === 0 && filter.take('') !== undefined : empty)
    yield [emptyDocument('jsonl', '')]
}

/** Reads the lines of a text one by one. */
export function* readLines(
  text: string,
  options: LoadOptions = {},
  filter?: RowFilter,
): Generator<LoadedDocument> {
  let line = options.line ?? 1
  for (let start = 0; start < text.length; line++) {
    const end = lineEnd(text.indexOf('\n', start), text.length)
    const content = text.slice(start, end)
    if (content.trim() !== '') {
      const row = filter?.take(content)
      if (!filter || row !== undefined) {
        const document = loadJson(content, 'jsonl', { ...options, line })
        if (row !== undefined) document.row = row
        yield document
      }
    }
    start = end + 1
  }
}

/** Reads a text that is JSON Lines under another name; undefined unless each of several lines is a value by itself. */
export function asJsonLines(text: string, options: LoadOptions = {}): LoadedDocument[] | undefined {
  const documents: LoadedDocument[] = []
  for (const document of readLines(text, options)) {
    if (!document.readable || document.syntax.length > 0) return undefined
    documents.push(document)
  }
  const second = documents[1]
  if (!second) return undefined
  const message =
    'JSON holds one value, and a second one begins here: this is JSON Lines, so name the file `.jsonl`.'
  second.syntax.push({ kind: 'several-values', message, span: { start: 0, end: second.text.length } })
  return documents
}

function* loadBlock(
  bytes: Uint8Array,
  coding: Coding,
  line: number,
  filter?: RowFilter,
): Generator<LoadedDocument> {
  const decoded = decode(bytes, coding)
  if ('text' in decoded) yield* readLines(decoded.text, { line, wellFormed: true }, filter)
  else if (coding.encoding === 'utf-8') yield* loadLineByLine(bytes, line, filter)
  else if (isTaken('', filter)) yield undecodable(decoded.error, '', 0, line)
}

/** Tells the lines that can be decoded from those that cannot. */
function* loadLineByLine(
  bytes: Uint8Array,
  firstLine: number,
  filter?: RowFilter,
): Generator<LoadedDocument> {
  let line = firstLine
  for (let start = 0; start < bytes.length; line++) {
    const end = lineEnd(bytes.indexOf(LINE_FEED, start), bytes.length)
    const content = bytes.subarray(start, end)
    const decoded = decode(content, UTF_8)
    if ('text' in decoded) yield* readLines(decoded.text, { line, wellFormed: true }, filter)
    else {
      const text = new TextDecoder().decode(content)
      if (isTaken(text, filter)) yield undecodable(decoded.error, text, decoded.column - 1, line)
    }
    start = end + 1
  }
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

function countLineFeeds(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) count++
  return count
}

function lineEnd(found: number, length: number): number {
  return found === -1 ? length : found
}
