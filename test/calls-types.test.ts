import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  createCallValidator,
  type Infer,
  type InvalidCall,
  type StandardSchema,
  type ValidCall,
} from '../src/calls/index.ts'

const tools = [
  {
    type: 'function',
    function: {
      name: 'get_weather',
      strict: true,
      parameters: {
        type: 'object',
        properties: {
          location: { type: 'string' },
          unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
          days: { type: ['integer', 'null'] },
        },
        required: ['location', 'unit', 'days'],
        additionalProperties: false,
      },
    },
  },
  { name: 'search', input_schema: { type: 'object', properties: { query: { type: 'string' } } } },
  { name: 'get_time', inputSchema: { type: 'object' } },
  { type: 'function', function: { name: 'ping' } },
  {
    type: 'function',
    name: 'stop',
    parameters: { type: 'object', properties: {}, additionalProperties: false },
  },
] as const

describe('the type of what a schema describes', () => {
  test('scalars, values and unions', () => {
    expectTypeOf<Infer<{ type: 'string' }>>().toEqualTypeOf<string>()
    expectTypeOf<Infer<{ type: 'integer' }>>().toEqualTypeOf<number>()
    expectTypeOf<Infer<{ type: 'boolean' }>>().toEqualTypeOf<boolean>()
    expectTypeOf<Infer<{ type: 'null' }>>().toEqualTypeOf<null>()
    expectTypeOf<Infer<{ type: readonly ['string', 'null'] }>>().toEqualTypeOf<string | null>()
    expectTypeOf<Infer<{ type: 'string'; nullable: true }>>().toEqualTypeOf<string | null>()
    expectTypeOf<Infer<{ enum: readonly ['a', 1, null] }>>().toEqualTypeOf<'a' | 1 | null>()
    expectTypeOf<Infer<{ const: 'a' }>>().toEqualTypeOf<'a'>()
    expectTypeOf<Infer<{ anyOf: readonly [{ type: 'string' }, { type: 'integer' }] }>>().toEqualTypeOf<
      string | number
    >()
    expectTypeOf<Infer<{ oneOf: readonly [{ const: 1 }, { const: 2 }] }>>().toEqualTypeOf<1 | 2>()
    expectTypeOf<Infer<true>>().toEqualTypeOf<unknown>()
    expectTypeOf<Infer<false>>().toEqualTypeOf<never>()
    expectTypeOf<Infer<{ description: 'anything' }>>().toEqualTypeOf<unknown>()
  })

  test('objects and arrays', () => {
    expectTypeOf<
      Infer<{
        type: 'object'
        properties: { a: { type: 'string' }; b: { type: 'array'; items: { type: 'integer' } } }
        required: readonly ['a']
      }>
    >().toEqualTypeOf<{ a: string; b?: number[] }>()
    expectTypeOf<Infer<{ type: 'object' }>>().toEqualTypeOf<{ [key: string]: unknown }>()
    expectTypeOf<Infer<{ type: 'object'; additionalProperties: { type: 'number' } }>>().toEqualTypeOf<{
      [key: string]: number
    }>()
    expectTypeOf<Infer<{ type: 'array' }>>().toEqualTypeOf<unknown[]>()
    expectTypeOf<
      Infer<{ type: 'array'; prefixItems: readonly [{ type: 'string' }, { type: 'integer' }]; items: false }>
    >().toEqualTypeOf<[string, number]>()
    type Both = Infer<{
      allOf: readonly [
        { type: 'object'; properties: { a: { type: 'string' } }; required: readonly ['a'] },
        { type: 'object'; properties: { b: { type: 'string' } } },
      ]
    }>
    expectTypeOf<Both>().toExtend<{ a: string; b?: string }>()
    expectTypeOf<{ a: string }>().toExtend<Both>()
  })

  test('references into `$defs`, `$def` and `definitions`', () => {
    const author = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] } as const
    const referring = {
      type: 'object',
      properties: { author: { $ref: '#/$def/author' } },
      required: ['author'],
    } as const
    const schema = { ...referring, $def: { author } } as const
    expectTypeOf<Infer<typeof schema>>().toEqualTypeOf<{ author: { name: string } }>()
    expectTypeOf<Infer<{ $ref: '#/$defs/id'; $defs: { id: { type: 'integer' } } }>>().toEqualTypeOf<number>()
    expectTypeOf<
      Infer<{ $ref: '#/definitions/id'; definitions: { id: { type: 'integer' } } }>
    >().toEqualTypeOf<number>()
    expectTypeOf<Infer<{ $ref: '#/$defs/nobody' }>>().toEqualTypeOf<unknown>()
  })

  test('recursion', () => {
    const tree = {
      type: 'object',
      properties: { value: { type: 'string' }, children: { type: 'array', items: { $ref: '#' } } },
      required: ['value', 'children'],
    } as const
    type Tree = Infer<typeof tree>
    expectTypeOf<Tree['children'][number]['children'][number]['value']>().toEqualTypeOf<string>()
    const list = {
      $ref: '#/$defs/node',
      $defs: {
        node: {
          type: 'object',
          properties: { next: { anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }] } },
          required: ['next'],
        },
      },
    } as const
    type List = Infer<typeof list>
    expectTypeOf<NonNullable<List['next']>['next']>().toEqualTypeOf<List | null>()
  })
})

describe('the types of results', () => {
  test('name and arguments go together', () => {
    const result = createCallValidator(tools).validate({})
    expectTypeOf(result).toEqualTypeOf<
      | InvalidCall
      | ValidCall<'get_weather', { location: string; unit: 'celsius' | 'fahrenheit'; days: number | null }>
      | ValidCall<'search', { query?: string }>
      | ValidCall<'get_time', { [key: string]: unknown }>
      | ValidCall<'ping', { [key: string]: unknown }>
      | ValidCall<'stop', Record<never, never>>
    >()
    if (result.ok && result.tool === 'get_weather')
      expectTypeOf(result.arguments.days).toEqualTypeOf<number | null>()
    if (!result.ok) expectTypeOf(result.feedback).toEqualTypeOf<string>()
    // @ts-expect-error: an invalid call has no arguments
    expect(result.arguments).toBeUndefined()
  })

  test('tools written in place need no `as const`', () => {
    const validator = createCallValidator({
      tools: [
        {
          name: 'go',
          inputSchema: {
            type: 'object',
            properties: { to: { type: 'string', enum: ['left', 'right'] } },
            required: ['to'],
          },
        },
      ],
    })
    const result = validator.validate({ name: 'go', arguments: '{"to": "left"}' })
    if (!result.ok) throw new Error(result.feedback)
    expectTypeOf(result.arguments.to).toEqualTypeOf<'left' | 'right'>()
    expect(result.arguments.to).toBe('left')
    const { calls } = validator.validateResponse([])
    expectTypeOf(calls).toEqualTypeOf<(typeof result | InvalidCall)[]>()
  })

  test('tools that are only known when the program runs', () => {
    const result = createCallValidator(JSON.parse('[]') as unknown).validate({})
    expectTypeOf(result).toEqualTypeOf<InvalidCall | ValidCall<string, unknown>>()
  })
})

describe('Standard Schema', () => {
  test('each tool is one', () => {
    const { get_weather } = createCallValidator(tools).tools
    expectTypeOf(get_weather).toEqualTypeOf<
      StandardSchema<{ location: string; unit: 'celsius' | 'fahrenheit'; days: number | null }>
    >()
    const { version, vendor, validate, jsonSchema } = get_weather['~standard']
    expect({ version, vendor }).toEqual({ version: 1, vendor: 'strictcall' })
    const value = { location: 'Paris', unit: 'celsius', days: null }
    expect(validate(value)).toEqual({ value })
    expect(validate({ location: 'Paris', unit: 'kelvin', days: null })).toEqual({
      issues: [{ message: '`"kelvin"` is not one of `"celsius"`, `"fahrenheit"`.', path: ['unit'] }],
    })
    expect(validate('{}')).toMatchObject({ issues: [{ path: [] }] })
    expect(jsonSchema.input()).toEqual(tools[0].function.parameters)
  })

  test('a schema that cannot be used has an issue with every value', () => {
    const { bad } = createCallValidator([{ name: 'bad', parameters: { $ref: '#/nowhere' } }]).tools
    expect(bad['~standard'].validate({})).toMatchObject({ issues: [{ path: [] }] })
  })
})
