import type { LoadedDocument } from '../loaders/index.ts'
import type { Span } from '../types.ts'

/** A comment that suppresses diagnostics: those of its rules, or of all rules when it names none. */
export interface Directive {
  covers: 'next-line' | 'line' | 'file'
  rules: NamedRule[]
  /** What stands behind `--`. */
  justification: string
  /** The word that makes the comment a directive. */
  span: Span
  comment: Span
}

export interface NamedRule {
  id: string
  span: Span
}

/** A comment that looks like a directive and is none. */
export interface UnknownDirective {
  word: string
  span: Span
}

export interface Directives {
  known: Directive[]
  unknown: UnknownDirective[]
}

/** The words that begin a directive, and where it suppresses. */
export const DIRECTIVES: Readonly<Record<string, Directive['covers']>> = {
  'strictcall-disable-next-line': 'next-line',
  'strictcall-disable-line': 'line',
  'strictcall-disable-file': 'file',
}

const WORD = /^\W*(strictcall-(?:disable|enable)[\w-]*)/
const CLOSER = /\s*(?:\*\/|-->)$/

/** Whether it is worth looking for the comments of a document's text. JSON has none, unless something is wrong with it. */
export function mayHaveDirectives({ format, text, syntax }: LoadedDocument): boolean {
  if (format === 'jsonl' || (format === 'json' && syntax.length === 0)) return false
  return text.includes('strictcall-disable') || text.includes('strictcall-enable')
}

/** The directives among the comments of a text: `strictcall-disable-next-line rule, other-rule -- why`. */
export function readDirectives(text: string, comments: readonly Span[]): Directives {
  const directives: Directives = { known: [], unknown: [] }
  for (const comment of comments) {
    const content = text.slice(comment.start, comment.end).replace(CLOSER, '')
    const match = WORD.exec(content)
    if (!match) continue
    const word = match[1]!
    const end = comment.start + match[0].length
    const span = { start: end - word.length, end }
    if (Object.hasOwn(DIRECTIVES, word)) {
      const covers = DIRECTIVES[word]!
      directives.known.push({ covers, span, comment, ...readRules(content.slice(match[0].length), end) })
    } else directives.unknown.push({ word, span })
  }
  return directives
}

function readRules(rest: string, offset: number): Pick<Directive, 'rules' | 'justification'> {
  const dashes = /\s-{2,}(?=\s|$)/.exec(rest)
  const names = rest.slice(0, dashes?.index)
  const rules = [...names.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => ({
    id,
    span: { start: offset + index, end: offset + index + id.length },
  }))
  const justification = dashes ? rest.slice(dashes.index + dashes[0].length).trim() : ''
  return { rules, justification }
}
