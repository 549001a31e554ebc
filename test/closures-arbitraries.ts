import fc from 'fast-check'
import { resolveRef } from '../src/refs.ts'
import type { JsonObject } from '../src/types.ts'
import { isObject, walk } from '../src/walk.ts'

/* ------------------------------------------------------------------ schemas of the strict dialect, and what is around it */

const names = fc.constantFrom('city', 'when', 'a/b', 'c~d', 'constructor', 'next')
const scalar = fc.constantFrom<unknown>(
  '',
  'Paris',
  'é😀',
  '2026-01-01',
  'a@b.example',
  0,
  1,
  2.5,
  -3,
  1e21,
  true,
  null,
)
const bounds = fc.constantFrom(-1, 0, 0.5, 1, 2, 3)
const counts = fc.constantFrom(0, 1, 2, 3)

const { schema: anySchema } = fc.letrec<{ schema: unknown; list: unknown[] }>(tie => ({
  schema: fc.oneof(
    { maxDepth: 4 },
    { arbitrary: fc.boolean(), weight: 1 },
    {
      arbitrary: fc.record(
        {
          type: fc.oneof(type(), fc.uniqueArray(type(), { minLength: 1, maxLength: 3 })),
          nullable: fc.constant(true),
        },
        { requiredKeys: ['type'] },
      ),
      weight: 4,
    },
    {
      arbitrary: fc.record(
        {
          type: fc.constantFrom('number', 'integer'),
          minimum: bounds,
          exclusiveMaximum: bounds,
          multipleOf: fc.constantFrom(1, 0.5, 0.1),
        },
        { requiredKeys: [] },
      ),
      weight: 1,
    },
    {
      arbitrary: fc.record(
        {
          type: fc.constant('string'),
          minLength: counts,
          maxLength: counts,
          pattern: fc.constantFrom('^[a-z]+$', '(a+)+$', '\\p{L}'),
          format: fc.constantFrom('date', 'email', 'uuid', 'int32', 'shoe-size'),
        },
        { requiredKeys: [] },
      ),
      weight: 1,
    },
    {
      arbitrary: fc.record(
        {
          type: type(),
          enum: fc.array(fc.oneof(scalar, fc.constant({ a: [1] })), { minLength: 1, maxLength: 12 }),
          const: scalar,
        },
        { requiredKeys: ['enum'] },
      ),
      weight: 1,
    },
    {
      arbitrary: fc
        .constantFrom('#', '#/$defs/one', '#/$defs/two', '#/properties/city')
        .map($ref => ({ $ref })),
      weight: 2,
    },
    {
      arbitrary: fc.record(
        {
          type: fc.constantFrom<unknown>('object', 'object', ['object', 'null']),
          properties: fc.dictionary(names, tie('schema'), { maxKeys: 4 }),
          required: fc.uniqueArray(names, { maxLength: 3 }),
          additionalProperties: fc.oneof(fc.constant(false), tie('schema')),
          propertyNames: fc.constantFrom(
            { type: 'string' },
            { minLength: 5 },
            { enum: ['city'] },
            { anyOf: [{ const: 'city' }, { pattern: '^w' }] },
          ),
          minProperties: counts,
          description: fc.constant('An object.'),
        },
        { requiredKeys: ['properties'] },
      ),
      weight: 5,
    },
    {
      arbitrary: fc.record(
        {
          type: fc.constant('array'),
          items: tie('schema'),
          prefixItems: tie('list'),
          minItems: counts,
          maxItems: counts,
          uniqueItems: fc.boolean(),
        },
        { requiredKeys: ['items'] },
      ),
      weight: 3,
    },
    {
      arbitrary: fc.record(
        {
          anyOf: tie('list'),
          oneOf: tie('list'),
          allOf: tie('list'),
          not: tie('schema'),
          required: fc.constant(['city']),
        },
        { requiredKeys: [] },
      ),
      weight: 2,
    },
    { arbitrary: tie('list').map(anyOf => ({ anyOf })), weight: 2 },
  ),
  list: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) as fc.Arbitrary<unknown[]>,
}))

function type() {
  return fc.constantFrom('string', 'number', 'integer', 'boolean', 'null', 'array', 'object')
}

export const toolSchema = fc
  .record({
    properties: fc.dictionary(names, anySchema, { minKeys: 1, maxKeys: 4 }),
    required: fc.uniqueArray(names, { maxLength: 2 }),
    additionalProperties: fc.boolean(),
    one: anySchema,
    two: anySchema,
  })
  .map(({ one, two, ...root }) => ({ type: 'object', ...root, $defs: { one, two } }))

/* ------------------------------------------------------------------ values, right and nearly right */

const strings = ['', 'Paris', 'ab', 'é😀', '2026-01-01', 'a@b.example', 'null']
const numbers = [0, 1, 2.5, -3, 0.3, 1e21, Number.POSITIVE_INFINITY]
const others = [true, false, null]
const keys = ['city', 'when', 'a/b', 'c~d', 'constructor', 'next', '__proto__', 'zzz']

/** A value made after a schema: most parts follow it, some do not. `pick` gives whole numbers below its argument. */
export function sample(schema: unknown, root: JsonObject, pick: (below: number) => number): unknown {
  const places = walk(root, '')
  return valueAfter(schema, 0)

  function one<T>(list: readonly T[]): T {
    return list[pick(list.length)]!
  }

  function valueAfter(schema: unknown, depth: number): unknown {
    if (depth > 8 || !isObject(schema) || pick(12) === 0) return anything(depth)
    if (typeof schema.$ref === 'string') {
      const found = resolveRef(places, schema.$ref)
      return found.kind === 'schema' ? valueAfter(found.schema, depth + 1) : null
    }
    const values = 'const' in schema ? [schema.const] : schema.enum
    if (Array.isArray(values) && values.length > 0) return one(values)
    const branches = schema.anyOf ?? schema.oneOf ?? schema.allOf
    if (Array.isArray(branches)) return valueAfter(one(branches), depth + 1)
    return ofType(one([schema.type ?? (schema.properties ? 'object' : 'string')].flat()), schema, depth)
  }

  function ofType(type: unknown, schema: JsonObject, depth: number): unknown {
    if (type === 'string') return one(strings)
    if (type === 'number') return one(numbers)
    if (type === 'integer') return one([0, 1, 2, -3, 12])
    if (type === 'boolean') return pick(2) === 0
    if (type === 'null') return null
    if (type === 'array') {
      const { items, prefixItems } = schema
      const first = Array.isArray(prefixItems) ? prefixItems : []
      return Array.from({ length: pick(4) }, (_, i) => valueAfter(first[i] ?? items, depth + 1))
    }
    return objectOf(schema, depth)
  }

  function objectOf({ properties, additionalProperties }: JsonObject, depth: number): unknown {
    const made: JsonObject = {}
    for (const [name, property] of Object.entries(isObject(properties) ? properties : {})) {
      if (pick(8) > 0) put(made, name, valueAfter(property, depth + 1))
    }
    if (pick(6) === 0) put(made, one(keys), valueAfter(additionalProperties, depth + 1))
    return made
  }

  function anything(depth: number): unknown {
    const kind = pick(depth > 8 ? 3 : 5)
    if (kind < 3) return one<unknown>([strings, numbers, others][kind]!)
    return kind === 3 ? [anything(depth + 4)] : { [one(keys)]: anything(depth + 4) }
  }
}

/** As a parser puts it there: `__proto__` is a key like any other. */
function put(object: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
}

/** Picks that are always the same for the same seed. */
export function picksFrom(seed: number): (below: number) => number {
  let state = seed | 0
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    return (state >>> 8) % below
  }
}
