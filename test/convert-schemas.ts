import fc from 'fast-check'
import { nastyNames } from './convert-values.ts'

/*
 * Schemas as people and programs write them, and as nobody would: every keyword, every way to combine them, recursion, names
 * that are special to somebody. Each is the root of a tool.
 */

type Json = { [key: string]: unknown }
type Schema = Json | boolean

const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('a', 'b', 'c', 'kind') },
  { weight: 2, arbitrary: fc.constantFrom(...nastyNames) },
)
const scalar = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, 1, 2, -1, 1.5, '', 'a', 'b', 'null', '1', 'true', '😀'),
  fc.constantFrom<unknown>({ a: 1 }, [], [1, 'a'], {}, { b: null }),
)
const patterns = fc.constantFrom('^a', '^[a-z]+$', '^x-', '[0-9]', '^(a|b)$', '^\\d{3}$', '^[^[]*$')
const definitions = ['A', 'B', 'Node', 'Tree']

/** Only some of the keywords that fit, so that each is met alone and beside others. */
function some(keywords: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Json> {
  return fc.record(keywords, { requiredKeys: [] })
}

const small = fc.integer({ min: 0, max: 3 })
const notes = some({
  title: fc.constantFrom('A', 'Title'),
  description: fc.constantFrom('What it is.', ''),
  default: scalar,
  examples: fc.array(scalar, { maxLength: 2 }),
  'x-order': fc.constant(1),
}).filter(found => Object.keys(found).length < 3)

const strings = fc
  .tuple(
    some({ minLength: small, maxLength: fc.integer({ min: 3, max: 400 }) }),
    some({ pattern: patterns }),
    some({ format: fc.constantFrom('date', 'date-time', 'email', 'uuid', 'uri', 'ipv4') }),
  )
  .map(
    ([length, pattern, format]): Json => ({
      type: 'string',
      ...length,
      ...pattern,
      ...('pattern' in pattern || 'minLength' in length ? {} : format),
    }),
  )

const numbers = fc
  .tuple(
    fc.constantFrom('integer', 'number'),
    some({ minimum: fc.integer({ min: -3, max: 3 }), exclusiveMinimum: fc.integer({ min: -3, max: 3 }) }),
    some({
      maximum: fc.integer({ min: 2, max: 9 }),
      exclusiveMaximum: fc.integer({ min: 4, max: 9 }),
      multipleOf: fc.constantFrom(1, 2, 0.5),
    }),
  )
  .map(([type, low, high]): Json => ({ type, ...low, ...high }))

const literals = fc.oneof(
  fc.array(scalar, { minLength: 1, maxLength: 4 }).map((values): Json => ({ enum: values })),
  fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 })
    .map((values): Json => ({ type: 'string', enum: values })),
  scalar.map((value): Json => ({ const: value })),
  fc.integer({ min: 0, max: 3 }).map((value): Json => ({ type: 'integer', enum: [value, value + 1] })),
)

const types = fc
  .uniqueArray(fc.constantFrom('string', 'integer', 'number', 'boolean', 'object', 'array', 'null'), {
    minLength: 1,
    maxLength: 7,
  })
  .map((type): Json => ({ type }))

const { schema } = fc.letrec<{ schema: Schema; object: Json }>(tie => {
  const inner = tie('schema')
  const properties = named(inner, 0, 3)
  const object = fc
    .tuple(
      properties,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.oneof(
        { weight: 6, arbitrary: fc.constant<Json>({}) },
        {
          weight: 1,
          arbitrary: inner.map(
            (nested): Json => ({ patternProperties: { '^a': nested, '[0-9]': { type: 'string' } } }),
          ),
        },
        {
          weight: 1,
          arbitrary: fc.tuple(fc.constantFrom('^x-', '^[a-z]+$'), inner).map(
            ([pattern, nested]): Json => ({
              patternProperties: { [pattern]: nested },
              additionalProperties: false,
            }),
          ),
        },
        { weight: 2, arbitrary: fc.constant<Json>({ additionalProperties: false }) },
        { weight: 1, arbitrary: fc.constant<Json>({ additionalProperties: true }) },
        { weight: 2, arbitrary: inner.map((additionalProperties): Json => ({ additionalProperties })) },
      ),
      some({
        minProperties: fc.constant(1),
        maxProperties: fc.integer({ min: 2, max: 4 }),
        propertyNames: fc.oneof(
          fc.constant({ type: 'string' }),
          fc.constant({ pattern: '^[a-z]*$' }),
          fc.constant({ enum: ['a', 'b', 'x-y'] }),
          fc.constant({ maxLength: 3 }),
        ),
        dependentRequired: fc.constant({ a: ['b'] }),
        required: fc.constant(['a']),
      }).filter(found => Object.keys(found).length < 3),
    )
    .map(([members, share, rest, others]): Json => {
      const required = members.filter((_, i) => (i + 1) / (members.length + 1) <= share).map(([key]) => key)
      return {
        type: 'object',
        ...(members.length > 0 || share < 0.5 ? { properties: Object.fromEntries(members) } : {}),
        ...rest,
        ...others,
        ...(required.length > 0 && { required }),
      }
    })
  const arrays = fc
    .tuple(
      fc.oneof(
        { weight: 4, arbitrary: inner.map((items): Json => ({ items })) },
        { weight: 1, arbitrary: fc.constant<Json>({}) },
        {
          weight: 2,
          arbitrary: fc
            .tuple(
              fc.array(inner, { minLength: 1, maxLength: 3 }),
              fc.oneof(
                fc.constant<Json>({}),
                inner.map((items): Json => ({ items })),
              ),
            )
            .map(([prefixItems, rest]): Json => ({ prefixItems, ...rest })),
        },
      ),
      some({
        minItems: fc.integer({ min: 0, max: 2 }),
        maxItems: fc.integer({ min: 2, max: 4 }),
        uniqueItems: fc.constant(true),
      }),
    )
    .map(([items, counts]): Json => ({ type: 'array', ...items, ...counts }))
  const branches = fc.array(inner, { minLength: 1, maxLength: 4 })
  const tagged = fc
    .uniqueArray(fc.constantFrom('cat', 'dog', 'bird'), { minLength: 2 })
    .chain(tags => fc.tuple(...tags.map(tag => object.map(body => tag && withTag(body, tag)))))
    .map((anyOf): Json => ({ oneOf: anyOf }))
  return {
    object,
    schema: fc.oneof(
      { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
      {
        weight: 14,
        arbitrary: fc
          .tuple(
            fc.oneof(
              strings,
              numbers,
              literals,
              types,
              fc.constant<Json>({ type: 'boolean' }),
              fc.constant<Json>({ type: 'null' }),
            ),
            notes,
          )
          .map(([body, said]): Schema => ({ ...said, ...body })),
      },
      {
        weight: 4,
        arbitrary: fc.constantFrom<Schema>(
          {},
          true,
          { description: 'Anything.' },
          { type: 'object' },
          { type: 'array' },
          { type: 'string' },
        ),
      },
      {
        weight: 4,
        arbitrary: fc.oneof(
          {
            weight: 9,
            arbitrary: fc.constantFrom<Schema>(...definitions.map(key => ({ $ref: `#/$defs/${key}` })), {
              $ref: '#',
            }),
          },
          { weight: 1, arbitrary: fc.constant<Schema>(false) },
        ),
      },
      { weight: 4, arbitrary: fc.tuple(object, notes).map(([body, said]): Schema => ({ ...said, ...body })) },
      { weight: 2, arbitrary: arrays },
      { weight: 2, arbitrary: branches.map((anyOf): Schema => ({ anyOf })) },
      { weight: 1, arbitrary: branches.map((oneOf): Schema => ({ oneOf })) },
      { weight: 1, arbitrary: tagged },
      {
        weight: 1,
        arbitrary: fc.array(inner, { minLength: 1, maxLength: 2 }).map((allOf): Schema => ({ allOf })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(object, fc.array(object, { minLength: 1, maxLength: 2 }))
          .map(([body, allOf]): Schema => ({ ...body, allOf })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(object, fc.array(object, { minLength: 2, maxLength: 3 }))
          .map(([body, anyOf]): Schema => ({ ...body, anyOf })),
      },
      {
        weight: 1,
        arbitrary: inner.map((body): Schema => ({ anyOf: [body, { type: 'null' }], default: null })),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom<Schema>(
          { not: { type: 'string' } },
          { type: 'string', not: { enum: ['a'] } },
          { type: 'integer', nullable: true },
        ),
      },
      {
        weight: 1,
        arbitrary: fc.tuple(object, object, object).map(
          ([body, then, other]): Schema => ({
            ...body,
            if: { properties: { a: { const: 1 } }, required: ['a'] },
            then,
            else: other,
          }),
        ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(object, object)
          .map(([body, nested]): Schema => ({ ...body, dependentSchemas: { a: nested } })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(object, fc.constantFrom('anyOf', 'oneOf'))
          .map(
            ([body, keyword]): Schema => ({ ...body, [keyword]: [{ required: ['a'] }, { required: ['b'] }] }),
          ),
      },
      { weight: 1, arbitrary: object.map(({ type: _, ...body }): Schema => body) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(object, object)
          .map(
            ([a, b]): Schema => ({ type: 'object', allOf: [open(a), open(b)], unevaluatedProperties: false }),
          ),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(object, inner)
          .map(([body, nested]): Schema => ({ ...body, dependencies: { a: ['b'], b: nested } })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(inner, inner)
          .map(([items, contains]): Schema => ({ type: 'array', items, contains, minContains: 1 })),
      },
      {
        weight: 2,
        arbitrary: fc
          .constantFrom(...definitions)
          .map((key): Schema => ({ description: 'As defined.', allOf: [{ $ref: `#/$defs/${key}` }] })),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom(...definitions), object)
          .map(([key, body]): Schema => ({ ...body, $ref: `#/$defs/${key}` })),
      },
    ),
  }
})

function open({ additionalProperties: _, ...body }: Json): Json {
  return body
}

/** Schemas under different names. */
function named(
  inner: fc.Arbitrary<Schema>,
  minLength: number,
  maxLength: number,
): fc.Arbitrary<[string, Schema][]> {
  return fc
    .tuple(
      fc.uniqueArray(name, { minLength: maxLength, maxLength }),
      fc.array(inner, { minLength, maxLength }),
    )
    .map(([names, schemas]) => schemas.map((schema, i) => [names[i]!, schema]))
}

function withTag(body: Json, tag: string): Json {
  return {
    ...body,
    properties: { ...(body.properties as Json), kind: { const: tag } },
    required: [...new Set([...((body.required as string[]) ?? []), 'kind'])],
  }
}

/** A linked list, a tree, and what the generator thinks of. */
const recursive: Record<string, Schema> = {
  Node: {
    type: 'object',
    properties: { value: { type: 'string' }, next: { anyOf: [{ $ref: '#/$defs/Node' }, { type: 'null' }] } },
    required: ['value', 'next'],
  },
  Tree: {
    type: 'object',
    properties: { name: { type: 'string' }, children: { type: 'array', items: { $ref: '#/$defs/Tree' } } },
    required: ['name'],
  },
}

/** The parameters of a tool. */
export const toolSchemas: fc.Arbitrary<Json> = fc
  .tuple(
    named(schema, 1, 3),
    schema,
    schema,
    fc.nat(3),
    fc.constantFrom<Json>({}, {}, { additionalProperties: false }),
  )
  .map(([members, A, B, required, rest]) => ({
    type: 'object',
    properties: Object.fromEntries(members),
    required: members.slice(0, required).map(([key]) => key),
    ...rest,
    $defs: { A, B, ...recursive },
  }))
