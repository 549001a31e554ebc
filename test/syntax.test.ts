import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type AST, RegExpParser } from '@eslint-community/regexpp'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPropertyOfEngine, type Node, PatternError, parsePattern } from '../src/patterns/syntax/index.ts'

const regexpp = new RegExpParser({ ecmaVersion: 2025 })

/** What can be told of a pattern: its tree, or where it is none. */
type Told = { tree: unknown } | { index: number }

function theirs(text: string, unicode: boolean): Told {
  try {
    return { tree: plainOf(regexpp.parsePattern(text, 0, text.length, { unicode })) }
  } catch (error) {
    return { index: (error as { index: number }).index }
  }
}

function ours(text: string, unicode: boolean): Told {
  try {
    return { tree: plainOf(parsePattern(text, unicode)) }
  } catch (error) {
    // A group that is none is theirs from its second character on.
    const { index, mistake } = error as PatternError
    return { index: mistake.name === 'badGroup' ? index + 1 : index }
  }
}

/** A tree without the ways up, and without what only one of the two says. */
function plainOf(node: Node | AST.Node): unknown {
  const { type, start, end, raw } = node
  const place = { type, start, end, raw }
  switch (node.type) {
    case 'Pattern':
      return { ...place, alternatives: node.alternatives.map(plainOf) }
    case 'Alternative':
      return { ...place, elements: node.elements.map(plainOf) }
    case 'Group':
      return { ...place, modifiers: Boolean(node.modifiers), alternatives: node.alternatives.map(plainOf) }
    case 'CapturingGroup':
      return { ...place, name: node.name ?? undefined, alternatives: node.alternatives.map(plainOf) }
    case 'Assertion':
      return {
        ...place,
        kind: node.kind,
        negate: 'negate' in node && node.negate,
        alternatives: 'alternatives' in node ? node.alternatives.map(plainOf) : [],
      }
    case 'Quantifier':
      return { ...place, min: node.min, max: node.max, element: plainOf(node.element) }
    case 'Character':
      return { ...place, value: node.value }
    case 'CharacterSet':
      return {
        ...place,
        kind: node.kind,
        negate: 'negate' in node && node.negate,
        name: 'name' in node ? node.name : 'key' in node ? (node.value ?? node.key) : undefined,
      }
    case 'CharacterClass':
      return { ...place, negate: node.negate, elements: node.elements.map(plainOf) }
    case 'CharacterClassRange':
      return { ...place, min: plainOf(node.min), max: plainOf(node.max) }
    case 'Backreference':
      return { ...place, ref: node.ref }
  }
  throw new Error(`No node of ours: ${type}`)
}

function isPattern(text: string): boolean {
  try {
    return Boolean(parsePattern(text, true))
  } catch {
    return false
  }
}

function compiles(text: string): boolean {
  try {
    return Boolean(new RegExp(text, 'u'))
  } catch {
    return false
  }
}

function compare(text: string): void {
  for (const unicode of [true, false]) {
    expect({ text, unicode, ...ours(text, unicode) }).toEqual({ text, unicode, ...theirs(text, unicode) })
  }
}

/** All patterns in a value, wherever they stand. */
function patternsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => [
    ...(key === 'pattern' && typeof member === 'string' ? [member] : []),
    ...(key === 'patternProperties' && typeof member === 'object' ? Object.keys(member ?? {}) : []),
    ...patternsIn(member),
  ])
}

function patternsOf(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return files.flatMap(file => {
    const text = /\.jsonl?$/.test(file) ? readFileSync(path.join(folder, file), 'utf8') : ''
    if (!text.includes('"pattern')) return []
    const rows = file.endsWith('l') ? text.split('\n') : [text]
    return rows.flatMap(row => {
      try {
        return patternsIn(JSON.parse(row))
      } catch {
        return []
      }
    })
  })
}

describe('patterns are read as regexpp reads them', () => {
  test('those of the fixtures', () => {
    const patterns = new Set(patternsOf('fixtures'))
    expect(patterns.size).toBeGreaterThan(1000)
    for (const pattern of patterns) compare(pattern)
  })

  const piece = fc.constantFrom(
    ...'ab01789-_. /&<>{},=!:é[](|^$*+?\\ikcuxpPd"\n',
    ...['😀', '\ud83d', '\ude00', '𝒜', '[^', '[^]', '[]', '(?:', '(?=', '(?!', '(?<=', '(?<!', ')*', ')?'],
    ...['(?<n>', '(?<m>', '(?<n', '(?<é>', '(?<\\u0061>', '(?<\\u{61}>', '(?<𝒜>', '(?<\\ud835\\udc9c>'],
    ...['(?<1>', '(?<>', '(?<😀>', '(?i)', '(?i:', '(?-i:', '(?i-m:', '(?ii:', '(?i-i:', '(?-:', '(?s-'],
    ...['(?P<n>', '(?>', '(?#', '{2}', '{1,3}', '{3,}', '{3,1}', '{,3}', '{2', '{2,', '{2,3'],
    ...['\\d', '\\W', '\\s', '\\b', '\\B', '\\0', '\\01', '\\1', '\\2', '\\8', '\\12', '\\377', '\\400'],
    ...['\\cA', '\\c1', '\\c_', '\\c', '\\x41', '\\x4', '\\u0041', '\\u004', '\\u{41}', '\\u{110000}'],
    ...['\\ud83d\\ude00', '\\ud83d', '\\ude00', '\\p{L}', '\\P{Lu}', '\\p{Script=Greek}', '\\p{gc=L}'],
    ...['\\p{Foo}', '\\p{L=}', '\\p{gc=}', '\\p{Emoji}', '\\p{RGI_Emoji}', '\\pL', '\\p{', '\\p{L'],
    ...['\\/', '\\-', '\\]', '\\<', '\\A', '\\é', '\\😀', '\\k<n>', '\\k<m>', '\\k<', '\\k', '\\k<n'],
    ...['a-z', 'z-a', '\\d-z', 'a-\\d', '[a-z]', '(a)', '(?<n>a)', '|(?<n>b)'],
  )
  const pieces = fc.array(piece, { maxLength: 12 }).map(list => list.join(''))

  test('any', () => {
    fc.assert(fc.property(pieces, compare), { numRuns: 20_000 })
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 30 }), compare), { numRuns: 2000 })
  })
})

test('names are made of what the engine takes', () => {
  for (let point = 0; point <= 0x10ffff; point += 29) {
    const c = String.fromCodePoint(point)
    for (const name of [c, `a${c}`]) {
      const text = `(?<${name}>)`
      expect({ name, isName: isPattern(text) }).toEqual({ name, isName: compiles(text) })
    }
  }
})

test('the engine knows the properties of ECMAScript', () => {
  for (const name of ['L', 'gc=Lu', 'General_Category=punct', 'Script=Greek', 'scx=Zyyy', 'Emoji', 'Any']) {
    expect(isPropertyOfEngine(name), name).toBe(true)
  }
  for (const name of ['', 'Greek', 'l', 'Script', 'Script=', 'RGI_Emoji', 'a b', 'sc=Foo']) {
    expect(isPropertyOfEngine(name), name).toBe(false)
  }
})

test('what is nested too deep is no pattern', () => {
  const nest = (depth: number) => '('.repeat(depth) + ')'.repeat(depth)
  expect(parsePattern(nest(500), true).nodes).toHaveLength(500)
  expect(() => parsePattern(nest(501), true)).toThrow(PatternError)
})
