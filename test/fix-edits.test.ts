import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lintLoaded } from '../src/document.ts'
import { editAsChange } from '../src/edit/index.ts'
import { editsOf } from '../src/fix-edits.ts'
import { type LoadedDocument, loadJson } from '../src/loaders/index.ts'
import { ownersOf } from '../src/owners.ts'
import { rulesetOf } from '../src/registry.ts'
import type { Diagnostic } from '../src/types.ts'
import { corpusFiles } from './helpers/corpus.ts'

/** Longer texts take too long the slow way. */
const MOST_CHARACTERS = 60_000

interface Fixable {
  document: LoadedDocument
  diagnostics: Diagnostic[]
  edits: ReturnType<typeof editsOf>
}

function fixable(text: string, format: 'json' | 'jsonc' = 'json'): Fixable {
  const document = loadJson(text, format)
  const { diagnostics, tools } = lintLoaded(document, rulesetOf(), { fixes: true })
  const edits = editsOf(document, diagnostics, ownersOf(diagnostics, tools))
  return { document, diagnostics: diagnostics.filter(({ fix }) => fix), edits }
}

/** Of each edit, what an edit of the whole document gives. */
function expectSameEdits(text: string, format?: 'json' | 'jsonc'): number {
  const { document, diagnostics, edits } = fixable(text, format)
  for (const diagnostic of diagnostics) {
    expect(edits.get(diagnostic)).toEqual(editAsChange(document, diagnostic.fix!.patch))
  }
  return edits.size
}

function jsonFilesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.jsonc?$/.test(name))
    .map(name => `${folder}/${name}`)
}

function expectSameIn(files: readonly string[]): number {
  let count = 0
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    if (text.length <= MOST_CHARACTERS) count += expectSameEdits(text, file.endsWith('c') ? 'jsonc' : 'json')
  }
  return count
}

/** Two tools, each open and with a keyword that strict does not take. */
const tools = ['a', 'b'].map(name => ({
  type: 'function',
  function: {
    name,
    strict: true,
    parameters: { type: 'object', properties: { q: { type: 'string', minLength: 2 } } },
  },
}))

describe('an edit of a tool in JSON is the edit of the document', () => {
  test('in the fixtures', () => {
    expect(expectSameIn(['fixtures/rules', 'fixtures/convert'].flatMap(jsonFilesIn))).toBeGreaterThan(100)
  })

  test.skipIf(corpusFiles('mcp').length === 0)('in the corpus', () => {
    expect(expectSameIn(corpusFiles('mcp'))).toBeGreaterThan(100)
  })

  test.each([
    ['a list', tools],
    ['a request', { model: 'm', tools }],
    ['a list in one line', JSON.stringify(tools)],
    ['a list with tabs', JSON.stringify(tools, null, '\t')],
    ['CRLF', JSON.stringify(tools, null, 2).replaceAll('\n', '\r\n')],
    ['one tool', tools[0]],
    [
      'comments',
      JSON.stringify(tools, null, 2).replaceAll('"minLength": 2', '/* two */ "minLength": 2 // two'),
    ],
    ['a comma at the end', JSON.stringify(tools, null, 2).replaceAll('"minLength": 2', '"minLength": 2,')],
    [
      'a key twice',
      JSON.stringify(tools, null, 2).replaceAll('"minLength": 2', '"minLength": 1, "minLength": 2'),
    ],
  ])('in %s', (_, value) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2)
    const count = expectSameEdits(text)
    expect(expectSameEdits(text, 'jsonc')).toBe(count)
    expect(count).toBeGreaterThan(1)
  })
})

test('all problems of a long file have their edits', () => {
  const { diagnostics, edits } = fixable(JSON.stringify(Array(1000).fill(tools).flat(), null, 2))
  expect(diagnostics.length).toBeGreaterThan(5000)
  expect(edits.size).toBe(diagnostics.length)
})
