import type { Fault } from '../fault.ts'

/** Explains why the parser gave up at a place: what stands there or before it is wrong. */
export type Mistake = (text: string, index: number) => Fault

/** What it gave up in or behind begins with the last match of `start`; `width` units of it stand at the place itself. */
function mistake(start: RegExp, reason: string, wayOut: string, width = 0): Mistake {
  return (text, index) => ({ ...before(text, index + width, start), reason, wayOut })
}

function before(text: string, end: number, start: RegExp): { index: number; text: string } {
  const from = Math.max(text.slice(0, end).search(start), 0)
  return { index: from, text: text.slice(from, end) }
}

export const unclosedGroup = mistake(/$/, 'comes before a group is closed', 'close it, or write `\\(`')
export const unclosedClass = mistake(/$/, 'comes before a class is closed', 'close it, or write `\\[`')
export const unopenedGroup = mistake(/\)$/, 'closes a group that nothing opened', 'write `\\)`', 1)
export const lastBackslash = mistake(/\\$/, 'escapes nothing', 'write `\\\\`', 1)
export const reversedRange = mistake(
  /(?:\\?[^\\])-(?:\\?[^\\])$/,
  'is a range that ends before it begins',
  'swap its ends',
)
export const reversedBounds = mistake(/\{[^{]*$/, 'has its bounds the wrong way round', 'swap them')
export const loneBracket = mistake(
  /.$/,
  'stands alone, which the `u` flag forbids, and other escapes need that flag',
  'put a backslash before it',
  1,
)
export const incompleteQuantifier = mistake(/\{[^{]*$/, 'starts no complete quantifier', 'write `\\{`')
export const rangeOfClass = mistake(/[^[]*$/, 'holds a range with a class at one end', 'write `\\-`')
export const unknownProperty = mistake(
  /\\[pP][^\\]*$/,
  'names no property that ECMAScript knows',
  'write a general category (`\\p{L}`), or `\\p{Script=Greek}`',
)
export const repeatedName = mistake(/\(\?<[^<]*$/, 'takes a name for the second time', 'leave the name out')
export const badName = mistake(
  /\(\?<[^<]*$/,
  'has no name that ECMAScript takes',
  'use letters, digits and `_`',
)
export const unknownReference = mistake(
  /\\k[^\\]*$/,
  'refers to a group that is not there',
  'name one: `(?<name>…)`',
)
export const namelessReference = mistake(/\\k[^\\]*$/, 'refers to no group', 'name one: `\\k<name>`')

/** Brackets in classes hide the depth from whoever only counts. */
export const tooDeep = mistake(/\([^(]*$/, 'opens more groups than can be followed', 'nest less deeply')

/** What nobody writes by mistake. */
export function refused(because: string): Mistake {
  return (text, index) => ({
    index,
    text: text.slice(index, index + 1),
    reason: `is refused (${because})`,
    wayOut: 'escape it',
  })
}

export function badEscape(text: string, index: number): Fault {
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

export function badGroup(text: string, index: number): Fault {
  for (const [start, reason, wayOut] of foreign) {
    start.lastIndex = index
    const found = start.exec(text)
    if (found) return { index, text: found[0], reason, wayOut }
  }
  return { index, text: '(', reason: 'starts no group', wayOut: 'write `(?:`' }
}

export function nothingToRepeat(text: string, index: number): Fault {
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
