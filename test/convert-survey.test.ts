import fc from 'fast-check'
import { expect, test } from 'vitest'
import { survey } from '../src/convert/write/survey.ts'
import type { JsonObject } from '../src/types.ts'
import { nearlyStrictSchema, strictSchema } from './schema-arbitraries.ts'

/** A look that never finds anything worth a definition. */
const looked = (schema: JsonObject) => survey(schema, () => false)!

test('the bytes of a schema are those of its JSON, and its characters no more than said', () => {
  fc.assert(
    fc.property(strictSchema, schema => {
      const text = JSON.stringify(schema)
      const { bytes, size, places } = looked(schema as JsonObject)
      expect(bytes).toBe(Buffer.byteLength(text))
      expect(size).toBeGreaterThanOrEqual(text.length)
      expect(places.get(schema as JsonObject)).toBe('')
    }),
    { numRuns: 1000 },
  )
})

test('equal parts are counted together, whatever is said about them', () => {
  fc.assert(
    fc.property(nearlyStrictSchema, part => {
      const schema = {
        type: 'object',
        properties: { a: part, b: { ...(structuredClone(part) as object), description: 'The same again.' } },
      }
      const counts: number[] = []
      const isWorth = (_: number, count: number) => counts.push(count) === 0
      survey(schema, isWorth)
      expect(Math.max(...counts)).toBeGreaterThanOrEqual(2)
    }),
  )
})
