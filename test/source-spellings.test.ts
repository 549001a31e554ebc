import { readFileSync } from 'node:fs'
import glob from 'fast-glob'
import { dump } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { type Format, lint, lintText } from '../src/index.ts'
import { toPython } from './python-arbitraries.ts'

/** A value in each language that tools are written in. */
const spellings: Record<string, { format: Format; write(value: unknown, json: string): string }> = {
  json: { format: 'json', write: (_, json) => json },
  jsonc: { format: 'jsonc', write: (_, json) => `// tools\n${json}` },
  jsonl: { format: 'jsonl', write: value => `${JSON.stringify(value)}\n` },
  yaml: { format: 'yaml', write: value => dump(value) },
  python: { format: 'python', write: value => `TOOLS = ${pythonOf(value)}\n` },
  javascript: { format: 'javascript', write: (_, json) => `module.exports = ${json}\n` },
  typescript: { format: 'typescript', write: (_, json) => `export const tools = ${json} as const\n` },
  markdown: { format: 'markdown', write: (_, json) => `# Tools\n\n\`\`\`json\n${json}\n\`\`\`\n` },
  'python in markdown': {
    format: 'markdown',
    write: value => `# Tools\n\n~~~py\nTOOLS = ${pythonOf(value)}\n~~~\n`,
  },
  notebook: {
    format: 'notebook',
    write: value => JSON.stringify({ cells: [{ cell_type: 'code', source: `TOOLS = ${pythonOf(value)}` }] }),
  },
}

/** Keys are written as everybody writes them: a program without the words that tools have is not looked into. */
function pythonOf(value: unknown): string {
  return toPython(value, wheel(), key => JSON.stringify(key))
}

/** Choices that look like anybody's, the same in each run. */
function wheel(): (limit: number) => number {
  let state = 7
  return limit => {
    state = (state * 48271) % 0x7fffffff
    return state % limit
  }
}

/** All samples of tools; a schema alone is none in a program, and what JSON cannot say twice is nothing to write anew. */
const samples = glob
  .sync('fixtures/rules/*/{bad,ok}*.json')
  .filter(file => !/\.fixed\.json$|no-duplicate-keys|no-lone-surrogates/.test(file))
  .map(file => ({ file, value: valueIn(file) }))
  .filter(({ value }) => {
    const { tools, diagnostics } = lint(value)
    const isAmbiguous = diagnostics.some(({ ruleId }) => ruleId === 'ambiguous-tool')
    return tools.length > 0 && !isAmbiguous && tools.every(({ envelope }) => envelope !== 'schema')
  })

function valueIn(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}

describe.each(Object.entries(spellings))('in %s', (_, { format, write }) => {
  test('the same is said of the same tools', async () => {
    expect(samples.length).toBeGreaterThan(40)
    for (const { file, value } of samples) {
      const text = write(value, JSON.stringify(value, null, 2))
      const said = await lintText(text, { format })
      const plain = lint(value)
      expect({ file, said: said.diagnostics.map(withoutPlace).sort() }).toEqual({
        file,
        said: plain.diagnostics.map(withoutPlace).sort(),
      })
      expect(said.tools).toEqual(plain.tools)
      for (const { span } of said.diagnostics) {
        expect(span!.end).toBeGreaterThan(span!.start)
        expect(span!.end).toBeLessThanOrEqual(text.length)
      }
    }
  })
})

function withoutPlace({
  ruleId,
  severity,
  message,
  pointer,
  tool,
  serverText,
}: Awaited<ReturnType<typeof lintText>>['diagnostics'][number]): string {
  return JSON.stringify([ruleId, severity, message, pointer, tool, serverText])
}
