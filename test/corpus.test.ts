import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findToolsets, type LintResult, lint, lintText } from '../src/index.ts'
import { corpusFiles, corpusRows, hasCorpus, needsCorpus } from './helpers/corpus.ts'
import { plainProblems } from './helpers/plain-count.ts'

/** What the guide says in so many words, by the rule that says it here. */
const literal: Record<string, (messageId: string | undefined, pointer: string) => string | undefined> = {
  'require-all-properties': () => 'required',
  'require-closed-objects': () => 'closed',
  'no-unsupported-formats': () => 'format',
  'no-unsupported-keywords': (_, pointer) =>
    /\/(min|max)(Length|Items)$/.test(pointer) ? 'limit' : undefined,
}

function literalProblems({ diagnostics }: LintResult): string[] {
  return diagnostics.flatMap(({ ruleId, messageId, pointer }) => {
    const name = literal[ruleId]?.(messageId, pointer)
    return name ? [`${name} ${pointer}`] : []
  })
}

const groups: { name: string; values: () => unknown[] }[] = [
  { name: 'mcp', values: () => corpusFiles('mcp').map(file => JSON.parse(readFileSync(file, 'utf8'))) },
  ...[
    'bfcl/questions.jsonl',
    'bfcl/multi_turn_functions.jsonl',
    'jsonschemabench/glaive-function-schemas.jsonl',
    'jsonschemabench/real-world-schemas.jsonl',
    'json-schema-test-suite/draft2020-12.jsonl',
    'toolbench/functions.jsonl',
    'tau-bench/tools.jsonl',
    'recorded-http/chat-completions-with-tools.jsonl',
    'promptfoo/tool-files.jsonl',
  ].map(name => ({ name, values: () => corpusRows(name) as unknown[] })),
]

describe.skipIf(!hasCorpus)(`real tools${needsCorpus}`, () => {
  test.each(groups)('$name: the counts are those we know', async ({ name, values }) => {
    const counts: Record<string, number> = { documents: 0, tools: 0 }
    const add = (key: string) => {
      counts[key] = (counts[key] ?? 0) + 1
    }
    for (const value of values()) {
      const { diagnostics, tools } = lint(value)
      add('documents')
      for (const { verdict } of tools) {
        add('tools')
        add(`verdict: ${verdict}`)
      }
      for (const { ruleId, severity } of diagnostics) add(`${severity}: ${ruleId}`)
    }
    const table = Object.fromEntries(Object.entries(counts).sort())
    await expect(`${JSON.stringify(table, null, 2)}\n`).toMatchFileSnapshot(
      `../fixtures/corpus-counts/${name.replace(/\W+/g, '-')}.json`,
    )
  })

  test.each(groups)('$name: a second opinion agrees, pointer by pointer', ({ values }) => {
    for (const value of values()) {
      const expected = findToolsets(value).flatMap(({ tools }) =>
        tools.flatMap(({ schema, schemaPointer }) => plainProblems(schema, schemaPointer)),
      )
      expect(literalProblems(lint(value)).sort()).toEqual(expected.sort())
    }
  })

  test.each(corpusFiles('mcp'))('%s: the text says what the value says', async file => {
    const text = readFileSync(file, 'utf8')
    const short = ({ diagnostics }: LintResult) =>
      diagnostics.map(({ ruleId, pointer }) => `${ruleId} ${pointer}`).sort()
    expect(short(await lintText(text))).toEqual(short(lint(JSON.parse(text))))
  })
})
