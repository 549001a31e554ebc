import { escapeToken, type Pointer } from '../pointer.ts'
import type { DuplicateKey, Span } from '../types.ts'
import { type Breakage, describe } from './breakage.ts'
import * as lexical from './lexical.ts'
import type { TextEdit } from './text-edit.ts'
import { treeOf, type Wanted } from './wanted.ts'

/** One way in which a text is no JSON. */
export interface TextProblem {
  kind: Breakage
  message: string
  span: Span
  /** The value that was being read. */
  pointer: Pointer
  /** What to write instead, where that can be told. Safe: the content stays what it was. */
  repair?: { safe: boolean; edits: TextEdit[] }
}

/** Where a value stands, and the key before it when it is a member of an object. */
export interface Place {
  value: Span
  key?: Span | undefined
}

export interface Reading {
  /** In the order of the text. Reading ends at the first problem that leaves open what the rest means. */
  problems: TextProblem[]
  duplicates: DuplicateKey[]
  places: Map<Pointer, Place>
}

interface Frame {
  kind: '{' | '['
  start: number
  /** The key or index of the member being read. */
  token: string | number | undefined
  tokenSpan: Span | undefined
  keys: Map<string, Span>
  wanted: Wanted | undefined
  /** The part of `wanted` that the member being read leads to. */
  wantedMember: Wanted | undefined
  /** Behind the last whole member, or the opening bracket: a truncated text can be cut off here. */
  whole: number
}

type Expected = 'value' | 'element' | 'key' | 'member' | 'colon' | 'next' | 'end'

/** A text with more problems than this is not read on. */
const mostProblems = 100

/**
 * Reads a text that ought to be JSON, says in which ways it is not, where keys repeat, and where the `wanted` values
 * stand. Takes any text; the time is linear in its length, and depth costs no stack.
 */
export function read(text: string, wanted: Iterable<Pointer> = []): Reading {
  const problems: TextProblem[] = []
  const duplicates: DuplicateKey[] = []
  const places = new Map<Pointer, Place>()
  const stack: Frame[] = []
  const wantedRoot = treeOf(wanted)
  const fence = /^\s*```[a-z0-9]*[ \t]*\r?\n/i.exec(text)
  let at = 0
  let comma = 0
  let valueStart = 0

  const top = () => stack[stack.length - 1]
  const pointer = () =>
    stack.map(({ token }) => (token === undefined ? '' : `/${escapeToken(token)}`)).join('')

  function report(kind: Breakage, span: Span, repair?: TextProblem['repair']): void {
    if (problems.length >= mostProblems) return
    const message = describe(kind, text.slice(span.start, span.end))
    problems.push({ kind, message, span, pointer: pointer(), ...(repair && { repair }) })
  }
  /** Reports what leaves open how the rest is meant. */
  function stop(kind: Breakage, span: Span): undefined {
    report(kind, span)
  }
  const safely = (...edits: TextEdit[]) => ({ safe: true, edits })
  const unsafely = (...edits: TextEdit[]) => ({ safe: false, edits })
  const next = (): Expected => (stack.length === 0 ? 'end' : 'next')

  function skipBlank(): void {
    for (;;) {
      while (lexical.isBlank(text.charCodeAt(at))) at++
      const end = lexical.commentEnd(text, at)
      if (end === at) return
      report('comment', { start: at, end }, safely({ start: at, end, text: '' }))
      at = end
    }
  }

  function place(frame: Frame | undefined, value: Span): void {
    const node = frame ? frame.wantedMember : wantedRoot
    if (node?.pointer !== undefined) places.set(node.pointer, { value, key: frame?.tokenSpan })
  }
  function finish(): Expected {
    const frame = top()
    place(frame, { start: valueStart, end: at })
    if (frame) frame.whole = at
    return next()
  }

  function open(kind: '{' | '['): Expected {
    const parent = top()
    const wanted = parent ? parent.wantedMember : wantedRoot
    stack.push({
      kind,
      start: at,
      token: kind === '[' ? 0 : undefined,
      tokenSpan: undefined,
      keys: new Map(),
      wanted,
      wantedMember: kind === '[' ? wanted?.children.get('0') : undefined,
      whole: at + 1,
    })
    at++
    return kind === '{' ? 'member' : 'element'
  }
  function close(): Expected {
    const frame = stack.pop()!
    at++
    valueStart = frame.start
    return finish()
  }

  function value(expected: 'value' | 'element'): Expected | undefined {
    valueStart = at
    const first = text[at]!
    if (first === '"') return stringValue()
    if (first === '{' || first === '[') return open(first)
    if (first === "'") return singleQuoted('value')
    if (first === ']' && expected === 'element') return close()
    if (first === ']' && top()?.kind === '[') return trailingComma()
    if (',:]}'.includes(first)) return stop('missing-value', { start: at, end: at + 1 })
    return word()
  }

  function trailingComma(): Expected {
    const span = { start: comma, end: comma + 1 }
    report('trailing-comma', span, safely({ ...span, text: '' }))
    return close()
  }

  function word(): Expected | undefined {
    const span = { start: at, end: lexical.wordEnd(text, at) }
    const found = text.slice(span.start, span.end)
    const atEnd = span.end === text.length
    at = span.end
    if (lexical.literals.has(found)) return finish()
    if (lexical.number.test(found)) return atEnd && stack.length > 0 ? truncated(span.start) : finish()
    if (atEnd && lexical.isPartial(found)) return truncated(span.start)
    if (stack.length === 0) return stop('not-json', { start: span.start, end: text.length })
    const meant = lexical.foreignLiterals.get(found)
    if (meant !== undefined) report('foreign-literal', span, safely({ ...span, text: meant }))
    else if (lexical.notFinite.has(found)) report('foreign-literal', span)
    else if (lexical.almostNumber.test(found)) report('bad-number', span)
    else return unquoted(span)
    return finish()
  }

  function unquoted(first: Span): Expected | undefined {
    const end = lexical.valueEnd(text, first.end)
    const span = { start: first.start, end }
    const found = text.slice(span.start, end)
    const follows = text[end]
    if (!lexical.identifier.test(found) || (follows !== ',' && follows !== '}' && follows !== ']')) {
      return stop('unquoted-value', span)
    }
    report('unquoted-value', span, safely({ ...span, text: JSON.stringify(found) }))
    return finish()
  }

  /** Moves behind the closing quote of the string that begins here; false when there is none. */
  function string(): boolean {
    const { end, isClosed, raw, escapes } = lexical.scanString(text, at)
    at = end
    if (raw.length > 0) report('control-character', raw[0]!, safely(...raw))
    if (escapes.length > 0) {
      const { start } = escapes[0]!
      // Of what stands behind a backslash only a single quote is surely meant to stand there alone.
      const safe = escapes.every(edit => edit.text === '')
      report('bad-escape', { start, end: start + 2 }, { safe, edits: escapes })
    }
    return isClosed
  }

  function stringValue(): Expected | undefined {
    const start = at
    if (!string()) return truncated(start)
    const end = at
    const result = finish()
    skipBlank()
    const follows = text[at]
    if (follows === undefined || follows === ',' || follows === '}' || follows === ']') return result
    if (result === 'end') return result
    return afterString({ start, end })
  }

  /** A string is followed by something that cannot follow it: it was not meant to end there. */
  function afterString(span: Span): Expected | undefined {
    const isKey = lexical.startsKey(text, at)
    if (text[at] === '"' && (isKey || (top()?.kind === '[' && text.charCodeAt(span.end) !== 34))) {
      const edit = { start: span.end, end: span.end, text: ',' }
      report('missing-comma', { start: span.end, end: at }, safely(edit))
      comma = span.end
      return afterComma()
    }
    if (/^[\w-]+"\s*:/.test(text.slice(at, at + 80))) return stop('unclosed-string', span)
    if (text.indexOf('"', at) === -1)
      return stop('unexpected-text', { start: at, end: lexical.valueEnd(text, at) })
    return stop('unescaped-quote', { start: span.end - 1, end: span.end })
  }

  function singleQuoted(role: 'value' | 'key'): Expected | undefined {
    const start = at
    let end = start + 1
    while (end < text.length && text[end] !== "'") end += text[end] === '\\' ? 2 : 1
    if (end >= text.length) return truncated(start)
    const span = { start, end: end + 1 }
    const content = text.slice(start + 1, end)
    const plain = !/["\\]/.test(content)
    at = span.end
    const edits = plain ? safely({ ...span, text: JSON.stringify(content) }) : undefined
    if (role === 'value') {
      report('single-quotes', span, edits)
      return edits ? finish() : undefined
    }
    nameMember(content, span)
    report('single-quotes', span, edits)
    return edits ? 'colon' : undefined
  }

  function nameMember(key: string, span: Span): void {
    const frame = top()!
    frame.token = key
    frame.tokenSpan = span
    frame.wantedMember = frame.wanted?.children.get(key)
    const first = frame.keys.get(key)
    if (first && duplicates.length < mostProblems) duplicates.push({ key, pointer: pointer(), span, first })
    frame.keys.set(key, span)
  }

  function key(expected: 'member' | 'key'): Expected | undefined {
    const first = text[at]!
    if (first === '"') return stringKey()
    if (first === "'") return singleQuoted('key')
    if (first === '}') return expected === 'member' ? close() : trailingComma()
    if (first === ',') {
      const span = { start: at, end: at + 1 }
      report('stray-comma', span, safely({ ...span, text: '' }))
      at++
      return expected
    }
    if (first === '{' && expected === 'member') {
      const span = { start: at, end: ++at }
      report('doubled-bracket', span, safely({ ...span, text: '' }))
      return expected
    }
    if (first === ']') return stop('mismatched-bracket', { start: at, end: at + 1 })
    const span = { start: at, end: lexical.wordEnd(text, at) }
    const name = text.slice(span.start, span.end)
    if (!lexical.identifier.test(name))
      return stop('unexpected-text', { start: at, end: Math.max(at + 1, span.end) })
    at = span.end
    nameMember(name, span)
    report('unquoted-key', span, safely({ ...span, text: JSON.stringify(name) }))
    return 'colon'
  }

  function stringKey(): Expected | undefined {
    const span = { start: at, end: at }
    const closed = string()
    span.end = at
    const raw = text.slice(span.start + 1, closed ? at - 1 : at)
    const lost = /^\s*([\w$.-]+)\s*:/.exec(raw)
    if (closed) {
      skipBlank()
      if (text[at] === ':' || text[at] === undefined || !lost) {
        nameMember(lexical.decodeKey(raw), span)
        return 'colon'
      }
    } else if (!lost || !/[}\]]\s*$/.test(raw)) return truncated(span.start)
    nameMember(lost![1]!, span)
    return stop('unclosed-key', { start: span.start, end: span.start + 1 + lost![0].length - 1 })
  }

  function colon(): Expected | undefined {
    if (text[at] !== ':') return stop('missing-colon', top()!.tokenSpan!)
    at++
    return 'value'
  }

  function afterComma(): Expected {
    const frame = top()!
    if (frame.kind === '{') {
      frame.token = undefined
      return 'key'
    }
    frame.token = (frame.token as number) + 1
    frame.wantedMember = frame.wanted?.children.get(String(frame.token))
    return 'value'
  }

  function afterValue(): Expected | undefined {
    const frame = top()!
    const found = text[at]!
    if (found === ',') {
      comma = at++
      return afterComma()
    }
    if (found === (frame.kind === '{' ? '}' : ']')) return close()
    const span = { start: at, end: at + 1 }
    if (found === '}' || found === ']') return stop('mismatched-bracket', span)
    if (found !== '"' && found !== '{' && found !== '[') {
      return stop('unexpected-text', { start: at, end: Math.max(at + 1, lexical.valueEnd(text, at)) })
    }
    if (frame.kind === '{' && !lexical.startsKey(text, at)) return stop('unexpected-text', span)
    report('missing-comma', span, safely({ start: frame.whole, end: frame.whole, text: ',' }))
    comma = at
    return afterComma()
  }

  function trailing(): void {
    const rest = text.slice(at)
    const span = { start: at, end: at + rest.trimEnd().length }
    const edit = { start: at, end: text.length, text: '' }
    if (fence && /^```\s*$/.test(rest)) return
    if (/^[\s,\]}]+$/.test(rest)) report('trailing-bracket', span, safely(edit))
    else report('trailing-data', span, unsafely(edit))
  }

  function truncated(from: number): undefined {
    report('truncated', { start: from, end: text.length }, { safe: false, edits: closing(from) })
  }

  /** What closes everything that is open: a string that was cut keeps what it has, any other cut value is dropped. */
  function closing(from: number): TextEdit[] {
    const brackets = stack
      .map(frame => (frame.kind === '{' ? '}' : ']'))
      .reverse()
      .join('')
    const frame = top()
    if (text[from] === '"' && from === valueStart) {
      const end = lexical.wholeEscapes(text)
      return [{ start: end, end: text.length, text: `"${brackets}` }]
    }
    return [{ start: frame?.whole ?? 0, end: text.length, text: brackets }]
  }

  if (fence) {
    const closes = text.trimEnd().endsWith('```') ? text.lastIndexOf('```') : -1
    const edits = [{ start: 0, end: fence[0].length, text: '' }]
    if (closes >= fence[0].length) edits.push({ start: closes, end: text.length, text: '' })
    report('code-fence', { start: text.indexOf('`'), end: fence[0].length }, safely(...edits))
    at = fence[0].length
  }
  if (text.startsWith('\ufeff')) {
    at = 1
    report('unexpected-text', { start: 0, end: 1 }, safely({ start: 0, end: 1, text: '' }))
  }
  let expected: Expected | undefined = 'value'
  while (expected !== undefined && problems.length < mostProblems) {
    skipBlank()
    if (at >= text.length) {
      if (expected === 'value' && stack.length === 0) report('empty', { start: 0, end: text.length })
      else if (expected !== 'end') truncated(top()?.whole ?? 0)
      break
    }
    if (expected === 'end') {
      trailing()
      break
    }
    if (expected === 'value' || expected === 'element') expected = value(expected)
    else if (expected === 'key' || expected === 'member') expected = key(expected)
    else expected = expected === 'colon' ? colon() : afterValue()
  }
  return { problems, duplicates, places }
}
