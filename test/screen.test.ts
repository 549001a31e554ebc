import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lint, type Rule, rules } from '../src/index.ts'
import { rulesetOf } from '../src/registry.ts'
import { corpusFiles, hasCorpus, needsCorpus } from './helpers/corpus.ts'
import { anyTools, nearlyStrictSchema, strictSchema } from './schema-arbitraries.ts'

/** What a rule does not ask for, it has nothing to say about: so a linter that shows everything to all rules says the same. */

const errors = Object.fromEntries(Object.keys(rules).map(id => [id, 'error' as const]))
const asking = { rules: errors, fixes: true }
const showing = {
  ...asking,
  customRules: Object.fromEntries(
    Object.entries(rules).map(([id, { on: _, ...rule }]): [string, Rule] => [id, rule]),
  ),
}

function expectSame(value: unknown): void {
  expect(lint(value, asking)).toEqual(lint(value, showing))
}

const toolOf = (parameters: unknown) => ({
  type: 'function',
  function: { name: 'tool', strict: true, parameters },
})

describe('what rules ask to see is all that they speak about', () => {
  test('in schemas that strict mode takes, or nearly', () => {
    fc.assert(
      fc.property(fc.oneof(strictSchema, nearlyStrictSchema), schema => expectSame(toolOf(schema))),
      { numRuns: 2000 },
    )
  })

  test('in schemas of all kinds', () => {
    fc.assert(fc.property(anyTools, expectSame), { numRuns: 500 })
  })

  test.each<[string, unknown]>([
    ['a member that is undefined', { type: 'object', properties: { a: { type: undefined } } }],
    ['no type', { type: [], properties: {} }],
    ['a type that is no word', { type: { a: 1 } }],
    ['a list of types that are no words', { type: ['string', 1] }],
    [
      'a name of which no string can be made',
      { properties: { a: { $ref: '#' } }, required: ['a', [{ toString: 1 }]] },
    ],
    ['a type of which no string can be made', { type: [{ toString: null }] }],
    [
      'boolean schemas',
      { properties: { a: true, b: false }, items: true, anyOf: [false], additionalItems: true },
    ],
    ['what is no schema', { properties: { a: 1 }, anyOf: ['b', null], $defs: { c: [] }, items: [[]] }],
    ['lists of names that are none', { dependentRequired: { a: 1 }, dependencies: { a: ['b'], b: 2 } }],
    ['a definition in a property', toolOf({ properties: { a: { $ref: '#/$defs/a', $defs: { a: {} } } } })],
    [
      'definitions in use, and a loop',
      { properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { $ref: '#/$defs/a' } } },
    ],
    ['definitions of three names', { $defs: { a: {} }, $def: { a: {} }, definitions: { a: {} } }],
    ['a reference to what is no definition', { properties: { a: { $ref: '#/properties/b' }, b: {} } }],
    [
      'more keywords than are remembered',
      Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`k${i}`, i])),
    ],
  ])('in a schema with %s', (_, schema) => {
    expectSame(toolOf({ type: 'object', ...(schema as object) }))
    expectSame(toolOf({ type: 'object', properties: { x: schema } }))
  })

  test.skipIf(!hasCorpus)(`in real tools${needsCorpus}`, () => {
    for (const file of corpusFiles('mcp')) expectSame(JSON.parse(readFileSync(file, 'utf8')))
  })
})

describe('a quick look', () => {
  const { screen } = rulesetOf()

  test.each<[boolean, string, object]>([
    [
      true,
      'takes what is strict',
      { $defs: { d: { type: 'string' } }, properties: { a: { $ref: '#/$defs/d' } } },
    ],
    [
      false,
      'sees a definition that nothing uses',
      { $defs: { d: { type: 'string' } }, properties: { a: { type: 'null' } } },
    ],
    [
      true,
      'takes recursion that an array ends',
      { properties: { a: { type: 'array', items: { $ref: '#' } } } },
    ],
    [false, 'sees recursion that nothing ends', { properties: { a: { $ref: '#' } } }],
    [false, 'leaves what is deep to the walk', { properties: { a: nested(250) } }],
  ])('%s: it %s', (passes, _, schema) => {
    const required = Object.keys((schema as { properties: object }).properties)
    expect(screen.passes({ type: 'object', additionalProperties: false, required, ...schema })).toBe(passes)
  })

  test('is done with a schema that is tied into a ring', () => {
    const ring: Record<string, unknown> = { type: 'array' }
    ring.items = ring
    expect(
      screen.passes({
        type: 'object',
        properties: { ring },
        required: ['ring'],
        additionalProperties: false,
      }),
    ).toBe(false)
  })

  test('is done with a schema that is shared a million times', () => {
    let schema: unknown = { type: 'string' }
    for (let i = 0; i < 20; i++) schema = { anyOf: [schema, schema] }
    expect(screen.passes({ type: 'object', properties: { schema } })).toBe(false)
  })
})

function nested(depth: number): unknown {
  let schema: unknown = { type: 'string' }
  for (let i = 0; i < depth; i++) schema = { type: 'array', items: schema }
  return schema
}
