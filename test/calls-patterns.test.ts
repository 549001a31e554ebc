import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CharsetNode, charsetOf } from '../src/calls/charset.ts'
import { isDeterministic } from '../src/calls/deterministic.ts'
import { linearTest } from '../src/calls/linear.ts'
import { compilePattern, type PatternTest } from '../src/calls/patterns.ts'
import { parsePattern } from '../src/patterns/syntax/index.ts'

const atom = fc.constantFrom(
  ...['a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\W', '\\d', '\\s', 'é', '😀', '[😀-😂]', '\\p{L}', '-'],
  ...['\\b', '\\B', '^', '$'],
)
const quantifier = fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?', '{0}')
const { pattern } = fc.letrec<{ pattern: string; sequence: string; element: string }>(tie => ({
  pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 3 }).map(parts => parts.join('|')),
  sequence: fc.array(tie('element'), { maxLength: 4 }).map(parts => parts.join('')),
  element: fc.oneof(
    { maxDepth: 3 },
    atom,
    fc
      .tuple(fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', 'é'), quantifier)
      .map(parts => parts.join('')),
    fc
      .tuple(fc.constantFrom('(', '(?:'), tie('pattern'), quantifier)
      .map(([open, inside, q]) => `${open + inside})${q}`),
    fc
      .tuple(fc.constantFrom('(?=', '(?!', '(?<=', '(?<!'), tie('pattern'))
      .map(([open, inside]) => `${open + inside})`),
  ),
}))
const text = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'd', '-', ' ', '1', 'é', '😀', '\n', '\ud83d', '_'),
  maxLength: 8,
})

function parse(source: string, flags: string) {
  return { ast: parsePattern(source, flags === 'u'), charset: (node: CharsetNode) => charsetOf(node, flags) }
}

/** The native engine also tries places within a pair of surrogates, where the standard has none. */
function isDebatable(source: string, text: string): boolean {
  return /[\ud800-\udfff]/.test(text) && /\(\?<?[=!]|\\[bB]/.test(source)
}

const slow: [pattern: string, text: string][] = [
  ['^(a+)+$', `${'a'.repeat(50_000)}b`],
  ['^(a|a)*$', `${'a'.repeat(50_000)}b`],
  ['^(a|aa)+$', `${'a'.repeat(50_000)}b`],
  ['\\s+$', `${' '.repeat(50_000)}b`],
  ['(x+x+)+y', 'x'.repeat(50_000)],
  ['^(.*,){11}P', '1,'.repeat(25_000)],
  ['^(?=.*[A-Z])(?=.*\\d).{8,}$', 'a'.repeat(50_000)],
  ['^(?=(a+)+$)', `${'a'.repeat(50_000)}b`],
  ['^([a-zA-Z0-9._-]+)+@([a-z]+\\.)+[a-z]+$', 'a'.repeat(50_000)],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(50_000)],
]

describe('patterns', () => {
  test('our engine agrees with the native one', () => {
    let compared = 0
    fc.assert(
      fc.property(
        fc.oneof(
          pattern,
          pattern.map(inside => `^(?:${inside})$`),
        ),
        fc.array(text, { minLength: 3, maxLength: 6 }),
        fc.constantFrom('u', ''),
        (source, texts, flags) => {
          if (flags === '' && /\\p|😀/.test(source)) return
          const native = nativeTest(source, flags)
          if (!native) return
          const { ast, charset } = parse(source, flags)
          const ours = linearTest(ast, charset, flags === 'u')!
          for (const sample of texts.filter(sample => !isDebatable(source, sample))) {
            compared++
            expect({ source, sample, matches: ours(sample) }).toEqual({
              source,
              sample,
              matches: native(sample),
            })
          }
        },
      ),
      { numRuns: 2500 },
    )
    expect(compared).toBeGreaterThan(2000)
  })

  test('what is left to the native engine takes it linear time', () => {
    let left = 0
    fc.assert(
      fc.property(pattern, fc.constantFrom('a', 'b', 'ab', 'aab', '-', 'a1'), (inside, unit) => {
        const source = `^(?:${inside})$`
        const native = nativeTest(source, 'u')
        if (!native) return
        const { ast, charset } = parse(source, 'u')
        if (!isDeterministic(ast, charset)) return
        left++
        const started = performance.now()
        native(`${unit.repeat(20_000)}!`)
        expect({ source, unit, slow: performance.now() - started > 200 }).toEqual({
          source,
          unit,
          slow: false,
        })
      }),
      { numRuns: 3000 },
    )
    expect(left).toBeGreaterThan(500)
  })

  test.each(slow)('%s needs time linear in the text', (source, sample) => {
    const matches = compilePattern(source) as PatternTest
    const started = performance.now()
    expect(matches(sample)).toBe(false)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test.each([
    ['^\\d{4}-\\d{2}-\\d{2}$', '2026-01-31', '2026-1-31'],
    ['[\\w-.]+', 'a-b', '+'],
    ['^a\\-b$', 'a-b', 'ab'],
    ['^(?!-)[a-z-]{1,63}(?<!-)$', 'a-b', 'a-'],
    ['^[\\p{Script=Han}]+$', '漢字', 'kanji'],
    ['^.$', '😀', '\n'],
    ['^(?:foo|foobar)$', 'foobar', 'foob'],
    ['^(?:a?b?)*c(?!.)', 'abac', 'cab'],
    ['', 'anything', undefined],
  ])('%s', (source, match, other) => {
    const matches = compilePattern(source) as PatternTest
    expect(matches(match)).toBe(true)
    if (other !== undefined) expect(matches(other)).toBe(false)
  })

  test.each([
    ['(', 'is no regular expression'],
    ['(?i)abc', 'is no regular expression'],
    ['^(a+)\\1$', 'cannot be matched in linear time'],
    ['(?:(?:(?:a{0,99}b?){0,99}c?){0,99}d?){0,99}', 'cannot be matched in linear time'],
    [`${'('.repeat(50_000)}a${')'.repeat(50_000)}`, 'is no regular expression'],
  ])('%.40s is refused with a reason', (source, reason) => {
    expect(compilePattern(source)).toEqual({ reason: expect.stringContaining(reason) })
  })
})

function nativeTest(source: string, flags: string): PatternTest | undefined {
  try {
    const expression = new RegExp(source, flags)
    return sample => expression.test(sample)
  } catch {
    return undefined
  }
}
