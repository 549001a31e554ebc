import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CallDiagnostic, type CallOptions, createCallValidator } from '../src/calls/index.ts'
import { patched } from '../src/calls/patch.ts'
import { child, get, type Pointer } from '../src/pointer.ts'
import type { JsonObject, Operation } from '../src/types.ts'

/** A schema of the strict dialect and a value that follows it. */
interface Pair {
  schema: JsonObject
  value: unknown
}

const names = fc.constantFrom('city', 'when', 'amount', 'notes', 'items', 'unit', 'author', 'flags')
const word = fc.constantFrom('', 'Paris', 'two words', 'a "quoted" one', '12', 'é😀', 'line\nbreak')

const { object } = fc.letrec<{ pair: Pair; object: Pair; variant: Pair }>(tie => ({
  pair: fc.oneof(
    { maxDepth: 3 },
    word.map(value => ({ schema: { type: 'string' }, value })),
    fc.integer().map(value => ({ schema: { type: 'integer' }, value })),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map(value => ({ schema: { type: 'number' }, value: value + 0 })),
    fc.boolean().map(value => ({ schema: { type: 'boolean' }, value })),
    fc.constantFrom('red', 'green', 'blue').map(value => ({
      schema: { type: 'string', enum: ['red', 'green', 'blue'] },
      value,
    })),
    tie('pair').chain(({ schema, value }) =>
      fc.nat(3).map(length => ({
        schema: { type: 'array', items: schema },
        value: Array.from({ length }, () => value),
      })),
    ),
    tie('object'),
    tie('variant'),
  ),
  object: fc.dictionary(names, tie('pair'), { minKeys: 1, maxKeys: 4 }).map(objectOf),
  /** An object of one of two kinds. */
  variant: fc.tuple(tie('object'), tie('object'), fc.boolean()).map(([one, other, swap]) => {
    const branches = [withKind(one, 'one'), withKind(other, 'other')]
    const chosen = branches[0]!
    return {
      schema: { anyOf: (swap ? branches.toReversed() : branches).map(({ schema }) => schema) },
      value: chosen.value,
    }
  }),
}))

function objectOf(members: Record<string, Pair>): Pair {
  const entries = Object.entries(members)
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(entries.map(([key, { schema }]) => [key, schema])),
      required: entries.map(([key]) => key),
      additionalProperties: false,
    },
    value: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
  }
}

function withKind({ schema, value }: Pair, kind: string): Pair {
  const { properties, required } = schema as { properties: JsonObject; required: string[] }
  return {
    schema: {
      ...schema,
      properties: { kind: { type: 'string', enum: [kind] }, ...properties },
      required: ['kind', ...required],
    },
    value: { kind, ...(value as JsonObject) },
  }
}

/** Where the values stand that a test picks out. */
function places(
  value: unknown,
  picks: (value: unknown, pointer: Pointer) => boolean,
  pointer: Pointer = '',
): Pointer[] {
  const here = picks(value, pointer) ? [pointer] : []
  if (typeof value !== 'object' || value === null) return here
  return [
    ...here,
    ...Object.entries(value).flatMap(([key, member]) => places(member, picks, child(pointer, key))),
  ]
}

function validatorOf({ schema }: Pair, options: CallOptions = {}) {
  const tools = [{ type: 'function', function: { name: 'act', strict: true, parameters: schema } }]
  const validator = createCallValidator(tools as unknown, options)
  return (text: string) => validator.validate({ function: { name: 'act', arguments: text } })
}

/** Breaks a value in one way and says which diagnostic that must draw. */
type Mutation = (
  value: unknown,
  pick: number,
) => { patch: Operation[]; expected: Partial<CallDiagnostic> } | undefined

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isTag = (pointer: Pointer) => pointer.endsWith('/kind')

function pickFrom<T>(list: readonly T[], pick: number): T | undefined {
  return list[pick % list.length]
}

const mutations: Record<string, Mutation> = {
  'drop a key': (value, pick) => {
    const path = pickFrom(
      places(value, (_, pointer) => /\/[a-z]+$/.test(pointer) && !isTag(pointer)),
      pick,
    )
    if (path === undefined) return undefined
    const [, pointer, property] = /^(.*)\/([a-z]+)$/.exec(path)!
    return {
      patch: [{ op: 'remove', path }],
      expected: { keyword: 'required', pointer: pointer!, property: property! },
    }
  },
  'add a key': (value, pick) => {
    const path = child(pickFrom(places(value, isObject), pick)!, 'zzz')
    return {
      patch: [{ op: 'add', path, value: 1 }],
      expected: { keyword: 'additionalProperties', pointer: path },
    }
  },
  'change a type': (value, pick) => {
    const path = pickFrom(
      places(value, (member, pointer) => !isTag(pointer) && pointer !== '' && !isObject(member)),
      pick,
    )
    if (path === undefined) return undefined
    const put = typeof get(value, path) === 'boolean' ? [] : true
    return { patch: [{ op: 'replace', path, value: put }], expected: { keyword: 'type', pointer: path } }
  },
  'leave an enum': (value, pick) => {
    const path = pickFrom(
      places(value, member => ['red', 'green', 'blue'].includes(member as string)),
      pick,
    )
    if (path === undefined) return undefined
    return {
      patch: [{ op: 'replace', path, value: 'octarine' }],
      expected: { keyword: 'enum', pointer: path },
    }
  },
  'quote a number': (value, pick) => {
    const path = pickFrom(
      places(value, member => typeof member === 'number'),
      pick,
    )
    if (path === undefined) return undefined
    const quoted = JSON.stringify(get(value, path))
    const expected = { keyword: 'type', pointer: path, suggestion: quoted }
    return { patch: [{ op: 'replace', path, value: quoted }], expected }
  },
}

/** So many schemas, and so many ways to break a call of each. */
const runs = { numRuns: 150 }
const picks = Array.from({ length: 24 }, (_, i) => i)

/** The different ways to break a value by one mutation, as argument texts. */
function broken(value: unknown, mutate: Mutation) {
  const found = new Map<string, Partial<CallDiagnostic>>()
  for (const pick of picks) {
    const mutation = mutate(value, pick)
    if (mutation) found.set(JSON.stringify(patched(value, mutation.patch)), mutation.expected)
  }
  return found
}

describe('a valid call that is broken in one way', { timeout: 60_000 }, () => {
  test('is valid before', () => {
    fc.assert(
      fc.property(object, whole => {
        const result = validatorOf(whole)(JSON.stringify(whole.value))
        expect(result).toMatchObject({ ok: true, arguments: whole.value })
      }),
      runs,
    )
  })

  test.each(Object.entries(mutations))('%s: one diagnostic, at the place', (_, mutate) => {
    let cases = 0
    fc.assert(
      fc.property(object, whole => {
        const validate = validatorOf(whole)
        for (const [text, expected] of broken(whole.value, mutate)) {
          cases++
          const { ok, diagnostics } = validate(text)
          expect(ok).toBe(false)
          expect(diagnostics).toMatchObject([
            { ruleId: 'call/invalid-arguments', span: expect.anything(), ...expected },
          ])
        }
      }),
      runs,
    )
    expect(cases).toBeGreaterThan(20)
  })

  test('cut the text: the arguments are cut off, wherever', () => {
    fc.assert(
      fc.property(object, whole => {
        const validate = validatorOf(whole)
        const text = JSON.stringify(whole.value)
        for (let end = 1; end < Math.min(text.length, 200); end++) {
          const { diagnostics } = validate(text.slice(0, end))
          expect(diagnostics).toMatchObject([{ ruleId: 'call/invalid-json', messageId: 'truncated' }])
        }
      }),
      runs,
    )
  })

  test('a quoted number is repaired to the number it was, when that is asked for', () => {
    fc.assert(
      fc.property(object, whole => {
        const validate = validatorOf(whole, { repair: true })
        for (const text of broken(whole.value, mutations['quote a number']!).keys()) {
          const result = validate(text)
          expect(result).toMatchObject({ ok: true, repaired: true, diagnostics: [expect.anything()] })
          expect(result.ok && JSON.stringify(result.arguments)).toBe(JSON.stringify(whole.value))
        }
      }),
      runs,
    )
  })
})
