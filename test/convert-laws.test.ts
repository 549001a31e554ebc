import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findToolsets } from '../src/tools.ts'
import { checkLaws } from './convert-laws.ts'
import { toolSchemas } from './convert-schemas.ts'
import { corpusFiles, corpusRows, hasCorpus, needsCorpus } from './helpers/corpus.ts'

const seeds = fc.array(fc.nat(), { minLength: 8, maxLength: 8 })

describe('the laws of a conversion', () => {
  test.each(['close', 'encode'] as const)('hold for generated schemas and values (open: %s)', open => {
    let checked = 0
    fc.assert(
      fc.property(toolSchemas, seeds, (schema, numbers) => {
        if (checkLaws(schema, numbers, { open })?.originals) checked++
      }),
      { numRuns: 400 },
    )
    expect(checked).toBeGreaterThan(130)
  })
})

describe.skipIf(!hasCorpus)(`the laws hold for real tools${needsCorpus}`, () => {
  const groups: [string, () => unknown[]][] = [
    ['mcp', () => corpusFiles('mcp').map(file => JSON.parse(readFileSync(file, 'utf8')))],
    ['glaive', () => corpusRows('jsonschemabench/glaive-function-schemas.jsonl')],
    ['toolbench', () => corpusRows('toolbench/functions.jsonl')],
    ['tau-bench', () => corpusRows('tau-bench/tools.jsonl')],
  ]

  test.each(groups)('%s, with values generated for each', (_, values) => {
    const schemas = values().flatMap(value =>
      findToolsets(value).flatMap(({ tools }) => tools.map(({ schema }) => schema)),
    )
    expect(schemas.length).toBeGreaterThan(5)
    for (const schema of schemas) checkLaws(schema as Record<string, unknown>, [1, 2, 3, 4, 5, 6])
  })
})
