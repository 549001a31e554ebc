import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineIndex } from '../src/lines.ts'

describe('lineIndex', () => {
  test('counts lines and columns from 1, in UTF-16 code units', () => {
    const { position } = lineIndex('{\n  "😀": 1\n}')
    expect(position(0)).toEqual({ line: 1, column: 1 })
    expect(position(4)).toEqual({ line: 2, column: 3 })
    expect(position('{\n  "😀"'.length)).toEqual({ line: 2, column: 7 })
  })

  test('ends a line at \\n, \\r\\n and a lone \\r', () => {
    const { position } = lineIndex('a\nb\r\nc\rd')
    expect(['a', 'b', 'c', 'd'].map(char => position('a\nb\r\nc\rd'.indexOf(char)).line)).toEqual([
      1, 2, 3, 4,
    ])
  })

  test('counts on from the line that the text begins on', () => {
    expect(lineIndex('{}\n', 7).position(3)).toEqual({ line: 8, column: 1 })
  })

  test('turns a span into a location', () => {
    const text = 'a\nbcd\n'
    expect(lineIndex(text).toLocation({ start: 3, end: 5 })).toEqual({
      line: 2,
      column: 2,
      endLine: 2,
      endColumn: 4,
    })
    expect(lineIndex(text).toLocation({ start: 2, end: 99 })).toEqual({
      line: 2,
      column: 1,
      endLine: 3,
      endColumn: 1,
    })
  })

  test('agrees with splitting the text', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', '😀'), maxLength: 30 })
    fc.assert(
      fc.property(texts, fc.nat(60), (text, at) => {
        const offset = Math.min(at, text.length)
        // A line end that is cut in two has not ended its line yet.
        const cut = text[offset - 1] === '\r' && text[offset] === '\n'
        const lines = text.slice(0, cut ? offset - 1 : offset).split(/\r\n?|\n/)
        const column = lines.at(-1)!.length + (cut ? 2 : 1)
        expect(lineIndex(text).position(offset)).toEqual({ line: lines.length, column })
      }),
    )
  })
})
