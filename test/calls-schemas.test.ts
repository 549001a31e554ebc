import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstRepeat, isMultiple } from '../src/calls/exact.ts'
import { createCallValidator } from '../src/calls/index.ts'

/** Judges `{"a": value}`, where `a` has the schema; more keywords may stand at the root. */
function judge(schema: unknown, value: unknown, root: object = {}) {
  const parameters = { type: 'object', properties: { a: schema }, ...root }
  const validator = createCallValidator([{ name: 'act', parameters }] as unknown)
  return validator.validate({ name: 'act', arguments: JSON.stringify({ a: value }) })
}

describe('what is said about a broken keyword', () => {
  test.each<[schema: object, value: unknown, message: string, pointer?: string]>([
    [{ type: 'string' }, 5, '`5` is a number; a string belongs here.'],
    [{ type: 'integer' }, 5.5, '`5.5` is a number; an integer belongs here.'],
    [{ type: ['string', 'integer'] }, true, '`true` is a boolean; a string or an integer belongs here.'],
    [{ type: 'array' }, {}, '`{}` is an object; an array belongs here.'],
    [{ type: 'array' }, '[1, 2]', 'An array is sent as a string of JSON.'],
    [{ type: 'object' }, '{"b": 1}', 'An object is sent as a string of JSON.'],
    [{ type: ['array', 'null'] }, 'null', 'The string `"null"` stands where `null` is meant.'],
    [{ enum: ['a', null] }, 'null', 'The string `"null"` stands where `null` is meant.'],
    [{ type: 'string' }, null, '`null` stands where a string belongs, or nothing.'],
    [
      { enum: ['celsius', 'fahrenheit'] },
      'Celcius',
      '`"Celcius"` is not one of `"celsius"`, `"fahrenheit"`; did you mean `"celsius"`?',
    ],
    [{ enum: [1, 2] }, '2', '`"2"` is not one of `1`, `2`; did you mean `2`?'],
    [{ const: 'on' }, 'off', '`"off"` is not `"on"`.'],
    [{ minimum: 3 }, 2, '`2` is below the `minimum` of `3`.'],
    [{ exclusiveMaximum: 3 }, 3, '`3` is above the `exclusiveMaximum` of `3`.'],
    [{ multipleOf: 0.1 }, 0.25, '`0.25` is no multiple of `0.1`.'],
    [{ minLength: 2 }, '😀', 'The string has 1 character; `minLength` is 2.'],
    [{ maxItems: 1 }, [1, 2], 'The array has 2 items; `maxItems` is 1.'],
    [{ minProperties: 1 }, {}, 'The object has 0 members; `minProperties` is 1.'],
    [{ pattern: '^\\d+$' }, 'x1', '`"x1"` does not match the `pattern` `"^\\\\d+$"`.'],
    [{ format: 'email' }, 'nobody', '`"nobody"` is no `email`.'],
    [{ uniqueItems: true }, [1, { b: 2 }, { b: 2 }], 'The item `{"b":2}` stands there twice.', '/a/2'],
    [
      { contains: { type: 'string' } },
      [1, 2],
      'The array holds too few or too many items of the kind that `contains` asks for.',
    ],
    [
      { prefixItems: [true], items: false },
      [1, 2],
      'The array has more items than the schema knows places for.',
    ],
    [{ not: { type: 'string' } }, 'x', '`"x"` is what `not` excludes.'],
    [{ dependentRequired: { b: ['c'] } }, { b: 1 }, '`b` must not stand without `c`.'],
    [
      { propertyNames: { pattern: '^[a-z]+$' } },
      { B: 1 },
      'The name of a property is wrong: `"B"` does not match the `pattern` `"^[a-z]+$"`.',
      '/a/B',
    ],
    [{ properties: { b: false } }, { b: 1 }, 'No value may stand here.', '/a/b'],
    [{ required: ['b'] }, {}, 'The required property `b` is missing.'],
    [
      { properties: { location: {} }, required: ['location'] },
      { locaton: 1 },
      'The required property `location` is missing; `locaton` stands there instead.',
    ],
    [
      { properties: { unit: {} }, additionalProperties: false },
      { units: 1 },
      '`units` is not a known property; did you mean `unit`?',
      '/a/units',
    ],
    [
      { properties: { b: {} }, unevaluatedProperties: false },
      { zzz: 1 },
      '`zzz` is not a known property.',
      '/a/zzz',
    ],
    [
      { if: { minProperties: 1 }, then: { required: ['b'] } },
      { c: 1 },
      'The required property `b` is missing.',
    ],
    [{ allOf: [{ required: ['b'] }] }, {}, 'The required property `b` is missing.'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 5, '`5` is a number; a string or null belongs here.'],
    [
      { anyOf: [{ const: 'on' }, { const: 'off' }] },
      'offf',
      '`"offf"` is not one of `"on"`, `"off"`; did you mean `"off"`?',
    ],
    [{ oneOf: [{ minimum: 1 }, { minimum: 2 }] }, 5, '`5` fits 2 branches of `oneOf`, and must fit one.'],
    [
      {
        anyOf: [
          { title: 'By id', type: 'object', required: ['id'] },
          { type: 'object', required: ['name', 'city'] },
        ],
      },
      {},
      'The required property `id` is missing (in `By id`, the nearest of 2 branches).',
    ],
    [
      {
        anyOf: [
          { type: 'string' },
          {
            type: 'object',
            properties: { b: { anyOf: [{ type: 'object', required: ['c'] }, { type: 'null' }] } },
          },
        ],
      },
      { b: {} },
      'The required property `c` is missing (in `anyOf/0`, the nearest of 2 branches) (in `anyOf/1`, the nearest of 2 branches).',
      '/a/b',
    ],
  ])('%j, for %j', (schema, value, message, pointer = '/a') => {
    const { ok, diagnostics } = judge(schema, value)
    expect(ok).toBe(false)
    expect(diagnostics.map(found => [found.message, found.pointer])).toEqual([[message, pointer]])
  })

  test('a branch behind a reference has the name of its definition', () => {
    const $defs = {
      circle: {
        type: 'object',
        properties: { kind: { const: 'circle' }, radius: { type: 'number' } },
        required: ['kind', 'radius'],
      },
      box: {
        type: 'object',
        properties: { kind: { const: 'box' }, width: { type: 'number' } },
        required: ['kind', 'width'],
      },
    }
    const union = { anyOf: [{ $ref: '#/$defs/circle' }, { $ref: '#/$defs/box' }] }
    const { diagnostics } = judge(
      { type: 'array', items: union },
      [{ kind: 'circle', radius: 1 }, { kind: 'box', width: '2' }, { kind: 'box' }],
      { $defs },
    )
    expect(diagnostics.map(({ pointer, message }) => [pointer, message])).toEqual([
      ['/a/1/width', '`"2"` is a string; a number belongs here (in `box`, the nearest of 2 branches).'],
      ['/a/2', 'The required property `width` is missing (in `box`, the nearest of 2 branches).'],
    ])
  })

  test('the place in the schema', () => {
    const { diagnostics } = judge({ $ref: '#/$defs/a~1b' }, 5, { $defs: { 'a/b': { type: 'string' } } })
    expect(diagnostics[0]!.schemaPointer).toBe('/$defs/a~1b/type')
  })

  test('feedback keeps to its limit, and says how much it left out', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`property_${i}`, { type: 'string' }]),
    )
    const parameters = { type: 'object', properties, required: Object.keys(properties) }
    for (const feedbackLimit of [100, 500, 2000]) {
      const validator = createCallValidator([{ name: 'act', parameters }] as unknown, { feedbackLimit })
      const result = validator.validate({ name: 'act', arguments: '{}' })
      if (result.ok) throw new Error('valid')
      expect(result.feedback.length).toBeLessThanOrEqual(feedbackLimit)
      expect(result.feedback).toMatch(/^The call of `act` was not made: there are 40 problems\.\n/)
      if (feedbackLimit > 100) expect(result.feedback).toMatch(/- and \d+ more\nSend the whole call again/)
    }
  })
})

describe('drafts', () => {
  const bound = { a: { minimum: 3, exclusiveMinimum: true } }
  test.each<[name: string, root: object, valid: unknown[], invalid: unknown[]]>([
    [
      'draft-04: a bound is exclusive by a flag',
      { $schema: 'http://json-schema.org/draft-04/schema#', properties: bound },
      [4],
      [3],
    ],
    [
      'draft-07: a list of items',
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        properties: { a: { items: [{ type: 'string' }], additionalItems: false } },
      },
      [['x']],
      [[1], ['x', 1]],
    ],
    [
      'draft-06: `const`',
      { $schema: 'http://json-schema.org/draft-06/schema#', properties: { a: { const: 1 } } },
      [1],
      [2],
    ],
    [
      'draft-07: `prefixItems` is not known',
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        properties: { a: { prefixItems: [{ type: 'string' }] } },
      },
      [['x'], [1]],
      [],
    ],
    [
      '2019-09: `$recursiveRef`',
      {
        $schema: 'https://json-schema.org/draft/2019-09/schema',
        $recursiveAnchor: true,
        properties: { a: { anyOf: [{ type: 'null' }, { $recursiveRef: '#' }] } },
      },
      [null, { a: null }],
      [{ a: 5 }],
    ],
    [
      '2020-12: `prefixItems`',
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        properties: { a: { prefixItems: [{ type: 'string' }] } },
      },
      [['x', 1]],
      [[1]],
    ],
    [
      'no draft named, but a list of items',
      { properties: { a: { items: [{ type: 'string' }] } } },
      [['x', 1]],
      [[1]],
    ],
    ['OpenAPI: `nullable`', { properties: { a: { type: 'string', nullable: true } } }, [null, 'x'], [5]],
  ])('%s', (_, root, valid, invalid) => {
    for (const value of valid) expect({ value, ok: judge({}, value, root).ok }).toEqual({ value, ok: true })
    for (const value of invalid)
      expect({ value, ok: judge({}, value, root).ok }).toEqual({ value, ok: false })
  })
})

describe('multiples', () => {
  test.each([
    [0.3, 0.1, true],
    [19.99, 0.01, true],
    [0.0075, 0.0001, true],
    [0.00751, 0.0001, false],
    [1e308, 0.123456789, false],
    [12391239123, 1e-8, true],
    [-0.3, 0.1, true],
    [4, 2, true],
    [5, 2, false],
    [1e21, 3, false],
    [3e21, 3, true],
    [5e-324, 5e-324, true],
    [1, 0, false],
    [Number.POSITIVE_INFINITY, 1, false],
  ])('%d, of %d: %s', (value, of, expected) => {
    expect(isMultiple(value, of)).toBe(expected)
  })

  test('a whole number of cents is a multiple of a cent', () => {
    fc.assert(
      fc.property(fc.integer(), cents => {
        expect(isMultiple(Number(`${cents}e-2`), 0.01)).toBe(true)
        expect(isMultiple(Number(`${cents}1e-3`), 0.01)).toBe(false)
      }),
    )
  })
})

describe('repeats', () => {
  test.each([
    [[], -1],
    [[1, '1', true, null, [1], { a: 1 }], -1],
    [[1, 2, 1], 2],
    [[0, -0], 1],
    [
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      1,
    ],
    [
      [
        [1, [2]],
        [1, [2]],
      ],
      1,
    ],
    [['{"a":1}', { a: 1 }], -1],
    [[{ a: [1] }, { a: ['1'] }], -1],
    [['a', 'b', 'a', 'b'], 2],
  ])('%j: %d', (items, index) => {
    expect(firstRepeat(items)).toBe(index)
  })
})
