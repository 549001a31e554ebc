import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCallValidator } from '../src/calls/index.ts'
import { read, type TextProblem } from '../src/calls/reader.ts'
import { edit } from '../src/calls/text-edit.ts'
import { get } from '../src/pointer.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Makes a text from a value, with the white space that JSON allows and that writers leave. */
const jsonText = fc
  .tuple(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 1, '\t'), fc.constantFrom('', ' ', '\n'))
  .map(([value, indent, around]) => around + JSON.stringify(value, null, indent) + around)

/** A JSON text in which something was deleted, put in or doubled. */
const damagedText = fc
  .tuple(
    jsonText,
    fc.nat(),
    fc.nat(4),
    fc.constantFrom('', '"', "'", '\\', ',', ':', '{', '}', ']', '\n', 'None', 'x', '//', '```', '1', ' '),
  )
  .map(([text, at, length, put]) => {
    const start = at % (text.length + 1)
    return text.slice(0, start) + put + text.slice(start + length)
  })

/** A key with a colon in it may be one whose closing quote was lost. */
const colonless = fc.jsonValue({ stringUnit: fc.constantFrom('a', 'b', ' ', '"', '\\', '{', ']', 'é', '\n') })

/** Texts of objects with few names, so that some repeat, and with all the freedom that JSON leaves. */
function looseObject(depth: number): fc.Arbitrary<string> {
  const blank = fc.constantFrom('', '', '', ' ', '\n ')
  const key = fc.constantFrom(
    '"a"',
    '"b"',
    '"c:d"',
    '"\\u0061"',
    '"e\\": 1, \\"f"',
    '"unit"',
    '"a long name"',
  )
  const scalar = fc.constantFrom(
    '1',
    '10',
    '1000',
    '1e3',
    '1e30',
    '-0',
    '0.5',
    '1E-2',
    '""',
    '"x"',
    '"a: b"',
    '"\\n"',
    'true',
    'null',
    '[]',
    '{}',
  )
  const inner =
    depth === 0
      ? scalar
      : fc.oneof(
          { weight: 4, arbitrary: scalar },
          { weight: 1, arbitrary: looseObject(depth - 1) },
          {
            weight: 1,
            arbitrary: fc
              .array(fc.oneof(scalar, looseObject(depth - 1)), { maxLength: 3 })
              .map(items => `[${items.join()}]`),
          },
        )
  const member = fc
    .tuple(blank, key, blank, blank, inner, blank)
    .map(([a, name, b, c, value, d]) => `${a}${name}${b}:${c}${value}${d}`)
  return fc.array(member, { maxLength: 4 }).map(members => `{${members.join()}}`)
}

describe('the reader of argument texts', () => {
  test('finds a problem exactly when a text is no JSON', () => {
    fc.assert(
      fc.property(fc.oneof(jsonText, damagedText, fc.string()), text => {
        expect(read(text).problems.length === 0).toBe(isJson(text))
      }),
      { numRuns: 5000 },
    )
  })

  test('what all problems say how to repair is JSON when it is repaired, but for text that was cut off', () => {
    let repaired = 0
    fc.assert(
      fc.property(damagedText, text => {
        const { problems } = read(text)
        if (problems.length === 0 || !problems.every(isRepairable)) return
        repaired++
        expect(
          isJson(
            edit(
              text,
              problems.flatMap(({ repair }) => repair!.edits),
            ),
          ),
        ).toBe(true)
      }),
      { numRuns: 5000 },
    )
    expect(repaired).toBeGreaterThan(300)
  })

  test('a text that is cut off anywhere is never anything but cut off', () => {
    fc.assert(
      fc.property(colonless, fc.nat(), (value, at) => {
        const text = JSON.stringify({ value })
        const cut = text.slice(0, 1 + (at % (text.length - 1)))
        expect(read(cut).problems.map(({ kind }) => kind)).toEqual(['truncated'])
      }),
      { numRuns: 5000 },
    )
  })

  test('tells where the values stand', () => {
    fc.assert(
      fc.property(jsonText, text => {
        const value = JSON.parse(text)
        const pointers = pointersOf(value)
        const { places } = read(text, pointers)
        expect(places.size).toBe(pointers.length)
        for (const [pointer, place] of places) {
          expect(JSON.parse(text.slice(place.value.start, place.value.end))).toEqual(get(value, pointer))
        }
      }),
    )
  })

  test('finds the keys that repeat', () => {
    const text = '{"a": 1, "b": {"a": 1, "\\u0061": 2}, "a": 3}'
    expect(read(text).duplicates).toEqual([
      { key: 'a', pointer: '/b/a', span: { start: 23, end: 31 }, first: { start: 15, end: 18 } },
      { key: 'a', pointer: '/a', span: { start: 37, end: 40 }, first: { start: 1, end: 4 } },
    ])
  })

  test('a validator finds repeated keys in whatever way a text is written', () => {
    const schema = { type: 'object', properties: { name: { type: ['string', 'null'] } } }
    const validator = createCallValidator([{ name: 'act', parameters: schema }] as unknown)
    let repeated = 0
    fc.assert(
      fc.property(looseObject(3), text => {
        const duplicates = read(text).duplicates.length
        if (duplicates > 0) repeated++
        const { diagnostics } = validator.validate({ name: 'act', arguments: text })
        const found = diagnostics.filter(({ ruleId }) => ruleId === 'call/duplicate-keys')
        expect({ text, found: found.length }).toEqual({ text, found: Math.min(duplicates, 50) })
      }),
      { numRuns: 3000, examples: [['{"a":0,"a":1e3}'], ['{"a":0,"a":-0}'], ['{"a":0,"a":{}}']] },
    )
    expect(repeated).toBeGreaterThan(300)
  })

  const cases: [text: string, kinds: string][] = [
    ['', 'empty'],
    [' \n', 'empty'],
    ['{"a": 1', 'truncated'],
    ['{"a": tru', 'truncated'],
    ['{"a": -', 'truncated'],
    ['{"a": "b\\', 'truncated'],
    ['{"a": "b\\u00', 'truncated'],
    ['{"a: 1}', 'unclosed-key'],
    ['{"a": "b, "c": 1}', 'unclosed-string'],
    ['{"a": "she said "no" twice"}', 'unescaped-quote'],
    ['{"a": b}', 'unquoted-value'],
    ['{"a": two words}', 'unquoted-value'],
    ['{"a": 2024-01-01}', 'unquoted-value'],
    ['{a: 1}', 'unquoted-key'],
    ["{'a': 'b'}", 'single-quotes single-quotes'],
    ['{"a": True}', 'foreign-literal'],
    ['{"a": NaN}', 'foreign-literal'],
    ['{"a": undefined}', 'foreign-literal'],
    ['{"a": 007}', 'bad-number'],
    ['{"a": .5}', 'bad-number'],
    ['{"a": 0x1F}', 'bad-number'],
    ['{"a": "C:\\dir"}', 'bad-escape'],
    ['{"a": "\t"}', 'control-character'],
    ['{"a": 1 /* one */}', 'comment'],
    ['{"a": 1 # one\n}', 'comment'],
    ['{"a": 1,}', 'trailing-comma'],
    ['[1,]', 'trailing-comma'],
    ['{,"a": 1}', 'stray-comma'],
    ['{"a": 1 "b": 2}', 'missing-comma'],
    ['["a" "b"]', 'missing-comma'],
    ['{"a" 1}', 'missing-colon'],
    ['{"a": }', 'missing-value'],
    ['[1,,2]', 'missing-value'],
    ['{"a": [1}', 'mismatched-bracket'],
    ['{{"a": 1}}', 'doubled-bracket trailing-bracket'],
    ['{"a": 1}]}', 'trailing-bracket'],
    ['{"a": 1}{"a": 2}', 'trailing-data'],
    ['{"a": 1} is what I would send', 'trailing-data'],
    ['I would send {"a": 1}', 'not-json'],
    ['<a>1</a>', 'not-json'],
    ['```json\n{"a": 1}\n```', 'code-fence'],
    ['\ufeff{"a": 1}', 'unexpected-text'],
    ['{"a": 1; "b": 2}', 'unquoted-value'],
  ]
  test.each(cases)('%j is called %s', (text, kinds) => {
    expect(
      read(text)
        .problems.map(({ kind }) => kind)
        .join(' '),
    ).toBe(kinds)
  })
})

function isRepairable({ repair, kind }: TextProblem): boolean {
  return repair !== undefined && kind !== 'truncated'
}

function pointersOf(value: unknown, pointer = ''): string[] {
  if (typeof value !== 'object' || value === null) return [pointer]
  const inside = Object.entries(value).flatMap(([key, member]) =>
    pointersOf(member, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
  return [pointer, ...inside]
}
