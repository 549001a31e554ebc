import { constants } from 'node:buffer'
import { decode, type Encoding, UnreadableText } from './decode.ts'
import { type CellChange, editCells } from './edit/cells.ts'
import { applyChanges, type Change } from './edit/changes.ts'
import { type InputFile, readBytes } from './files.ts'
import { type FixedText, type FixTextOptions, fixDocuments } from './fix-documents.ts'
import type { Ruleset } from './lint.ts'
import { failing, type LintFileOptions, lintDocuments, lintFile, type Outcome } from './lint-file.ts'
import { formatOf, type LoadedDocument, load, sniff } from './loaders/index.ts'

export type FixFileOptions = LintFileOptions & FixTextOptions

export interface FixedFile {
  /** What remains; `result.fixes` says what was fixed. */
  outcome: Outcome
  /** The text before and after; undefined when it could not be read. */
  before?: string
  after?: string
  /** The text as the bytes of a file that is coded like the one that was read. */
  encode(text: string): Uint8Array
}

/** Fixes the text of one file, and lints what has become of it. Writes nothing. */
export async function fixFile(
  file: InputFile,
  ruleset: Ruleset,
  name = file.path,
  options: FixFileOptions = {},
): Promise<FixedFile> {
  const fixed = await failing(name, () => fix(file, ruleset, name, options))
  return 'kind' in fixed ? { outcome: fixed, encode: encoder('utf-8', false) } : fixed
}

async function fix(
  file: InputFile,
  ruleset: Ruleset,
  name: string,
  options: FixFileOptions,
): Promise<FixedFile> {
  const bytes = await readBytes(file.path)
  if (bytes.length > constants.MAX_STRING_LENGTH)
    throw new UnreadableText('The file is too large to be fixed: split it.')
  const decoded = decode(bytes)
  if ('error' in decoded) {
    // Of JSON Lines, what can be read is linted all the same.
    if (formatOf(name) !== 'jsonl' || file.path === '-') throw new UnreadableText(decoded.error)
    return { outcome: await lintFile(file, ruleset, name, options), encode: encoder('utf-8', false) }
  }
  const { text: before, encoding, bom } = decoded
  const format = formatOf(name) ?? sniff(before)
  const documents = await load(before, format, { wellFormed: true })
  const { text: after, applied, unwritten } = fixText(before, documents, ruleset, options)
  const rest = after === before ? documents : await load(after, format, { wellFormed: true })
  const outcome = lintDocuments(rest, file, ruleset, name, options)
  if (outcome.kind === 'linted') outcome.result.fixes = { applied, unwritten }
  return { outcome, before, after, encode: encoder(encoding, bom) }
}

function fixText(
  text: string,
  documents: readonly LoadedDocument[],
  ruleset: Ruleset,
  options: FixFileOptions,
): FixedText {
  const [first] = documents
  if (first?.format === 'jsonl') return fixLines(text, documents, ruleset, options)
  if (first?.cell !== undefined) return fixCells(text, documents, ruleset, options)
  if (first?.offset !== undefined) return fixBlocks(text, documents, ruleset, options)
  return fixDocuments(documents, ruleset, options)
}

/** The documents of JSON Lines have a text each. */
function fixLines(
  text: string,
  documents: readonly LoadedDocument[],
  ruleset: Ruleset,
  options: FixFileOptions,
): FixedText {
  const lines = text.split('\n')
  const sum = { applied: 0, unwritten: 0 }
  for (const document of documents) {
    const fixed = fixDocuments([document], ruleset, options)
    lines[document.line - 1] = fixed.text
    sum.applied += fixed.applied
    sum.unwritten += fixed.unwritten
  }
  return { text: lines.join('\n'), ...sum }
}

/** Code blocks have a text each, too. That of a quoted block does not stand in the file as it is. */
function fixBlocks(
  text: string,
  documents: readonly LoadedDocument[],
  ruleset: Ruleset,
  options: FixFileOptions,
): FixedText {
  const sum = { applied: 0, unwritten: 0 }
  const changes: Change[] = []
  for (const block of grouped(documents, ({ offset }) => offset!).values()) {
    const [{ text: before, offset }] = block
    const fixed = fixDocuments(block, ruleset, options)
    const isThere = text.startsWith(before, offset)
    if (isThere) changes.push({ start: offset!, end: offset! + before.length, text: fixed.text })
    sum.applied += isThere ? fixed.applied : 0
    sum.unwritten += fixed.unwritten + (isThere ? 0 : fixed.applied)
  }
  return { text: applyChanges(text, changes, { start: 0, end: text.length }), ...sum }
}

/** The code of a cell stands in the file as one or many strings. */
function fixCells(
  text: string,
  documents: readonly LoadedDocument[],
  ruleset: Ruleset,
  options: FixFileOptions,
): FixedText {
  const changes = new Map<number, CellChange>()
  const fixes = new Map<number, FixedText>()
  for (const [number, cell] of grouped(documents, ({ cell }) => cell!)) {
    const fixed = fixDocuments(cell, ruleset, options)
    fixes.set(number, fixed)
    if (fixed.applied > 0) changes.set(number, { before: cell[0].text, after: fixed.text })
  }
  const { text: after, written } = editCells(text, changes)
  const sum = { applied: 0, unwritten: 0 }
  for (const [number, { applied, unwritten }] of fixes) {
    sum.applied += written.has(number) ? applied : 0
    sum.unwritten += unwritten + (written.has(number) ? 0 : applied)
  }
  return { text: after, ...sum }
}

type Group = [LoadedDocument, ...LoadedDocument[]]

/** The documents that have a text in common, by where that is. */
function grouped(
  documents: readonly LoadedDocument[],
  placeOf: (document: LoadedDocument) => number,
): Map<number, Group> {
  const groups = new Map<number, Group>()
  for (const document of documents) {
    const place = placeOf(document)
    const group = groups.get(place)
    if (group) group.push(document)
    else groups.set(place, [document])
  }
  return groups
}

function encoder(encoding: Encoding, bom: boolean): (text: string) => Uint8Array {
  return text => {
    const marked = bom ? `\ufeff${text}` : text
    if (encoding === 'utf-8') return Buffer.from(marked)
    const bytes = Buffer.from(marked, 'utf16le')
    return encoding === 'utf-16le' ? bytes : bytes.swap16()
  }
}
