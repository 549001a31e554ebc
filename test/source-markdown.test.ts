import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lintText } from '../src/index.ts'
import { type Format, load } from '../src/loaders/index.ts'

const code = '[{"name": "a", "input_schema": {"type": "object"}}]'

/** The tools of a text, with the line and column that its document begins at. */
async function toolsIn(text: string, format: Format): Promise<string[]> {
  const documents = await load(text, format)
  return documents.filter(({ value }) => value !== undefined).map(({ line, offset }) => `${line} ${offset}`)
}

describe('Markdown', () => {
  test.each<[string, string, string[]]>([
    ['a fence', `\`\`\`json\n${code}\n\`\`\`\n`, ['2 8']],
    ['with tildes', `~~~ json\n${code}\n~~~\n`, ['2 9']],
    ['with attributes', `\`\`\`json title="a" {1}\n${code}\n\`\`\`\n`, ['2 22']],
    ['in braces', `\`\`\`{.python .numbered}\n${code}\n\`\`\`\n`, ['2 23']],
    ['longer', `\`\`\`\`json\n${code}\n\`\`\`\`\n`, ['2 9']],
    ['that ends with the text', `\`\`\`json\n${code}`, ['2 8']],
    ['with other line ends', `\`\`\`json\r\n${code}\r\n\`\`\`\r\n`, ['2 9']],
    ['in a list', `- one\n\n  \`\`\`json\n  ${code}\n  \`\`\`\n`, ['4 17']],
    ['behind the mark of a list', `1. \`\`\`js\n   x = ${code}\n   \`\`\`\n`, ['2 9']],
    ['in a quote', `> \`\`\`json\n> ${code}\n> \`\`\`\n`, ['2 10']],
    ['several', `\`\`\`json\n${code}\n\`\`\`\ntext\n\`\`\`py\nx = ${code}\n\`\`\`\n`, ['2 8', '6 75']],
    ['without tools', '```json\n{"name": "strictcall"}\n```\n', []],
    ['with a schema alone', '```json\n{"type": "object", "properties": {}}\n```\n', []],
    ['that leaves something out', '```json\n{"name": "a", "input_schema": {...}}\n```\n', []],
    ['of another language', `\`\`\`sh\n${code}\n\`\`\`\n`, []],
    ['of no language', `\`\`\`\n${code}\n\`\`\`\n`, []],
    ['that is none', `\`\`\`json ${code} \`\`\`\n`, []],
  ])('%s', async (_, text, places) => {
    expect(await toolsIn(text, 'markdown')).toEqual(places)
  })

  test('a fence in a longer one is text', async () => {
    const text = `\`\`\`\`md\n\`\`\`json\n${code}\n\`\`\`\n\`\`\`\`\n`
    expect(await toolsIn(text, 'markdown')).toEqual([])
  })

  test('JSON that cannot be read is reported where it seems to hold tools', async () => {
    const { diagnostics } = await lintText('```json\n{"name": "a", "input_schema": {]}\n```\n', {
      format: 'markdown',
    })
    expect(diagnostics.map(({ ruleId, location }) => [ruleId, location?.line])).toEqual([['syntax', 2]])
  })

  test('any text can be read', async () => {
    const lines = fc.constantFrom(
      '```json',
      '```',
      '~~~py',
      '~~~',
      '> ```ts',
      '>',
      '  ```',
      code,
      `x = ${code}`,
      '- a',
      '',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(lines, fc.string()), { maxLength: 12 }), async parts => {
        const text = parts.join('\n')
        for (const { offset = 0, text: part, line } of await load(text, 'markdown')) {
          expect(part.length).toBeLessThanOrEqual(text.length - offset)
          expect(text.slice(0, offset).split('\n')).toHaveLength(line)
        }
      }),
    )
  })
})

const notebook = (cells: unknown[], rest: object = {}) => JSON.stringify({ cells, ...rest })
const cell = (source: unknown) => ({ cell_type: 'code', source })

describe('notebooks', () => {
  test('places are the cell, and the line and column in its code', async () => {
    const { diagnostics } = await lintText(readFileSync('fixtures/source/hotels.ipynb', 'utf8'), {
      format: 'notebook',
    })
    expect(diagnostics.map(({ ruleId, location }) => [ruleId, location])).toEqual([
      ['no-unsupported-keywords', { cell: 3, line: 6, column: 51, endLine: 6, endColumn: 65 }],
      ['no-empty-objects', { cell: 5, line: 1, column: 38, endLine: 1, endColumn: 49 }],
      ['require-closed-objects', { cell: 5, line: 1, column: 38, endLine: 1, endColumn: 49 }],
    ])
  })

  test.each<[string, string, number[]]>([
    ['lines in a list', notebook([cell(['x = \\\n', code])]), [1]],
    [
      'other kinds of cells',
      notebook([{ cell_type: 'markdown', source: code }, { cell_type: 'raw', source: code }, cell(code)]),
      [3],
    ],
    ['two cells that are equal', notebook([cell(code), cell(code)]), [1, 2]],
    ['a magic word before it', notebook([cell(`%%time\nx = ${code}`)]), [1]],
    ['another language in the cell', notebook([cell(`%%html\n${code}`)]), []],
    [
      'TypeScript',
      notebook([cell(`const x: Tool[] = ${code}`)], { metadata: { kernelspec: { language: 'typescript' } } }),
      [1],
    ],
    [
      'a language nobody reads here',
      notebook([cell(code)], { metadata: { language_info: { name: 'julia' } } }),
      [],
    ],
    [
      'the old format',
      JSON.stringify({ worksheets: [{ cells: [{ cell_type: 'code', input: code }] }] }),
      [1],
    ],
    ['cells that are none', notebook([1, null, cell(1), cell([2, code])]), [4]],
  ])('%s', async (_, text, cells) => {
    const documents = await load(text, 'notebook')
    expect(documents.flatMap(({ cell: number }) => number ?? [])).toEqual(cells)
    const { tools } = await lintText(text, { format: 'notebook' })
    expect(tools).toHaveLength(cells.length)
  })

  test.each([
    ['{"cells": [', 'The text ends'],
    ['[]', 'This is no notebook'],
    ['{"cells": 1}', 'This is no notebook'],
  ])('%s is no notebook', async (text, message) => {
    const { diagnostics } = await lintText(text, { format: 'notebook' })
    expect(diagnostics[0]).toMatchObject({ ruleId: 'syntax', message: expect.stringContaining(message) })
  })
})
