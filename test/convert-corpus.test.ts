import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { convert } from '../src/convert/index.ts'
import type { ToolConversion } from '../src/convert/types.ts'
import { checkLaws } from './convert-laws.ts'
import { corpusFiles, corpusRows, hasCorpus, needsCorpus } from './helpers/corpus.ts'

type Json = { [key: string]: unknown }
interface Sample {
  id: string
  schema: Json
  /** The tool as it was written. */
  tool: Json
  /** Arguments that a model or a data set gave. */
  values: unknown[]
}

const sets: Record<string, () => Sample[]> = {
  'MCP servers': () =>
    corpusFiles('mcp').flatMap(file => {
      const { tools } = JSON.parse(readFileSync(file, 'utf8')) as { tools: Json[] }
      return tools.map(tool => ({
        id: `${file.split('/').at(-1)!.replace('.tools.json', '')} ${tool.name}`,
        schema: tool.inputSchema as Json,
        tool,
        values: [],
      }))
    }),
  Glaive: () =>
    corpusRows<{ id: string; schema: Json }>('jsonschemabench/glaive-function-schemas.jsonl').map(
      ({ id, schema }) => sampleOf(id, schema),
    ),
  ToolBench: () => {
    const calls = callsByTool('toolbench/chatgpt-calls.jsonl')
    return corpusRows<{ id: string; name: string; parameters: Json }>('toolbench/functions.jsonl').map(
      ({ id, name, parameters }) => sampleOf(id, parameters, calls.get(name)),
    )
  },
  'tau-bench': () => {
    const calls = callsByTool('tau-bench/gpt4o-airline-calls.jsonl')
    return corpusRows<{ id: string; function: { name: string; parameters: Json } }>(
      'tau-bench/tools.jsonl',
    ).map(row => sampleOf(row.id, row.function.parameters, calls.get(row.function.name)))
  },
  BFCL: () =>
    corpusRows<{ id: string; schema: Json; arguments: unknown }>('bfcl/arguments.jsonl').map(row =>
      sampleOf(row.id, row.schema, [row.arguments]),
    ),
  'schemas of the web': () =>
    corpusRows<{ id: string; schema: Json }>('jsonschemabench/real-world-schemas.jsonl').map(
      ({ id, schema }) => sampleOf(id, schema),
    ),
}

function sampleOf(id: string, schema: Json, values: unknown[] = []): Sample {
  return { id, schema, tool: { type: 'function', function: { name: 'tool', parameters: schema } }, values }
}

/** The arguments of recorded calls, where they are JSON. */
function callsByTool(file: string): Map<string, unknown[]> {
  const calls = new Map<string, unknown[]>()
  for (const { name, arguments: text } of corpusRows<{ name: string; arguments: string }>(file)) {
    try {
      calls.set(name, [...(calls.get(name) ?? []), JSON.parse(text)])
    } catch {
      // What is no JSON is no value of any schema.
    }
  }
  return calls
}

const seeds = [1, 7920, 15839, 23758]

/** How many arguments there are that a model or a data set gave, and that the tool takes. */
const recorded: Record<string, number> = { ToolBench: 20, 'tau-bench': 380, BFCL: 1000 }

describe.skipIf(!hasCorpus)(`real tools${needsCorpus}`, () => {
  test('nearly all become strict, and each other one is named', { timeout: 120_000 }, async () => {
    const lines: string[] = []
    for (const [name, samples] of Object.entries(sets)) {
      const conversions = samples().map(({ id, tool }) => ({
        id,
        ...convert({ tools: [tool] }).report.tools[0]!,
      }))
      const failed = conversions.filter(({ outcome }) => outcome === 'non-strict only')
      expect(failed.length).toBeLessThanOrEqual(conversions.length / 100)
      lines.push(describeSet(name, conversions), ...failed.map(({ id, reason }) => `  ${id}: ${reason}`))
    }
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../fixtures/convert/corpus.txt')
  })

  test.each(Object.entries(sets))('%s: the laws hold', { timeout: 300_000 }, (name, samples) => {
    let originals = 0
    let stricts = 0
    let given = 0
    const broken: string[] = []
    for (const { id, schema, values } of samples()) {
      try {
        const checked = checkLaws(schema, seeds, { values })
        originals += checked?.originals ?? 0
        stricts += checked?.stricts ?? 0
        given += checked?.given ?? 0
      } catch (error) {
        broken.push(`${id}: ${(error as Error).message.slice(0, 500)}`)
      }
    }
    expect(broken).toEqual([])
    expect(Math.min(originals, stricts)).toBeGreaterThan(samples().length * 2)
    expect(given).toBeGreaterThanOrEqual(recorded[name] ?? 0)
  })
})

/** `553 tools: 65 unchanged, 488 converted; bytes before and after: median 878 and 640, worst 77,412 and 14,794`. */
function describeSet(name: string, conversions: readonly ToolConversion[]): string {
  const count = (outcome: ToolConversion['outcome']) =>
    conversions.filter(tool => tool.outcome === outcome).length
  const sizes = (side: 'before' | 'after') => conversions.map(({ size }) => size[side]).sort((a, b) => a - b)
  const [before, after] = [sizes('before'), sizes('after')]
  const median = (list: number[]) => list[Math.floor(list.length / 2)]
  return [
    `${name}: ${conversions.length} tools, ${count('unchanged')} unchanged, ${count('converted')} converted, ${count('non-strict only')} non-strict only`,
    `  bytes before and after: median ${median(before)} and ${median(after)}, worst ${before.at(-1)} and ${after.at(-1)}`,
  ].join('\n')
}
