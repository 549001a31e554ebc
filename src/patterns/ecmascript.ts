import type { AST } from '@eslint-community/regexpp'
import type { Fault } from './fault.ts'
import { parser } from './parser.ts'

/** A pattern as ECMAScript reads it. */
export interface Reading {
  text: string
  /** Undefined when it does not compile, or is too long for a look at every part. */
  tree: AST.Pattern | undefined
  /** Whether it compiles with the `u` flag, as JSON Schema wants it; many patterns compile only without. */
  unicode: boolean
  fault: Fault | undefined
}

const longest = 20_000
const deepest = 250

/** Reads a pattern with the `u` flag, and without it where that fails. */
export function readEcmaScript(text: string): Reading {
  if (text.length > longest) return { text, tree: undefined, unicode: true, fault: compileFault(text) }
  const tooDeep = depthFault(text)
  if (tooDeep) return { text, tree: undefined, unicode: true, fault: tooDeep }
  const withFlag = parse(text, true)
  if (!(withFlag instanceof SyntaxError)) return { text, tree: withFlag, unicode: true, fault: undefined }
  if (needsFlag.test(text)) return { text, tree: undefined, unicode: true, fault: explain(text, withFlag) }
  const without = parse(text, false)
  if (!(without instanceof SyntaxError)) return { text, tree: without, unicode: false, fault: undefined }
  return { text, tree: undefined, unicode: false, fault: explain(text, without) }
}

/** Escapes that stand for mere letters without the `u` flag: nobody means that. */
const needsFlag = /(?<!\\)(?:\\\\)*\\(?:[pP](?:\{|[A-Z])|[xu]\{)/

type ParseError = SyntaxError & { index: number }

function parse(text: string, unicode: boolean): AST.Pattern | ParseError {
  try {
    return parser.parsePattern(text, 0, text.length, { unicode })
  } catch (error) {
    return error as ParseError
  }
}

function compileFault(text: string): Fault | undefined {
  for (const flags of ['u', '']) {
    try {
      RegExp(text, flags)
      return undefined
    } catch {}
  }
  return {
    index: 0,
    text: text.slice(0, 40),
    reason: 'begins no expression that an engine takes',
    wayOut: 'write a shorter one',
  }
}

/** Counts brackets without a parser, whose stack ends where a hostile pattern wants it to. */
function depthFault(text: string): Fault | undefined {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '\\') i++
    else if (c === ')') depth--
    else if (c === '(' && ++depth > deepest) {
      return {
        index: i,
        text: '(',
        reason: `opens a group inside ${deepest} others`,
        wayOut: 'nest less deeply',
      }
    }
  }
  return undefined
}

/* ------------------------------------------------------------------ what the parser found */

function explain(text: string, error: ParseError): Fault {
  const { index } = error
  const message = error.message
    .slice(error.message.lastIndexOf(`/${text}/`) + text.length + 2)
    .replace(/^u?: /, '')
  if (message === 'Invalid group') return explainGroup(text, index - 1)
  if (message === 'Nothing to repeat') return explainQuantifier(text, index)
  if (message.startsWith('Invalid escape') || message.startsWith('Invalid unicode'))
    return explainEscape(text, index)
  const known = explanations[message]
  if (!known)
    return {
      index,
      text: text.slice(index, index + 1),
      reason: `is refused (${message})`,
      wayOut: 'escape it',
    }
  const [start, reason, wayOut] = known
  return { ...before(text, atIndex.has(message) ? index + 1 : index, start), reason, wayOut }
}

/** By the parser's message: how what it gave up in or behind begins, what is wrong with it, and the way out. */
const explanations: Record<string, [start: RegExp, reason: string, wayOut: string]> = {
  'Unterminated group': [/$/, 'comes before a group is closed', 'close it, or write `\\(`'],
  'Unterminated character class': [/$/, 'comes before a class is closed', 'close it, or write `\\[`'],
  "Unmatched ')'": [/\)$/, 'closes a group that nothing opened', 'write `\\)`'],
  '\\ at end of pattern': [/\\$/, 'escapes nothing', 'write `\\\\`'],
  'Range out of order in character class': [
    /(?:\\?[^\\])-(?:\\?[^\\])$/,
    'is a range that ends before it begins',
    'swap its ends',
  ],
  'numbers out of order in {} quantifier': [/\{[^{]*$/, 'has its bounds the wrong way round', 'swap them'],
  'Lone quantifier brackets': [
    /.$/,
    'stands alone, which the `u` flag forbids, and other escapes need that flag',
    'put a backslash before it',
  ],
  'Incomplete quantifier': [/\{[^{]*$/, 'starts no complete quantifier', 'write `\\{`'],
  'Invalid character class': [/[^[]*$/, 'holds a range with a class at one end', 'write `\\-`'],
  'Invalid property name': [
    /\\[pP][^\\]*$/,
    'names no property that ECMAScript knows',
    'write a general category (`\\p{L}`), or `\\p{Script=Greek}`',
  ],
  'Duplicate capture group name': [/\(\?<[^<]*$/, 'takes a name for the second time', 'leave the name out'],
  'Invalid capture group name': [
    /\(\?<[^<]*$/,
    'has no name that ECMAScript takes',
    'use letters, digits and `_`',
  ],
  'Invalid named capture referenced': [
    /\\k[^\\]*$/,
    'refers to a group that is not there',
    'name one: `(?<name>…)`',
  ],
  'Invalid named reference': [/\\k[^\\]*$/, 'refers to no group', 'name one: `\\k<name>`'],
}

/** Messages whose index is that of the culprit itself. */
const atIndex = new Set(["Unmatched ')'", '\\ at end of pattern', 'Lone quantifier brackets'])

/** The text in or before the place where the parser gave up, from the last match of `start` on. */
function before(text: string, index: number, start: RegExp): { index: number; text: string } {
  const from = Math.max(text.slice(0, index).search(start), 0)
  return { index: from, text: text.slice(from, index) }
}

function explainEscape(text: string, index: number): Fault {
  const from = Math.max(text.lastIndexOf('\\', index), 0)
  return {
    index: from,
    text: /^\\(?:[xu]\{[^}]*\}?|.)/su.exec(text.slice(from))?.[0] ?? '\\',
    reason: 'is no escape with the `u` flag, and other escapes need that flag',
    wayOut: 'leave the backslash out, or write `\\u{…}` with up to six digits',
  }
}

/** Groups of other engines, as they begin. */
const foreign: [RegExp, reason: string, wayOut: string][] = [
  [/\(\?P</y, 'names a group as Python does', 'write `(?<`'],
  [/\(\?P=\w*\)?/y, 'refers to a group as Python does', 'write `\\k<name>`'],
  [/\(\?>/y, 'opens an atomic group, which ECMAScript lacks', 'write `(?:`'],
  [/\(\?#[^)]*\)?/y, 'is a comment, which ECMAScript lacks', 'leave it out'],
  [
    /\(\?[a-zA-Z-]+\)/y,
    'sets flags, which ECMAScript takes only for a group',
    'spell out what they do: `[aA]` for `(?i)a`',
  ],
  [/\(\?.?/y, 'starts no group that ECMAScript knows', 'write `(?:`'],
]

function explainGroup(text: string, index: number): Fault {
  for (const [start, reason, wayOut] of foreign) {
    start.lastIndex = index
    const found = start.exec(text)
    if (found) return { index, text: found[0], reason, wayOut }
  }
  return { index, text: '(', reason: 'starts no group', wayOut: 'write `(?:`' }
}

function explainQuantifier(text: string, index: number): Fault {
  const quantifier = before(text, index, /\{[^{]*$|.$/s)
  const previous = text[quantifier.index - 1]
  if (previous !== undefined && /[*+?}]/.test(previous)) {
    return {
      ...quantifier,
      reason: 'repeats a quantifier',
      wayOut: 'leave it out, or put the inner one into a group: `(?:…)`',
    }
  }
  return { ...quantifier, reason: 'has nothing to repeat', wayOut: `write \`\\${quantifier.text[0]}\`` }
}
