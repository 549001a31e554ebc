import type { Pointer } from '../pointer.ts'
import type { DuplicateKey, Span } from '../types.ts'

export type Format = 'json' | 'jsonc' | 'jsonl' | 'yaml'

/** One value that was read from a text, and the way back to its places. */
export interface LoadedDocument {
  format: Format
  /** What every span of this document counts in: the text without a byte order mark; of JSON Lines, the one line. */
  text: string
  /** The line of the file that `text` begins on, from 1. */
  line: number
  /** Plain JSON; undefined when the text cannot be read. */
  value: unknown
  /** False when it is not certain what the text means. What is wrong is then in `syntax`. */
  readable: boolean
  /** What the format does not allow, in the order of the text. A readable document may have such problems too. */
  syntax: SyntaxProblem[]
  duplicateKeys: DuplicateKey[]
  /** False when it is certain that no string can hold half a UTF-16 pair. */
  mayHoldSurrogates: boolean
  /**
   * Finds any number of places in one pass over the text. Pointers that lead nowhere are left out. Nothing is computed
   * before it is called.
   */
  locate(pointers: Iterable<Pointer>): Map<Pointer, Place>
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
