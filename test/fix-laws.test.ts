import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isEqual } from '../src/equal.ts'
import { fixUntilQuiet } from '../src/fix.ts'
import { lint } from '../src/index.ts'
import { createClosedJudge } from './convert-closed.ts'
import { createValidators } from './convert-laws.ts'
import { toolSchemas } from './convert-schemas.ts'
import { createValues, randomFrom } from './convert-values.ts'
import { corpusFiles, corpusRows, hasCorpus, needsCorpus } from './helpers/corpus.ts'

/* Safe fixes change nothing about what a tool takes, except that they close objects. */

type Json = { [key: string]: unknown }

interface Checked {
  fixed: number
  values: number
}

const seeds = Array.from({ length: 12 }, (_, i) => i * 7919 + 1)

function checkFix(original: Json, checked: Checked): void {
  const text = JSON.stringify(original)
  // The validator compares the items of a tuple with those of one type only, when there is one for the rest.
  if (text.includes('"prefixItems"') && text.includes('"uniqueItems"')) return
  const schema: Json = JSON.parse(text)
  const tools = [{ type: 'function', function: { name: 'tool', parameters: schema } }]
  const judge = (value: unknown) => lint(value, { fixes: true }).diagnostics
  const result = fixUntilQuiet(tools, judge).result as { function: { parameters: Json } }[]
  const fixed = result[0]!.function.parameters
  const [before, after] = [createValidators(schema), createValidators(fixed)]
  if (!before || !after || isEqual(schema, fixed)) return
  checked.fixed++
  const isClosed = createClosedJudge(schema, before)
  const say = (value: unknown) =>
    `${JSON.stringify(value)}\nbefore ${JSON.stringify(schema)}\nafter ${JSON.stringify(fixed)}`
  const [makeBefore, makeAfter] = [createValues(schema), createValues(fixed)]
  for (const seed of seeds) {
    for (const value of [makeBefore(randomFrom(seed)), makeAfter(randomFrom(seed))]) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue
      checked.values++
      const wasValid = before('')(value)
      const isValid = after('')(value)
      if (isValid && !wasValid) throw new Error(`is valid now: ${say(value)}`)
      if (wasValid && !isValid && isClosed(value)) throw new Error(`is not valid any more: ${say(value)}`)
    }
  }
}

test('safe fixes of schemas that nobody wrote', { timeout: 120_000 }, () => {
  const checked: Checked = { fixed: 0, values: 0 }
  fc.assert(
    fc.property(toolSchemas, schema => checkFix(schema, checked)),
    { numRuns: 300 },
  )
  expect(checked.fixed).toBeGreaterThan(100)
  expect(checked.values).toBeGreaterThan(1000)
})

describe.skipIf(!hasCorpus)(`safe fixes of real tools${needsCorpus}`, () => {
  const sets: Record<string, () => Json[]> = {
    'MCP servers': () =>
      corpusFiles('mcp').flatMap(file =>
        (JSON.parse(readFileSync(file, 'utf8')).tools as Json[]).map(tool => tool.inputSchema as Json),
      ),
    Glaive: () =>
      corpusRows<{ schema: Json }>('jsonschemabench/glaive-function-schemas.jsonl').map(
        ({ schema }) => schema,
      ),
    'schemas of the web': () =>
      corpusRows<{ schema: Json }>('jsonschemabench/real-world-schemas.jsonl').map(({ schema }) => schema),
  }

  test.each(Object.entries(sets))('%s', { timeout: 120_000 }, (_, schemas) => {
    const checked: Checked = { fixed: 0, values: 0 }
    for (const schema of schemas()) checkFix(schema, checked)
    expect(checked.fixed).toBeGreaterThan(50)
    expect(checked.values).toBeGreaterThan(500)
  })
})
