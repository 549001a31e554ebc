import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { distance, nearest } from '../src/nearest.ts'

describe('the nearest of some words', () => {
  test.each([
    ['locaton', ['location', 'unit'], 'location'],
    ['getWeather', ['get_time', 'get_weather'], 'get_weather'],
    ['Celsius', ['celsius', 'fahrenheit'], 'celsius'],
    ['additonalProprties', ['additionalProperties', 'properties'], 'additionalProperties'],
    ['teh', ['the', 'ten'], 'the'],
    ['units', ['unit', 'limits'], 'unit'],
    ['b', ['a', 'c'], undefined],
    ['weather', ['calendar', 'mail'], undefined],
    ['', ['a'], undefined],
    ['a', [], undefined],
    ['same', ['same'], undefined],
  ])('%s', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected)
  })

  test('hostile lengths and numbers cost little', () => {
    const started = performance.now()
    const long = 'a'.repeat(1_000_000)
    nearest(long, [long, 'b'])
    nearest(
      'a'.repeat(64),
      Array.from({ length: 100_000 }, (_, i) => 'b'.repeat(60) + i),
    )
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

describe('the distance of two words', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 })

  test.each([
    ['', '', 0],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['ca', 'abc', 3],
  ])('%s, %s: %d', (from, to, expected) => {
    expect(distance(from, to)).toBe(expected)
  })

  test('is the least number of edits, as plain recursion counts them', () => {
    fc.assert(
      fc.property(word, word, (from, to) => {
        expect(distance(from, to)).toBe(plain(from, to))
      }),
      { numRuns: 300 },
    )
  })

  test('is exact up to the limit and above it beyond', () => {
    fc.assert(
      fc.property(word, word, fc.nat(7), (from, to, limit) => {
        const exact = distance(from, to)
        if (exact <= limit) expect(distance(from, to, limit)).toBe(exact)
        else expect(distance(from, to, limit)).toBeGreaterThan(limit)
      }),
    )
  })
})

function plain(from: string, to: string): number {
  if (from === '' || to === '') return from.length + to.length
  const replaced = plain(from.slice(1), to.slice(1)) + (from[0] === to[0] ? 0 : 1)
  const swapped = from[0] === to[1] && from[1] === to[0] && from.length > 1 && to.length > 1
  return Math.min(
    replaced,
    plain(from.slice(1), to) + 1,
    plain(from, to.slice(1)) + 1,
    swapped ? plain(from.slice(2), to.slice(2)) + 1 : Number.POSITIVE_INFINITY,
  )
}
