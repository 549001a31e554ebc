import { parseEvents, YAMLException } from 'js-yaml'
import { type Pointer, tokens } from '../pointer.ts'
import {
  emptyDocument,
  type LoadedDocument,
  type LoadOptions,
  type Place,
  type SyntaxProblem,
  unreadable,
} from './document.ts'
import { createNodes, type Entry, type YamlDocument } from './yaml-nodes.ts'
import { toValue } from './yaml-value.ts'

/** Deeper nesting is refused: the parser beneath is recursive. */
const MOST_LEVELS = 500

/**
 * Reads the documents of a YAML text as JSON: YAML 1.2's core schema, with merge keys. Keys that are no strings become
 * strings, aliases become copies. Inside an alias, places are those where the anchor is. Never empty.
 */
export function loadYaml(text: string, { line = 1, wellFormed = false }: LoadOptions = {}): LoadedDocument[] {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text
  try {
    const documents = createNodes(source, parseEvents(source, { maxDepth: MOST_LEVELS }))
    if (documents.length === 0) return [emptyDocument('yaml', source)]
    const mayHoldSurrogates = /\\u[dD]|\\U/.test(source) || !(wellFormed || source.isWellFormed())
    return documents.map(document => ({ ...toDocument(source, document), line, mayHoldSurrogates }))
  } catch (error) {
    return [unreadable('yaml', source, [toProblem(error, source)], line)]
  }
}

function toDocument(text: string, document: YamlDocument): LoadedDocument {
  const { root, duplicateKeys, readable } = document
  const problems = document.problems.sort((a, b) => a.span.start - b.span.start)
  const base = unreadable('yaml', text, problems)
  if (!readable) return base
  return {
    ...base,
    readable,
    value: toValue(root.node),
    duplicateKeys,
    locate: pointers => locate(root, pointers),
  }
}

function locate(root: Entry, pointers: Iterable<Pointer>): Map<Pointer, Place> {
  const places = new Map<Pointer, Place>()
  for (const pointer of pointers) {
    const entry = find(root, pointer)
    if (entry)
      places.set(pointer, entry.key ? { key: entry.key, value: entry.value } : { value: entry.value })
  }
  return places
}

function find(root: Entry, pointer: Pointer): Entry | undefined {
  const path = tokens(pointer)
  let entry = path && root
  for (const token of path ?? []) entry = entry?.node.entries.get(token)
  return entry
}

/** The parser's texts for what people get wrong most, in words that say what to do. */
const MESSAGES: Record<string, string> = {
  'bad indentation of a mapping entry':
    'The indentation fits no mapping around it, or a text with `: ` in it lacks quotes.',
  'bad indentation of a sequence entry': 'The indentation fits no list around it.',
  'deficient indentation': 'A bracket or quote before this is not closed, or this is not indented enough.',
  'tab characters must not be used in indentation': 'YAML is indented with spaces, not with tabs.',
  "expected ':' after a mapping key": 'A colon is missing behind this key.',
  'can not read a block mapping entry; a multiline key may not be an implicit key':
    'A colon is missing behind this key, or the text before it lacks quotes.',
  'missed comma between flow collection entries': 'A comma is missing before this.',
  'unexpected end of the stream within a flow collection':
    'The text ends too early: a closing bracket is missing.',
  'unexpected end of the stream within a double quoted scalar': 'The text ends too early: `"` is missing.',
  'unexpected end of the stream within a single quoted scalar': "The text ends too early: `'` is missing.",
  'unknown escape sequence': 'YAML has no such escape: a backslash in double quotes is written `\\\\`.',
  'end of the stream or a document separator is expected': 'Nothing may follow here: the document has ended.',
  'the stream contains non-printable characters': 'YAML takes no control character here.',
  'null byte is not allowed in input': 'YAML takes no NUL character.',
  'expected valid JSON character': 'YAML takes no control character here.',
}

function toProblem(error: unknown, text: string): SyntaxProblem {
  const tooDeep = `The nesting is deeper than ${MOST_LEVELS} levels.`
  if (error instanceof RangeError) return { kind: 'nesting', message: tooDeep, span: { start: 0, end: 0 } }
  if (!(error instanceof YAMLException)) throw error
  const { reason, mark } = error
  const start = Math.min(mark?.position ?? 0, text.length)
  const span = { start, end: start + (/[^\r\n]/.test(text[start] ?? '\n') ? 1 : 0) }
  if (reason.startsWith('nesting exceeded')) return { kind: 'nesting', message: tooDeep, span }
  return { kind: 'yaml', message: MESSAGES[reason] ?? `${reason[0]!.toUpperCase()}${reason.slice(1)}.`, span }
}
