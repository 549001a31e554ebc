import type { Fault } from '../fault.ts'
import type * as AST from '../syntax/tree.ts'
import { complement, merge, type Range, utf8Chains, utf8Length } from './utf8.ts'

/** Bytes that Rust's `regex` spends on a compiled pattern at most, unless told otherwise. */
const limit = 10 * 1024 * 1024

/**
 * Finds the repetition that makes a pattern too big for Rust: each round of `x{n}` is compiled anew, and `regex` compares
 * the bytes of the automaton with a limit. The sizes are those of `regex-automata` 0.4, in which a state takes 32 bytes and
 * a class as many states as its UTF-8 needs; what is not known is taken for small.
 */
export function sizeFault(tree: AST.Pattern): Fault | undefined {
  if (!/\{\d*,?\d{2}/.test(tree.raw)) return undefined
  const sizer: Sizer = { fancy: false, biggest: undefined }
  const bytes = alternativesSize(tree.alternatives, sizer)
  const most = sizer.fancy ? (sizer.biggest?.bytes ?? 0) : bytes
  if (most <= limit || !sizer.biggest) return undefined
  const { node } = sizer.biggest
  const rounds = Math.floor(limit / elementSize(node.element, sizer))
  return {
    index: node.start,
    text: node.raw,
    reason: 'grows too big when it is compiled',
    wayOut: rounds > 0 ? `keep the bound below ${roundDown(rounds)}` : 'lower the bounds',
  }
}

/** Two digits are all that is promised. */
function roundDown(n: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(n)) - 1)
  return Math.floor(n / unit) * unit
}

interface Sizer {
  /** With look-around or backreferences the parts are compiled one by one, and `\w` is that of Unicode. */
  fancy: boolean
  biggest: { node: AST.Quantifier; bytes: number } | undefined
}

const state = 32
const branch = 4
const byteRange = 8
const split = state + 2 * branch

/** The biggest alternative: what several cost together depends on what they have in common. */
function alternativesSize(alternatives: readonly AST.Alternative[], sizer: Sizer): number {
  let most = 0
  for (const { elements } of alternatives) {
    let bytes = 0
    for (const element of elements) bytes += elementSize(element, sizer)
    most = Math.max(most, bytes)
  }
  return most
}

function elementSize(node: AST.Element, sizer: Sizer): number {
  switch (node.type) {
    case 'Character':
      return state * utf8Length(node.value)
    case 'CharacterSet':
      return classSize([node], false, sizer)
    case 'CharacterClass':
      return classSize(node.elements, node.negate, sizer)
    case 'Group':
      return alternativesSize(node.alternatives, sizer)
    case 'CapturingGroup':
      return 2 * state + alternativesSize(node.alternatives, sizer)
    case 'Quantifier':
      return quantifierSize(node, sizer)
    case 'Assertion':
      if (node.kind === 'lookahead' || node.kind === 'lookbehind') {
        sizer.fancy = true
        alternativesSize(node.alternatives, sizer)
        return 0
      }
      return state
    case 'Backreference':
      sizer.fancy = true
      return 0
  }
}

function quantifierSize(node: AST.Quantifier, sizer: Sizer): number {
  const one = elementSize(node.element, sizer)
  const bytes = Number.isFinite(node.max)
    ? node.min * one + (node.max - node.min) * (one + split)
    : Math.max(node.min, 1) * one + split
  if (bytes > (sizer.biggest?.bytes ?? 0)) sizer.biggest = { node, bytes }
  return bytes
}

/* ------------------------------------------------------------------ classes */

const spaces: Range[] = [
  [9, 13],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x2003, 0x2003],
  [0x2029, 0x2029],
  [0xfeff, 0xfeff],
]
const words: Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
]
const notAny: Range[] = [[10, 10]]
const unicodeBytes = { digit: 5100, space: 680, word: 50_000 }

/** Bytes for `\p{…}`, as measured: big sets only, by their names and values. */
const propertyBytes: Record<string, number> = {
  ...spread(42_000, 'L', 'Letter', 'C', 'Other', 'Cn', 'Unassigned', 'ID_Start', 'IDS', 'XID_Start', 'XIDS'),
  ...spread(
    26_000,
    'Lu',
    'Uppercase_Letter',
    'Uppercase',
    'Upper',
    'Ll',
    'Lowercase_Letter',
    'Lowercase',
    'Lower',
  ),
  ...spread(34_000, 'Lo', 'Other_Letter'),
  ...spread(18_500, 'M', 'Mark', 'Combining_Mark', 'Mn', 'Nonspacing_Mark'),
  ...spread(47_000, 'Alphabetic', 'Alpha', 'ID_Continue', 'IDC', 'XID_Continue', 'XIDC'),
  ...spread(9500, 'N', 'Number', 'LC', 'Cased_Letter', 'Cased', 'Mc', 'Spacing_Mark'),
  ...spread(11_000, 'P', 'Punctuation', 'punct', 'Po', 'Other_Punctuation'),
  ...spread(13_000, 'S', 'Symbol', 'So', 'Other_Symbol'),
  ...spread(
    5000,
    'Nd',
    'Decimal_Number',
    'digit',
    'No',
    'Other_Number',
    'Emoji',
    'Extended_Pictographic',
    'ExtPict',
  ),
  ...spread(3500, 'Sm', 'Math_Symbol', 'Ps', 'Open_Punctuation', 'Pe', 'Close_Punctuation', 'Han', 'Hani'),
}

function spread(bytes: number, ...names: string[]): Record<string, number> {
  return Object.fromEntries(names.map(name => [name, bytes]))
}

function classSize(parts: readonly AST.ClassElement[], negate: boolean, sizer: Sizer): number {
  const ranges: Range[] = []
  let known = 0
  for (const part of parts) {
    if (part.type === 'Character') ranges.push([part.value, part.value])
    else if (part.type === 'CharacterClassRange') ranges.push([part.min.value, part.max.value])
    else if (part.kind === 'property') known = Math.max(known, propertyBytes[part.name!] ?? 2 * state)
    else if (part.kind === 'any') ranges.push(...complement(notAny))
    else if (sizer.fancy) known = Math.max(known, unicodeBytes[part.kind])
    else ranges.push(...escapedSet(part.kind, part.negate))
  }
  if (known > 0) return known
  const merged = merge(ranges)
  return rangesSize(negate ? complement(merged) : merged)
}

function escapedSet(kind: AST.CharacterSet['kind'], negate: boolean): readonly Range[] {
  const set = kind === 'digit' ? words.slice(0, 1) : kind === 'word' ? words : spaces
  return negate ? complement(set) : set
}

function rangesSize(ranges: readonly Range[]): number {
  if (ranges.length === 1 && ranges[0]![0] === ranges[0]![1]) return state * utf8Length(ranges[0]![0])
  if (ranges.every(([, last]) => last < 0x80)) return 2 * state + byteRange * ranges.length
  // One chain of states for each way to spell the range; chains that begin alike share their beginning.
  const states = new Set<string>()
  let chains = 0
  for (const range of ranges) {
    for (const bytes of utf8Chains(range)) {
      chains++
      let prefix = ''
      for (const byte of bytes) {
        prefix += byte
        states.add(prefix)
      }
    }
  }
  return 2 * state + branch * chains + state * states.size
}
