import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { closureKeywords } from '../src/calls/closures/combine.ts'
import { leftToCompiler } from '../src/calls/closures/index.ts'
import { createCodeCompiler } from '../src/calls/code.ts'
import { compileToClosures, createCompiler } from '../src/calls/compile.ts'
import type { Compiled } from '../src/calls/compiled.ts'
import type { SchemaError } from '../src/calls/explainer.ts'
import { hotCalls } from '../src/calls/hot.ts'
import { createInstance } from '../src/calls/instance.ts'
import { judge } from '../src/calls/judge.ts'
import { type Prepared, prepare } from '../src/calls/schema.ts'
import { judgedTool } from '../src/calls/tool.ts'
import { findTools } from '../src/tools.ts'
import type { JsonObject } from '../src/types.ts'
import { picksFrom, sample, toolSchema } from './closures-arbitraries.ts'
import { corpusFiles, corpusRows, hasCorpus, needsCorpus } from './helpers/corpus.ts'

/** A schema both ways; undefined when one of them refuses it. */
function bothWays(schema: unknown): { closures: Compiled; code: Compiled } | undefined {
  const prepared = prepare(schema)
  if ('reason' in prepared) return undefined
  const closures = compileToClosures(prepared)
  if ('left' in closures) return undefined
  const code = createCodeCompiler()(prepared, '')
  if ('reason' in code) throw new Error(`only closures take ${JSON.stringify(schema)}: ${code.reason}`)
  return { closures, code }
}

/** The verdict of one way, and all that it says. */
function outcome({ test, errors }: Compiled, value: unknown) {
  return { ok: test(value), errors: errors(value).map(withoutFalsePlaces) }
}

/** The compiled code cannot tell where the schema `false` stands when it is in a definition. */
function withoutFalsePlaces(error: SchemaError): SchemaError {
  const place = error.keyword === 'false schema' ? { schemaPointer: '' } : {}
  return {
    ...error,
    ...place,
    ...(error.branches && { branches: error.branches.map(list => list.map(withoutFalsePlaces)) }),
  }
}

function expectSame(schema: unknown, values: readonly unknown[]): number {
  const both = bothWays(schema)
  if (!both) return 0
  for (const value of values) {
    expect({ schema, value, ...outcome(both.closures, value) }).toEqual({
      schema,
      value,
      ...outcome(both.code, value),
    })
  }
  return values.length
}

/** So many values for each schema. */
const values = 20

function samples(schema: unknown): unknown[] {
  return Array.from({ length: values }, (_, seed) => sample(schema, schema as JsonObject, picksFrom(seed)))
}

describe('closures judge as the compiled code does, and say the same', () => {
  test('schemas of the dialect', { timeout: 120_000 }, () => {
    let compared = 0
    fc.assert(
      fc.property(toolSchema, schema => {
        compared += expectSame(schema, samples(schema))
      }),
      { numRuns: 300 },
    )
    expect(compared).toBeGreaterThan(200 * values)
  })

  test.skipIf(!hasCorpus)(`the tools of real servers${needsCorpus}`, { timeout: 120_000 }, () => {
    const schemas = corpusFiles('mcp').flatMap(file =>
      findTools(JSON.parse(readFileSync(file, 'utf8'))).toolsets.flatMap(({ tools }) =>
        tools.map(({ schema }) => schema),
      ),
    )
    expect(schemas).toHaveLength(553)
    for (const schema of schemas) expect(expectSame(schema, samples(schema))).toBe(values)
  })

  test.skipIf(!hasCorpus)(
    `calls of real models, right and broken${needsCorpus}`,
    { timeout: 120_000 },
    () => {
      const rows = corpusRows<{ schema: JsonObject; arguments: JsonObject }>('bfcl/arguments.jsonl')
      expect(rows).toHaveLength(1080)
      for (const { schema, arguments: value } of rows) {
        const calls = [value, ...Object.keys(value).flatMap(key => broken(value, key))]
        expect(expectSame(schema, calls)).toBe(calls.length)
      }
    },
  )

  test.skipIf(!hasCorpus)(`schemas from everywhere${needsCorpus}`, { timeout: 120_000 }, () => {
    const names = ['jsonschemabench/glaive-function-schemas', 'jsonschemabench/real-world-schemas']
    const rows = names
      .flatMap(name => corpusRows<{ schema: JsonObject }>(`${name}.jsonl`))
      .filter((_, i) => i % 3 === 0)
    const compared = rows.filter(({ schema }) => expectSame(schema, samples(schema).slice(0, 10)) > 0)
    expect(compared.length).toBeGreaterThan(390)
  })

  test.skipIf(!hasCorpus)(`JSON-Schema-Test-Suite${needsCorpus}`, () => {
    const groups = corpusRows<{ schema: unknown; tests: { data: unknown }[] }>(
      'json-schema-test-suite/draft2020-12.jsonl',
    )
    const compared = groups.filter(
      ({ schema, tests }) =>
        expectSame(
          schema,
          tests.map(({ data }) => data),
        ) > 0,
    )
    expect(compared.length).toBeGreaterThan(55)
  })
})

/** A value with one member broken in several ways. */
function broken(value: JsonObject, key: string): JsonObject[] {
  const { [key]: member, ...without } = value
  return [
    without,
    { ...without, [`${key}_`]: member },
    { ...value, [key]: String(member) },
    { ...value, [key]: [member] },
    { ...value, [key]: null },
  ]
}

describe('what closures do and what is left to the compiler', () => {
  test('each keyword that the compiler judges is made into functions or left to it', () => {
    const { ajv } = createInstance(prepare({}) as Prepared, 'test')
    const judged = ajv.RULES.rules.flatMap(({ rules }) => rules.map(({ keyword }) => keyword))
    const unknown = [...new Set(judged)].filter(
      keyword => !closureKeywords.has(keyword) && !leftToCompiler.includes(keyword) && !silent.has(keyword),
    )
    expect(unknown).toEqual([])
    expect(leftToCompiler.filter(keyword => closureKeywords.has(keyword))).toEqual([])
  })

  test.each<[name: string, schema: unknown]>([
    ['an `if`', { if: { required: ['a'] }, then: { required: ['b'] } }],
    ['`patternProperties`', { patternProperties: { '^x-': { type: 'string' } } }],
    ['a property called `__proto__`', JSON.parse('{"properties": {"__proto__": {"type": "string"}}}')],
    ['a reference to nowhere', { $ref: '#/$defs/nobody' }],
    ['references in a ring', { $ref: '#/$defs/a', $defs: { a: { anyOf: [{ $ref: '#' }] } } }],
    ['a reference to what no keyword makes a schema', { $ref: '#/components/a', components: { a: {} } }],
    ['an `$id`', { $id: 'https://example.com/tool' }],
    ['a list of items', { items: [{ type: 'string' }] }],
    [
      '`prefixItems` before there were any',
      { $schema: 'http://json-schema.org/draft-07/schema', prefixItems: [{}] },
    ],
    ['a pattern that takes too long', { pattern: '^(a+)\\1$' }],
  ])('%s is left', (_, schema) => {
    expect(compileToClosures(prepare(schema) as Prepared)).toEqual({ left: expect.any(String) })
  })

  test('a chain of references that is longer than the stack is left', () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 40_000 }, (_, i) => [`d${i}`, { $ref: `#/$defs/d${i + 1}` }]),
    )
    const schema = { $ref: '#/$defs/d0', $defs: { ...$defs, d40000: { type: 'string' } } }
    expect(compileToClosures(prepare(schema) as Prepared)).toEqual({ left: '$ref' })
  })

  test('a value nests as deep as the stack, and then there is an answer all the same', () => {
    const schema = { type: 'object', properties: { next: { $ref: '#' } }, additionalProperties: false }
    const { test: isValid } = compileToClosures(prepare(schema) as Prepared) as Compiled
    const nested = (depth: number) => JSON.parse(`${'{"next":'.repeat(depth)}{}${'}'.repeat(depth)}`)
    expect(isValid(nested(1000))).toBe(true)
    expect(() => isValid(nested(100_000))).toThrow(RangeError)
  })
})

/** Keywords of the compiler that judge nothing by themselves. */
const silent = new Set(['$comment', 'id', 'strictcall:step'])

const strictTool = {
  name: 'get_weather',
  parameters: {
    type: 'object',
    properties: {
      city: { type: 'string', pattern: '^[A-Z]' },
      days: { type: ['integer', 'null'], minimum: 1 },
      station: { anyOf: [{ $ref: '#/$defs/station' }, { type: 'null' }] },
    },
    required: ['city', 'days', 'station'],
    additionalProperties: false,
    $defs: {
      station: {
        type: 'object',
        properties: { id: { type: 'string', format: 'uuid' } },
        required: ['id'],
        additionalProperties: false,
      },
    },
  },
}
const conditionalTool = {
  name: 'book',
  parameters: { type: 'object', if: { required: ['flight'] }, then: { required: ['date'] } },
}

describe('a tool that is called often', () => {
  const right = { city: 'Paris', days: 2, station: { id: '123e4567-e89b-12d3-a456-426614174000' } }
  const wrong = { ...right, days: 0 }

  /** The compiled code has its schema with it. */
  const isCode = ({ test }: Compiled) => 'schema' in test

  test('is judged by code from then on', () => {
    const tool = judgedTool('visit', { type: 'object', required: ['city'] }, createCompiler())
    const call = { name: 'visit', id: '', arguments: right, pointer: '', argumentsPointer: '' }
    const judgeAgain = () => judge(call, new Map([['visit', tool]]), {}).ok
    for (let i = 1; i < hotCalls; i++) judgeAgain()
    expect(isCode(tool.compiled() as Compiled)).toBe(false)
    expect([judgeAgain(), judgeAgain()]).toEqual([true, true])
    expect(isCode(tool.compiled() as Compiled)).toBe(true)
  })

  test('is judged as it was before', () => {
    const compiled = createCompiler()(strictTool.parameters) as Compiled
    const judged = () => [right, wrong].map(value => outcome(compiled, value))
    const before = judged()
    compiled.heat?.()
    expect(judged()).toEqual(before)
  })

  test('is left to closures when many others are', () => {
    const compile = createCompiler()
    const tools = Array.from({ length: 20 }, (_, i) => compile({ minProperties: i }) as Compiled)
    for (const compiled of tools) compiled.heat?.()
    expect(tools.map(isCode)).toEqual([...Array(16).fill(true), ...Array(4).fill(false)])
  })
})

/** Runs a script in a process of its own, with the library as it is shipped. */
function run(script: string, ...flags: string[]): unknown {
  const library = JSON.stringify(pathToFileURL('dist/index.js').href)
  const whole = `const { createCallValidator } = await import(${library})
    const validator = createCallValidator(${JSON.stringify([strictTool, conditionalTool])})
    const call = (name, value) => validator.validate({ name, arguments: JSON.stringify(value) })
    const right = { city: 'Paris', days: 2, station: { id: '123e4567-e89b-12d3-a456-426614174000' } }
    ${script}`
  const output = execFileSync(process.execPath, [...flags, '--input-type=module', '--eval', whole])
  return JSON.parse(output.toString())
}

describe('where making code is forbidden', () => {
  const forbidden = '--disallow-code-generation-from-strings'

  test('a strict tool is judged, and what is wrong is said', () => {
    const script = `
      const { ok } = call('get_weather', right)
      const { diagnostics } = call('get_weather', { city: 'paris', days: 0, station: { id: 5 } })
      console.log(JSON.stringify([ok, diagnostics.map(({ message }) => message)]))`
    expect(run(script, forbidden)).toEqual([
      true,
      [
        '`"paris"` does not match the `pattern` `"^[A-Z]"`.',
        '`0` is below the `minimum` of `1`.',
        '`5` is a number; a string belongs here (in `station`, the nearest of 2 branches).',
      ],
    ])
  })

  test('a tool is called as often as one likes', () => {
    const script = `
      let valid = 0
      for (let i = 0; i < ${2 * hotCalls}; i++) if (call('get_weather', i % 2 ? right : {}).ok) valid++
      console.log(valid)`
    expect(run(script, forbidden)).toBe(hotCalls)
  })

  test('a tool that takes making code cannot be used, and that is said', () => {
    const script = `console.log(JSON.stringify(call('book', {}).diagnostics.map(({ message }) => message)))`
    expect(run(script, forbidden)).toEqual([
      'The schema of `book` cannot be used: `if` takes code generation, which is forbidden here.',
    ])
  })
})

test('the compiler is not so much as loaded for a strict tool', () => {
  const script = (calls: string) => `
    const { Session } = await import('node:inspector/promises')
    const session = new Session()
    session.connect()
    await session.post('Profiler.enable')
    await session.post('Profiler.startPreciseCoverage', { callCount: true })
    ${calls}
    const { result } = await session.post('Profiler.takePreciseCoverage')
    const functions = result.flatMap(({ url, functions }) => (url.includes('/dist/') ? functions : []))
    const made = functions.filter(({ functionName }) => /^createInstanced*$/.test(functionName))
    console.log(JSON.stringify(made.reduce((sum, { ranges }) => sum + ranges[0].count, 0)))`
  const strict = `call('get_weather', right); call('get_weather', { city: 5 })`
  expect(run(script(strict))).toBe(0)
  expect(run(script(`${strict}; call('book', {})`))).toBeGreaterThan(0)
})
