import type { Span } from '../types.ts'
import { emptiness, type Format, type SyntaxKind, type SyntaxProblem } from './document.ts'
import { blank, correct, createNotes, excerpt, note } from './json-notes.ts'
import { endOfLine } from './json-text.ts'
import { nextToken, type Reader, type Token, type TokenType } from './json-tokens.ts'

export interface CheckedJson {
  /** In the order of the text. Empty exactly when the text is valid. */
  problems: SyntaxProblem[]
  /** Valid JSON of the same length that means the same; undefined when that is not certain. */
  corrected: string | undefined
}

/** What may come next. A `key` or an `item` may be missing before a closing bracket. */
type Expected = 'value' | 'key' | 'colon' | 'item' | 'more'

interface State {
  reader: Reader
  /** The brackets around this place. */
  open: ('{' | '[')[]
  expected: Expected
  /** The comma before this place, if there is one. */
  comma: Span | undefined
  /** The key or value before this place. */
  previous: Token
}

/** What to do after a token: read the next one, look at the same one again, or give up. */
type Step = 'next' | 'again' | 'stop'

const CLOSERS = { '{': '}', '[': ']' } as const
const PYTHON: Record<string, string> = { True: 'true', False: 'false', None: 'null' }
const NO_JSON = ['NaN', 'Infinity', 'undefined']
const TEXT: TokenType[] = ['string', 'number', 'word']
const SEVERAL =
  'JSON holds one value, and a second one begins here: put them in an array, or one per line in a `.jsonl` file.'

/** Says where and how a text breaks the grammar of JSON. It reads on behind whatever leaves no doubt where the rest begins. */
export function checkJson(text: string, format: Format): CheckedJson {
  const notes = createNotes()
  const reader = { text, at: 0, comments: format === 'jsonc', notes }
  const previous: Token = { type: 'other', start: 0, end: 0 }
  const state: State = { reader, open: [], expected: 'value', comma: undefined, previous }
  let token = nextToken(reader)
  for (let step: Step = 'next'; step !== 'stop'; ) {
    step = token.type === 'broken' ? stop(state) : STEPS[state.expected](state, token)
    if (step === 'next') token = nextToken(reader)
  }
  notes.problems.sort((a, b) => a.span.start - b.span.start)
  return { problems: notes.problems, corrected: correct(text, notes) }
}

const STEPS: Record<Expected, (state: State, token: Token) => Step> = {
  value: readValue,
  item: (state, token) => (isCloser(token) ? close(state, token) : readValue(state, token)),
  key: readKey,
  colon: readColon,
  more: readMore,
}

function readValue(state: State, token: Token): Step {
  const { open } = state
  switch (token.type) {
    case '{':
    case '[':
      open.push(token.type)
      state.comma = undefined
      state.expected = token.type === '{' ? 'key' : 'item'
      return 'next'
    case 'string':
    case 'number':
      return done(state, token)
    case 'word':
      return readWord(state, token)
    case 'end':
      return open.length === 0 && !isCutString(token) ? empty(state) : truncated(state, token)
    case ',':
    case '}':
    case ']':
      return missingValue(state, token)
    default:
      return misplaced(state, token, 'a value')
  }
}

function done(state: State, token: Token): Step {
  state.previous = token
  state.comma = undefined
  state.expected = 'more'
  return 'next'
}

function readWord(state: State, token: Token): Step {
  const { reader } = state
  const word = reader.text.slice(token.start, token.end)
  if (word === 'true' || word === 'false' || word === 'null') return done(state, token)
  if (Object.hasOwn(PYTHON, word)) {
    const message = `\`${word}\` is Python: JSON writes \`${PYTHON[word]}\`.`
    note(reader.notes, 'python-literal', token, message, PYTHON[word])
    return done(state, token)
  }
  if (NO_JSON.includes(word)) {
    const message = `JSON has no \`${word}\`: write another value, or leave it out.`
    note(reader.notes, 'no-json-value', token, message)
    return done(state, token)
  }
  return readUnquoted(state, token)
}

/** Takes all words up to what may follow a value. */
function readUnquoted(state: State, { type, start }: Token): Step {
  const { reader } = state
  const line = reader.text.slice(start, endOfLine(reader.text, start))
  const words = line.slice(0, line.search(/[,\]}]|$/)).trimEnd()
  reader.at = start + words.length
  const token = { type, start, end: reader.at }
  const message = `\`${excerpt(words)}\` is no JSON value: put text in double quotes.`
  note(reader.notes, 'unquoted-value', token, message)
  return done(state, token)
}

function readKey(state: State, token: Token): Step {
  const { text, notes } = state.reader
  switch (token.type) {
    case 'word':
    case 'number': {
      const key = excerpt(text.slice(token.start, token.end))
      note(notes, 'unquoted-key', token, `The key \`${key}\` takes double quotes: write \`"${key}"\`.`)
      break
    }
    case 'string':
      break
    case '}':
    case ']':
      return close(state, token)
    case ',':
      return missingValue(state, token)
    case 'end':
      return truncated(state, token)
    default:
      return misplaced(state, token, 'a key in double quotes')
  }
  state.previous = token
  state.comma = undefined
  state.expected = 'colon'
  return 'next'
}

function readColon(state: State, token: Token): Step {
  const { reader, previous } = state
  const key = reader.text.slice(previous.start, previous.end)
  switch (token.type) {
    case ':':
      state.expected = 'value'
      return 'next'
    case ',':
    case '}':
    case ']':
      note(reader.notes, 'missing-value', previous, `The key \`${excerpt(key)}\` has no value.`)
      state.expected = 'more'
      return 'again'
    case 'end':
      return truncated(state, token)
    case 'other':
      return misplaced(state, token, 'a colon')
    default:
      if (touches(state, token)) return key.includes(':') ? unclosedKey(state, key) : unescapedQuote(state)
      note(
        reader.notes,
        'missing-colon',
        token,
        `A colon is missing between the key \`${excerpt(key)}\` and this.`,
      )
      state.expected = 'value'
      return 'again'
  }
}

function readMore(state: State, token: Token): Step {
  const { reader, open } = state
  if (open.length === 0) return token.type === 'end' && !isCutString(token) ? 'stop' : trailing(state, token)
  switch (token.type) {
    case ',':
      state.comma = token
      state.expected = open.at(-1) === '{' ? 'key' : 'item'
      return 'next'
    case '}':
    case ']':
      return close(state, token)
    case 'end':
      return truncated(state, token)
    case ':':
    case 'other':
      return misplaced(state, token, `a comma or \`${CLOSERS[open.at(-1)!]}\``)
    default:
      if (touches(state, token)) return unescapedQuote(state)
      note(reader.notes, 'missing-comma', token, 'A comma is missing before this.')
      state.expected = open.at(-1) === '{' ? 'key' : 'item'
      return 'again'
  }
}

function close(state: State, token: Token): Step {
  const { reader, open, comma } = state
  const opened = open.at(-1)!
  if (CLOSERS[opened] !== token.type) {
    const message = `\`${token.type}\` closes no \`${opened}\`: \`${CLOSERS[opened]}\` is missing before it.`
    return fail(state, 'wrong-bracket', token, message)
  }
  if (comma && reader.comments) blank(reader.notes, comma)
  else if (comma) {
    const message = `JSON allows no comma before \`${token.type}\`: remove it.`
    note(reader.notes, 'trailing-comma', comma, message, ' ')
  }
  open.pop()
  return done(state, token)
}

/* ------------------------------------------------------------------ what is wrong */

function missingValue(state: State, token: Token): Step {
  const { reader, open, expected } = state
  if (open.length === 0) return misplaced(state, token, 'a value')
  if (expected === 'value') {
    note(reader.notes, 'missing-value', token, `A value is missing before \`${token.type}\`.`)
    state.expected = 'more'
    return 'again'
  }
  const message = 'Nothing stands before this comma: remove it, or put something there.'
  note(reader.notes, 'missing-value', token, message)
  state.comma = undefined
  return 'next'
}

function unclosedKey(state: State, key: string): Step {
  const name = key.slice(1, key.indexOf(':'))
  const { start } = state.previous
  const span = { start, end: start + 1 + name.length }
  return fail(state, 'unclosed-key', span, `The key \`${excerpt(name)}\` has no closing quote.`)
}

function unescapedQuote(state: State): Step {
  const { end } = state.previous
  return fail(state, 'unescaped-quote', { start: end - 1, end }, 'A quote inside a string is written `\\"`.')
}

function truncated(state: State, token: Token): Step {
  const { reader, open } = state
  const quoteMissing = isCutString(token) ? '"' : ''
  const closers = open.map(bracket => CLOSERS[bracket])
  const missing = excerpt(quoteMissing + closers.reverse().join(''))
  const end = reader.text.trimEnd().length
  const message = `The text ends too early: \`${missing}\` is missing.`
  return fail(state, 'truncated', { start: end, end }, message)
}

function trailing(state: State, token: Token): Step {
  switch (token.type) {
    case '{':
    case '[':
      return fail(state, 'several-values', token, SEVERAL)
    case '}':
    case ']':
      return fail(state, 'trailing-data', token, `\`${token.type}\` closes nothing: remove it.`)
    default:
      return fail(state, 'trailing-data', token, 'JSON ends with its first value: remove what follows.')
  }
}

function misplaced(state: State, token: Token, expected: string): Step {
  const found = excerpt(state.reader.text.slice(token.start, token.end))
  return fail(state, 'misplaced-token', token, `\`${found}\` has no place here: ${expected} is expected.`)
}

function empty(state: State): Step {
  const { text, notes } = state.reader
  notes.problems = [emptiness(text)]
  return stop(state)
}

function fail(state: State, kind: SyntaxKind, span: Span, message: string): Step {
  note(state.reader.notes, kind, span, message)
  return stop(state)
}

function stop({ reader }: State): Step {
  reader.notes.corrections = undefined
  return 'stop'
}

/* ------------------------------------------------------------------ what a token says */

function isCloser({ type }: Token): boolean {
  return type === '}' || type === ']'
}

/** Whether the text ends inside a string. */
function isCutString({ type, start, end }: Token): boolean {
  return type === 'end' && end > start
}

/** Whether a string ends where the token begins: then the quote between them was hardly meant as its end. */
function touches({ previous }: State, { type, start }: Token): boolean {
  return previous.type === 'string' && previous.end === start && TEXT.includes(type)
}
