import type { Pointer } from '../pointer.ts'
import type { Literal } from '../source/literal.ts'
import type { OpaquePart } from '../source/value.ts'
import type { DuplicateKey, Span } from '../types.ts'
import type { Unknowns } from '../unknowns.ts'

export type Format =
  | 'json'
  | 'jsonc'
  | 'jsonl'
  | 'yaml'
  | 'python'
  | 'javascript'
  | 'typescript'
  | 'tsx'
  | 'markdown'
  | 'notebook'

/** One value that was read from a text, and the way back to its places. */
export interface LoadedDocument {
  format: Format
  /** What every span of this document counts in: the text without a byte order mark; of JSON Lines, the one line. */
  text: string
  /** The line of the file that `text` begins on, from 1. */
  line: number
  /** Plain JSON; undefined when the text cannot be read. */
  value: unknown
  /** The index of a line of JSON Lines among those that are not blank, where lines are shared out among shards. */
  row?: number
  /** False when it is not certain what the text means. What is wrong is then in `syntax`. */
  readable: boolean
  /** What the format does not allow, in the order of the text. A readable document may have such problems too. */
  syntax: SyntaxProblem[]
  duplicateKeys: DuplicateKey[]
  /** False when it is certain that no string can hold half a UTF-16 pair. */
  mayHoldSurrogates: boolean
  /** The comments of the text, in its order, where the reader gives them. Of JSON and YAML they are looked for when needed. */
  comments?: readonly Span[]
  /**
   * Finds any number of places in one pass over the text. Pointers that lead nowhere are left out. Nothing is computed
   * before it is called.
   */
  locate(pointers: Iterable<Pointer>): Map<Pointer, Place>
  /** Of a notebook: the number of the cell, from 1. `text` is the cell's, and `line` counts in it. */
  cell?: number
  /** Of a part of a file: where in the file's text `text` begins. Left out where the file spells it in another way. */
  offset?: number
  /** Of source code of which parts are not known: watches who reads them. */
  unknowns?: Unknowns
  /** What of the value is not known, where it would stand, and why. */
  opaque?: readonly OpaquePart[]
  /** Whether a schema that stands alone is none of a tool. */
  noBareSchemas?: boolean
  /** Where the program around the value sends its requests. */
  endpoint?: { url: string; span: Span }
  /** Of source code: what is needed to write another value into it. Left out where that cannot be done. */
  source?: SourceText
}

/** One literal of a text in a programming language. */
export interface SourceText {
  language: 'python' | 'javascript' | 'json'
  /** What the document's value was read from, with spans in the document's text. */
  literal: Literal
  /** All comments of the text, in order. */
  comments: readonly Span[]
  /** Reads another text as this one was read, into the documents of all its literals. */
  reload(text: string): LoadedDocument[]
}

/**
 * Where a value stands. Other text in place of `value` is another value for the pointer; in YAML, what an alias leads to
 * is one text for several pointers.
 */
export interface Place {
  /** The key, with its quotes, when the value is a member of an object. */
  key?: Span
  value: Span
}

export interface SyntaxProblem {
  kind: SyntaxKind
  /** One sentence: what is wrong here, and what to write instead. */
  message: string
  span: Span
}

/** The ways in which a text breaks its format. */
export type SyntaxKind =
  // any format
  | 'empty'
  | 'encoding'
  // JSON
  | 'comment'
  | 'control-character'
  | 'invalid-escape'
  | 'invalid-number'
  | 'misplaced-token'
  | 'missing-colon'
  | 'missing-comma'
  | 'missing-value'
  | 'no-json-value'
  | 'odd-space'
  | 'python-literal'
  | 'several-values'
  | 'single-quotes'
  | 'trailing-comma'
  | 'trailing-data'
  | 'truncated'
  | 'typographic-quotes'
  | 'unclosed-comment'
  | 'unclosed-key'
  | 'unclosed-string'
  | 'unescaped-quote'
  | 'unquoted-key'
  | 'unquoted-value'
  | 'wrong-bracket'
  // source code
  | 'foreign-literal'
  // YAML
  | 'alias'
  | 'complex-key'
  | 'merge'
  | 'nesting'
  | 'tag'
  | 'yaml'

export interface LoadOptions {
  /** The text holds no half of a UTF-16 pair, as is certain of what `decode` gives. Saves looking for one. */
  wellFormed?: boolean
  /** Nobody will ask for repeated keys or halves of UTF-16 pairs. Saves looking for them. */
  valueOnly?: boolean
  /** The line of the file that the text begins on. */
  line?: number
}

/** A document of which nothing could be read. */
export function unreadable(format: Format, text: string, syntax: SyntaxProblem[], line = 1): LoadedDocument {
  return {
    format,
    text,
    line,
    value: undefined,
    readable: false,
    syntax,
    duplicateKeys: [],
    mayHoldSurrogates: false,
    locate: () => new Map(),
  }
}

/** The document of a text without any value. */
export function emptyDocument(format: Format, text: string): LoadedDocument {
  return unreadable(format, text, [emptiness(text)])
}

export function emptiness(text: string): SyntaxProblem {
  const contents = text === '' ? undefined : text.trim() === '' ? 'white space' : 'comments'
  const message = contents ? `The text holds nothing but ${contents}.` : 'The text is empty.'
  return { kind: 'empty', message, span: { start: 0, end: 0 } }
}
