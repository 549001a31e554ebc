import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCallValidator } from '../src/calls/index.ts'
import { duplicateKeys } from '../src/loaders/duplicates.ts'

const { validate } = createCallValidator([{ name: 'note', parameters: { type: 'object' } }])

/** Whether a call is told that a key of its arguments stands twice. */
function isTold(text: string): boolean {
  const { diagnostics } = validate({ name: 'note', arguments: text })
  return diagnostics.some(({ ruleId }) => ruleId === 'call/duplicate-keys')
}

const key = fc.constantFrom('id', 'notes', 'a:b', 'say "hi"')
/** What looks like keys, inside of strings of any length. */
const piece = fc.constantFrom('"id": 1, ', 'x', ':', '": ', '\n', '\\', 'a long piece of plain prose ', 'ü')
const string = fc.array(piece, { maxLength: 40 }).map(pieces => JSON.stringify(pieces.join('')))
const space = fc.constantFrom('', ' ', '\n  ')

const { value } = fc.letrec<{ value: string; object: string }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    string,
    fc.constantFrom('null', '12345', '-0.5', 'true', '[]'),
    tie('object'),
    tie('object').map(object => `[${object}, 1]`),
  ),
  object: fc
    .array(fc.tuple(key, space, space, tie('value')), { maxLength: 3 })
    .map(members =>
      members.map(([name, before, after, member]) => `${JSON.stringify(name)}${before}:${after}${member}`),
    )
    .map(members => `{${members.join(', ')}}`),
}))

test('of any text it is told whether an object in it has a key twice', () => {
  let repeating = 0
  fc.assert(
    fc.property(key, value, key, value, (first, one, second, other) => {
      const text = `{${JSON.stringify(first)}: ${one}, ${JSON.stringify(second)}:${other}}`
      const repeats = duplicateKeys(text, JSON.parse(text)).length > 0
      expect({ text, told: isTold(text) }).toEqual({ text, told: repeats })
      if (repeats) repeating++
    }),
    { numRuns: 3000 },
  )
  expect(repeating).toBeGreaterThan(300)
})

test.each([
  ['before', (long: string) => `{"id": 1, "id": 2, "notes": ${long}}`],
  ['behind', (long: string) => `{"notes": ${long}, "id": 1, "id": 2}`],
  ['on both sides of', (long: string) => `{"id": 1, "notes": ${long}, "id": 2}`],
  ['as', (long: string) => `{"notes": 1, "notes": ${long}}`],
])('a key stands twice %s a string that is most of the text', (_, write) => {
  expect(isTold(write(JSON.stringify('Prose: with "quotes".\n'.repeat(200))))).toBe(true)
})
