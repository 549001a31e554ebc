import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { convert, createCallValidator, decode, encode, lint } from '../src/index.ts'
import { corpusFiles, corpusRows, hasCorpus, needsCorpus } from './helpers/corpus.ts'

interface Call {
  id: string
  name: string
  arguments: unknown
  schema?: Record<string, unknown>
}

const mcp = () => corpusFiles('mcp').map(file => JSON.parse(readFileSync(file, 'utf8')) as unknown)

const groups: { name: string; values: () => unknown[] }[] = [
  { name: 'mcp', values: mcp },
  ...[
    'jsonschemabench/glaive-function-schemas.jsonl',
    'toolbench/functions.jsonl',
    'tau-bench/tools.jsonl',
    'promptfoo/tool-files.jsonl',
  ].map(name => ({ name, values: () => corpusRows(name) as unknown[] })),
]

describe.skipIf(!hasCorpus)(`real tools made strict${needsCorpus}`, () => {
  test.each(groups)(
    '$name: every tool is strict-ready then, and converting it again changes nothing',
    ({ values }) => {
      for (const value of values()) {
        const { tools, report } = convert(value)
        expect(report.tools.filter(({ outcome }) => outcome === 'non-strict only')).toEqual([])
        const { diagnostics, tools: verdicts } = lint(tools)
        expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
        expect(verdicts.every(({ verdict }) => verdict === 'strict-ready')).toBe(true)
        expect(convert(tools).tools).toEqual(tools)
      }
    },
  )

  /** Recorded arguments go through the codec and come back, and fit the converted tool on the way. */
  function expectRoundTrip(tools: unknown, { name, arguments: args }: { name: string; arguments: unknown }) {
    const converted = convert(tools)
    const strict = encode(converted.codec, name, args)
    expect(decode(converted.codec, name, strict)).toEqual(args)
    const { as } = converted.report.tools.find(tool => tool.name === name)!
    const judged = createCallValidator(converted.tools as unknown).validate({ name: as, arguments: strict })
    expect(
      judged.ok ? [] : judged.diagnostics.map(({ pointer, message }) => `${pointer} ${message}`),
    ).toEqual([])
    const decoded = createCallValidator(tools, { codec: converted.codec }).validate({
      name: as,
      arguments: strict,
    })
    expect(decoded).toMatchObject({ ok: true, tool: name, arguments: args })
  }

  test('the calls of tau-bench come back as they were', () => {
    const tools = corpusRows('tau-bench/tools.jsonl')
    for (const call of corpusRows<Call>('tau-bench/gpt4o-airline-calls.jsonl').slice(0, 120)) {
      expectRoundTrip(tools, { name: call.name, arguments: JSON.parse(call.arguments as string) })
    }
  })

  test('the valid arguments of BFCL come back as they were', () => {
    const rows = corpusRows<Call & { valid_by_python_jsonschema: boolean }>('bfcl/arguments.jsonl')
    for (const { name, schema, arguments: args, valid_by_python_jsonschema: valid } of rows) {
      // What breaks the closed reading of its own schema is no value of the tool.
      if (
        !valid ||
        !createCallValidator([closed(name, schema!)] as unknown).validate({ name, arguments: args }).ok
      )
        continue
      expectRoundTrip([{ name, inputSchema: schema }], { name, arguments: args })
    }
  })
})

/** An object that declares properties and says nothing of others is read as closed. */
function closed(name: string, schema: Record<string, unknown>) {
  return { name, inputSchema: closedSchema(schema) }
}

function closedSchema(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema
  if (Array.isArray(schema)) return schema.map(closedSchema)
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closedSchema(value)]))
  const declares = typeof copy.properties === 'object' && copy.properties !== null && copy.type === 'object'
  return declares && copy.additionalProperties === undefined ? { ...copy, additionalProperties: false } : copy
}
