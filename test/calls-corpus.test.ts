import { describe, expect, test } from 'vitest'
import { createCompiler } from '../src/calls/compile.ts'
import { createCallValidator } from '../src/calls/index.ts'
import type { JsonObject } from '../src/types.ts'
import { corpusRows, hasCorpus, needsCorpus } from './helpers/corpus.ts'

interface Group {
  id: string
  schema: unknown
  tests: { description: string; data: unknown; valid: boolean }[]
}

/** Cases of the suite that come out otherwise, and why. */
const formatsAreChecked = 'a format is a constraint here, as it is for the providers, and no annotation'
const nothingIsFetched = 'the schema refers to another document, and nothing is fetched'
const dynamicReferences = 'the compiler follows dynamic references within one document only, by anchor'
const exceptions: Record<string, string> = {
  'format.json#3 | invalid ipv4 string is only an annotation by default': formatsAreChecked,
  'format.json#4 | invalid ipv6 string is only an annotation by default': formatsAreChecked,
  'format.json#7 | invalid date string is only an annotation by default': formatsAreChecked,
  'format.json#16 | invalid uri-template string is only an annotation by default': formatsAreChecked,
  'refRemote.json#0': nothingIsFetched,
  'refRemote.json#1': nothingIsFetched,
  'refRemote.json#4': nothingIsFetched,
  'refRemote.json#8': nothingIsFetched,
  'refRemote.json#11': nothingIsFetched,
  'dynamicRef.json#1 | An array of strings is valid': dynamicReferences,
  'dynamicRef.json#10': dynamicReferences,
  'dynamicRef.json#11 | number list with string values': dynamicReferences,
  'dynamicRef.json#11 | string list with number values': dynamicReferences,
  'dynamicRef.json#12': dynamicReferences,
  'dynamicRef.json#18 | follow $dynamicRef to a false schema': dynamicReferences,
  'dynamicRef.json#19 | integer property passes': dynamicReferences,
  'dynamicRef.json#20 | data is sufficient for schema at second#/$defs/length': dynamicReferences,
  'dynamicRef.json#20 | data is not sufficient for schema at second#/$defs/length': dynamicReferences,
  'unevaluatedItems.json#18 | with no unevaluated items': dynamicReferences,
  'unevaluatedItems.json#18 | with unevaluated items': dynamicReferences,
  'unevaluatedProperties.json#21 | with no unevaluated properties': dynamicReferences,
  'unevaluatedProperties.json#21 | with unevaluated properties': dynamicReferences,
  'unevaluatedItems.json#22 | 7 not evaluated, fails unevaluatedItems':
    'the compiler takes all items for evaluated by `contains`, not only those that match',
  'unevaluatedItems.json#27 | valid in case if is evaluated':
    'the compiler skips an `if` without `then` and `else`',
  'unevaluatedProperties.json#15 | when if is true and has no unevaluated properties':
    'the compiler skips an `if` without `then`',
  'unevaluatedProperties.json#15 | when if is false and has unevaluated properties':
    'the compiler merges what `if` evaluated even when it fails',
}

/** The cases of a group that come out otherwise than they should; the group itself when its schema cannot be used. */
function disagreements({ id, schema, tests }: Group): string[] {
  const name = id.replace('draft2020-12/', '')
  const compiled = createCompiler()(schema)
  if ('reason' in compiled) return [name]
  return tests
    .filter(({ data, valid }) => {
      try {
        return compiled.test(data) !== valid || (compiled.errors(data).length === 0) !== valid
      } catch {
        return true
      }
    })
    .map(({ description }) => `${name} | ${description}`)
}

describe.skipIf(!hasCorpus)(`calls of real models${needsCorpus}`, () => {
  test('JSON-Schema-Test-Suite: every case agrees, but for those that are named here', () => {
    const groups = corpusRows<Group>('json-schema-test-suite/draft2020-12.jsonl')
    expect(groups).toHaveLength(124)
    expect(groups.flatMap(disagreements).sort()).toEqual(Object.keys(exceptions).sort())
  })

  test('bfcl: each verdict is that of another validator, and so are the keywords that fail', () => {
    const rows = corpusRows<BfclRow>('bfcl/arguments.jsonl')
    expect(rows).toHaveLength(1080)
    const tools = rows.map(({ schema }, i) => ({ name: `tool_${i}`, parameters: schema }))
    const validator = createCallValidator(tools as unknown)
    const invalid = rows.filter((row, i) => {
      const { ok } = validator.validate({ name: `tool_${i}`, arguments: JSON.stringify(row.arguments) })
      expect({ id: row.id, ok }).toEqual({ id: row.id, ok: row.valid_by_python_jsonschema })
      const compiled = ok ? undefined : createCompiler()(row.schema)
      const errors = compiled && 'errors' in compiled ? compiled.errors(row.arguments) : []
      expect([...new Set(errors.map(({ keyword }) => keyword))].sort()).toEqual(row.failing_keywords)
      return !ok
    })
    expect(invalid).toHaveLength(14)
  })

  test('tau-bench: all 388 calls of gpt-4o are valid', () => {
    const validator = createCallValidator(corpusRows('tau-bench/tools.jsonl') as unknown)
    const results = corpusRows('tau-bench/gpt4o-airline-calls.jsonl').map(row => validator.validate(row))
    expect(results).toHaveLength(388)
    expect(results.filter(({ ok }) => !ok)).toEqual([])
  })

  test('toolbench: 44 of 47 calls of ChatGPT are valid, the others name tools that do not exist', () => {
    const functions = corpusRows('toolbench/functions.jsonl')
    const rows = corpusRows<ToolbenchRow>('toolbench/chatgpt-calls.jsonl')
    const results = rows.map(row => {
      const tools = row.known_function ? [{ name: row.name, parameters: row.schema }] : functions
      return createCallValidator(tools as unknown).validate(row)
    })
    expect(results).toHaveLength(47)
    const bad = results.flatMap(result => (result.ok ? [] : [[result.tool, ...result.diagnostics.map(said)]]))
    expect(bad).toEqual([
      ['dota_2_steam_web', 'call/unknown-tool: There is no tool `dota_2_steam_web`.'],
      ['login', 'call/unknown-tool: There is no tool `login`.'],
      ['authenticate_currents_news', 'call/unknown-tool: There is no tool `authenticate_currents_news`.'],
    ])
  })

  test('recorded-http: every answer is read with its own tools, streams included', () => {
    const rows = corpusRows<Recording>('recorded-http/chat-completions-with-tools.jsonl')
    expect(rows).toHaveLength(211)
    const validator = createCallValidator([])
    const counts = { json: 0, sse: 0, invalid: 0, leaked: 0 }
    for (const row of rows) {
      const { calls, diagnostics } = validator.validateResponse(row)
      counts[row.kind] += calls.length
      counts.leaked += diagnostics.length
      counts.invalid += calls.filter(({ ok }) => !ok).length
      expect(calls.map(({ tool }) => tool)).toEqual(namesIn(row))
    }
    expect(counts).toEqual({ json: 105, sse: 52, invalid: 0, leaked: 0 })
  })

  test('recorded-http: the six answers of api.deepseek.com', () => {
    const rows = corpusRows<Recording>('recorded-http/chat-completions-with-tools.jsonl')
    const answers = rows.filter(({ url }) => url.includes('api.deepseek.com'))
    const validator = createCallValidator([])
    const calls = answers.map(row =>
      validator
        .validateResponse(row)
        .calls.map(call => (call.ok ? [call.tool, call.arguments, call.pointer] : call.diagnostics)),
    )
    expect(calls).toEqual([
      [],
      [['get_temperature', { city: 'Tokyo' }, '/response/output/1']],
      [['final_result', { city: 'Tokyo', country: 'Japan' }, '/response/output/1']],
      [],
      [],
      [],
    ])
  })

  test('vercel-ai-fixtures: answers and streams of eleven providers', () => {
    const rows = corpusRows<VercelRow>('vercel-ai-fixtures/responses.jsonl')
    expect(rows).toHaveLength(25)
    const string = { type: 'string' }
    const taking = (name: string) => ({ type: 'object', properties: { [name]: string }, required: [name] })
    const validator = createCallValidator([
      { name: 'weather', parameters: taking('location') },
      { name: 'cityAttractions', parameters: taking('city') },
      { name: 'webSearchTool', parameters: taking('query') },
      { name: 'currentTime', parameters: { type: 'object', properties: {} } },
    ] as unknown)
    const found = rows.flatMap(({ id, body }) =>
      validator
        .validateResponse(body)
        .calls.map(call => [
          id.split('/').at(-1),
          call.tool,
          call.ok ? call.arguments : call.diagnostics.map(said),
        ]),
    )
    const sanFrancisco = { location: 'San Francisco' }
    expect(found).toEqual([
      ['alibaba-tool-call.chunks.txt', 'weather', sanFrancisco],
      ['azure-tool-call.1.chunks.txt', 'weather', sanFrancisco],
      ['cohere-null-args.json', 'currentTime', ['call/missing-arguments: The arguments are `null`.']],
      ['cohere-tool-call.chunks.txt', 'weather', sanFrancisco],
      ['cohere-tool-call.chunks.txt', 'cityAttractions', { city: 'San Francisco' }],
      [
        'groq-tool-call.json',
        'weather',
        ['call/invalid-arguments: The required property `location` is missing.'],
      ],
      ['mistral-incremental-tool-call.chunks.txt', 'webSearchTool', { query: 'current Berlin weather' }],
      ['mistral-tool-call.json', 'weather', sanFrancisco],
      ['xai-tool-call.json', 'weather', sanFrancisco],
    ])
  })
})

interface BfclRow {
  id: string
  schema: JsonObject
  arguments: JsonObject
  valid_by_python_jsonschema: boolean
  failing_keywords: string[]
}

interface ToolbenchRow {
  name: string
  known_function: boolean
  schema?: JsonObject
  arguments: string
}

interface Recording {
  id: string
  url: string
  kind: 'json' | 'sse'
  response: unknown
}

interface VercelRow {
  id: string
  body: unknown
}

function said({ ruleId, message }: { ruleId: string; message: string }): string {
  return `${ruleId}: ${message}`
}

/** The names that stand beside `arguments`, wherever in an answer; once for items that a stream repeats. */
function namesIn({ kind, response }: Recording): string[] {
  const values =
    kind === 'json'
      ? [response]
      : [...(response as string).matchAll(/^data: (\{.*\})$/gm)].map(([, text]) => JSON.parse(text!))
  const found = new Map<unknown, string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { name, arguments: text, call_id } = value as JsonObject
    if (typeof name === 'string' && name !== '' && text !== undefined) found.set(call_id ?? value, name)
    for (const member of Object.values(value)) visit(member)
  }
  values.forEach(visit)
  return [...found.values()]
}
