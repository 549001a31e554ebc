import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editAll } from '../src/edit/index.ts'
import { fixFile } from '../src/fix-file.ts'
import { formatOf, type LoadedDocument, load } from '../src/loaders/index.ts'
import { applyPatch } from '../src/patch.ts'
import { rulesetOf } from '../src/registry.ts'
import { readJavaScript } from '../src/source/javascript.ts'
import type { SourceRead } from '../src/source/literal.ts'
import { duplicateKeys, locate } from '../src/source/places.ts'
import { readPython } from '../src/source/python.ts'
import { toValue } from '../src/source/value.ts'
import { findTools } from '../src/tools.ts'
import type { Operation } from '../src/types.ts'
import { dice, diceOf, document, patches, patchFor } from './edit-arbitraries.ts'
import { temporaryFolder } from './helpers/command.ts'
import { replay } from './helpers/guide.ts'
import { javaScriptStyle, printJavaScript } from './javascript-arbitraries.ts'
import { toPython } from './python-arbitraries.ts'

/** All literals of a program as documents, whatever they hold. */
const documentsIn = readerOf('javascript', text => readJavaScript(text, { typescript: true }))
const pythonDocumentsIn = readerOf('python', readPython)

function readerOf(language: 'javascript' | 'python', read: (text: string) => SourceRead) {
  return function documentsIn(text: string): LoadedDocument[] {
    const { literals, comments } = read(text)
    return literals.map(literal => ({
      format: language,
      text,
      line: 1,
      value: toValue(literal).value,
      readable: true,
      syntax: [],
      duplicateKeys: duplicateKeys(literal),
      mayHoldSurrogates: true,
      locate: pointers => locate(literal, pointers),
      source: { language, literal, comments, reload: documentsIn },
    }))
  }
}

/** The one that the program is about. */
function toolsIn(documents: readonly LoadedDocument[]): LoadedDocument {
  return documents.find(({ text, source }) =>
    text.slice(0, source!.literal.start).endsWith('tools: Tools = '),
  )!
}

/** What becomes of a program whose literal, the only one, is patched. */
function edited(text: string, ...patch: Operation[]): string | undefined {
  const documents = documentsIn(text)
  const result = editAll(documents, [[patch]])
  return result?.refused.size === 0 ? result.text : undefined
}

const set = (path: string, value: unknown): Operation => ({ op: 'add', path, value })
const remove = (path: string): Operation => ({ op: 'remove', path })
const move = (from: string, path: string): Operation => ({ op: 'move', from, path })

describe('random patches on random programs', () => {
  const programs = fc.tuple(document, javaScriptStyle, dice).map(([value, style, numbers]) => {
    const text = printJavaScript(value, { ...style, typescript: true }, diceOf(numbers))
    const documents = documentsIn(text)
    return { style, text, documents, index: documents.indexOf(toolsIn(documents)) }
  })
  const patchOf = (value: unknown, chosen: Parameters<typeof patchFor>[1]): Operation[] =>
    patchFor((value as unknown[])[0], chosen).map(operation => ({
      ...operation,
      ...('from' in operation && { from: `/0${operation.from}` }),
      path: `/0${operation.path}`,
    }))

  test('an edited text is read as the edited value', () => {
    fc.assert(
      fc.property(programs, patches, ({ style, text, documents, index }, chosen) => {
        const { value } = documents[index]!
        const patch = patchOf(value, chosen)
        const result = editAll(
          documents,
          documents.map((_, other) => (other === index ? [patch] : [])),
        )
        const isWritten = result?.refused.size === 0
        if (!style.wild) expect(isWritten, `${text}\n${JSON.stringify(patch)}`).toBe(true)
        if (!isWritten) return
        expect(toolsIn(documentsIn(result.text)).value).toEqual(applyPatch(value, patch))
      }),
      { numRuns: 1000 },
    )
  })

  test('an edited text in Python is read as the edited value', () => {
    let count = 0
    fc.assert(
      fc.property(document, dice, patches, (value, numbers, chosen) => {
        const { roll } = diceOf(numbers)
        const text = `import os\ntools = [${toPython(value, roll)}, 0]  # all\nprint(tools)\n`
        const [found, ...others] = pythonDocumentsIn(text).filter(({ source }) =>
          text.slice(0, source!.literal.start).endsWith('tools = '),
        )
        expect(others).toEqual([])
        const patch = patchOf(found!.value, chosen)
        const result = editAll([found!], [[patch]])
        if (!result || result.refused.size > 0) return
        count++
        expect(result.documents[0]!.value).toEqual(applyPatch(found!.value, patch))
        expect(result.text.startsWith('import os\ntools = [')).toBe(true)
        expect(result.text.endsWith(']  # all\nprint(tools)\n')).toBe(true)
      }),
      { numRuns: 1000 },
    )
    // Sums, tuples of one and calls of `dict` stay as they are.
    expect(count).toBeGreaterThan(300)
  })

  test('what is outside of the literals stays as it is', () => {
    fc.assert(
      fc.property(programs, patches, ({ text, documents, index }, chosen) => {
        const patch = patchOf(documents[index]!.value, chosen)
        const result = editAll(
          documents,
          documents.map((_, other) => (other === index ? [patch] : [])),
        )
        if (!result) return
        const blank = (program: string) =>
          program.replace(
            /^(export const \w+|const constant\d+)[\s\S]*?(?=^const|^export|^console)/gm,
            '$1\n',
          )
        expect(blank(result.text), text).toBe(blank(text))
      }),
      { numRuns: 300 },
    )
  })
})

describe('what is written is written as the author writes', () => {
  test.each<[name: string, text: string, patch: Operation[], expected: string]>([
    [
      'keys without quotes, single quotes, trailing commas',
      "const t = [\n  {\n    name: 'a',\n    p: { type: 'object' },\n  },\n]",
      [set('/0/strict', true), set('/0/p/k-k', "it's"), set('/0/p/none', null)],
      "const t = [\n  {\n    name: 'a',\n    p: { type: 'object', 'k-k': \"it's\", none: null },\n    strict: true,\n  },\n]",
    ],
    [
      'keys with quotes, double quotes, no trailing commas',
      'const t = {\n\t"name": "a"\n};',
      [set('/list', ['a', false])],
      'const t = {\n\t"name": "a",\n\t"list": ["a", false]\n};',
    ],
    [
      'keys like those beside them',
      'f({ tools: [{ "name": "a" }] })',
      [set('/tools/0/strict', true), set('/n', 1)],
      'f({ tools: [{ "name": "a", "strict": true }], n: 1 })',
    ],
    [
      'parentheses and types around what changes go with it, those around what stays do not',
      "f({ a: ('x' as const), b: ({ c: 1 } satisfies T), d: <T>[1] })",
      [set('/a', 'y'), set('/b/e', 2), set('/d/-', 2)],
      "f({ a: 'y', b: ({ c: 1, e: 2 } satisfies T), d: <T>[1, 2] })",
    ],
    [
      'methods, spreads and comments stay',
      "const base = { type: 'x' }\nf({\n  ...base, // b\n  name: 'a',\n  async run() { return 1 },\n  u: undefined,\n})",
      [remove('/name'), set('/strict', true), set('/last', 1)],
      "const base = { type: 'x' }\nf({\n  ...base, // b\n  strict: true,\n  last: 1,\n  async run() { return 1 },\n  u: undefined,\n})",
    ],
    [
      'new members stand behind what is not known',
      "f({\n  name: 'a',\n  ...base,\n})",
      [set('/strict', true)],
      "f({\n  name: 'a',\n  ...base,\n  strict: true,\n})",
    ],
    [
      'what is unknown moves as it is written',
      'f({ a: { b: z.string().min(1) }, c: 1 })',
      [move('/a/b', '/d'), remove('/c')],
      'f({ a: {}, d: z.string().min(1) })',
    ],
    [
      'a constant that is used once is edited where it stands',
      "const city = { type: 'string' }\nf([{ city }])",
      [set('/0/city/description', 'A city.')],
      "const city = { type: 'string', description: 'A city.' }\nf([{ city }])",
    ],
    [
      'the name of a constant gives way to a value',
      "const city = { type: 'string' }\nf([{ city: city, b: city }])",
      [set('/0/city', { type: 'integer' })],
      "const city = { type: 'string' }\nf([{ city: { type: 'integer' }, b: city }])",
    ],
    [
      'a key that is its value, too',
      'const city = 1\nf([{ city, a: city }, { city }])',
      [move('/0/city', '/0/town'), set('/1/city', 2)],
      'const city = 1\nf([{ town: city, a: city }, { city: 2 }])',
    ],
    [
      'elements around what is spread',
      "const more = ['b']\nf(['a', ...more, 'c', ...rest])",
      [set('/-', 'd'), set('/2', 'x'), remove('/0')],
      "const more = ['b']\nf([...more, 'x', 'c', 'd', ...rest])",
    ],
    [
      'a name that means something to JavaScript',
      "f({ 'a': 1 })",
      [set('/__proto__', { constructor: 1 })],
      "f({ 'a': 1, ['__proto__']: { 'constructor': 1 } })",
    ],
  ])('%s', (_, text, patch, expected) => {
    expect(edited(text, ...patch)).toBe(expected)
  })
})

describe('one toolset in all spellings', () => {
  const spellings = ['json', 'jsonc', 'jsonl', 'yaml', 'py', 'ts', 'js', 'page.md', 'ipynb']
  const ruleset = rulesetOf()

  async function fixed(spelling: string) {
    const path = `fixtures/source-fix/weather.${spelling}`
    const { after, outcome } = await fixFile({ path, named: true }, ruleset, path, { unsafe: true })
    return { text: after!, result: outcome.kind === 'linted' ? outcome.result : undefined }
  }

  test.each([...spellings, 'md'])('%s is fixed as its author writes', async spelling => {
    const { text } = await fixed(spelling)
    await expect(text).toMatchFileSnapshot(`../fixtures/source-fix/weather.fixed.${spelling}`)
  })

  test.each(spellings)('%s has nothing left to fix', async spelling => {
    const { result } = await fixed(spelling)
    expect(result).toMatchObject({ diagnostics: [], fixes: { applied: 4, unwritten: 0 } })
  })

  test('has one value when it is fixed', async () => {
    const tools = spellings.map(async spelling => {
      const { text } = await fixed(spelling)
      const [document] = await load(text, formatOf(`.${spelling}`)!)
      return findTools(document!.value, document).toolsets[0]!.tools[0]!.value
    })
    const [first, ...others] = await Promise.all(tools)
    for (const other of others) expect(other).toEqual(first)
  })
})

describe('a notebook', () => {
  const cell = (source: unknown) =>
    JSON.stringify({ cells: [{ cell_type: 'code', metadata: {}, source }], metadata: {} }, null, 1)
  const code =
    "tools = [{'name': 'ping', 'parameters': {'type': 'object', 'properties': {}, 'nullable': False}}]\n"

  async function fixedCell(source: unknown) {
    const path = `${temporaryFolder()}/cell.ipynb`
    writeFileSync(path, cell(source))
    const { after, outcome } = await fixFile({ path, named: true }, rulesetOf(), path)
    return { text: after!, fixes: outcome.kind === 'linted' ? outcome.result.fixes : undefined }
  }

  test.each<[string, unknown, unknown]>([
    ['one string', code, code.replace(", 'nullable': False", '')],
    ['many strings', ['x = 1\n', code], ['x = 1\n', code.replace(", 'nullable': False", '')]],
  ])('whose code is %s', async (_, source, expected) => {
    expect((await fixedCell(source)).text).toBe(cell(expected))
  })

  test('whose code is not what Python reads stays as it is', async () => {
    const source = ['%matplotlib inline\n', code]
    expect(await fixedCell(source)).toMatchObject({ text: cell(source), fixes: { applied: 0, unwritten: 1 } })
  })
})

describe('what is refused', () => {
  test.each<[name: string, text: string, patch: Operation[]]>([
    ['a constant that is used twice', 'const c = { a: 1 }\nf([c, c])', [set('/0/b', 2)]],
    ['what is spread twice', 'const c = { a: { b: 1 } }\nf([{ ...c }, { ...c }])', [set('/0/a/c', 2)]],
    ['to take away what is spread', 'const c = { a: 1 }\nf([{ ...c }])', [remove('/0/a')]],
    ['to replace what is spread', 'const c = { a: 1 }\nf([{ ...c }])', [set('/0/a', 2)]],
    ['to lose code', 'f([{ a: z.string() }])', [remove('/0/a')]],
    ['to lose a method', 'f([{ a: { run() {}, b: 1 } }])', [set('/0/a', 1)]],
    ['JSON in a string', `f([JSON.parse('{"a": 1}')])`, [set('/0/a', 2)]],
    ['an object that repeats a key', 'f([{ a: 1, a: 2 }])', [set('/0/a', 3)]],
  ])('%s', (_, text, patch) => {
    expect(edited(text, ...patch)).toBeUndefined()
  })

  test('a constant that is used twice, unless both want the same', () => {
    const text = "const city = { type: 'string' }\nf([city, { city }])"
    const [one, other] = [[set('/0/strict', true)], [set('/1/city/strict', true)]]
    const result = editAll(documentsIn(text), [[one!, other!]])
    expect(result?.text).toBe("const city = { type: 'string', strict: true }\nf([city, { city }])")
    expect(editAll(documentsIn(text), [[one!]])?.text).toBe(text)
  })

  test('one of two requests with the same tools', () => {
    const text = "const tools = [{ name: 'a' }]\nsend({ tools })\nsend({ tools, stream: true })"
    const strict = () => [set('/tools/0/strict', true)]
    expect(editAll(documentsIn(text), [[strict()], []])?.text).toBe(text)
    const both = editAll(documentsIn(text), [[strict()], [strict()]])
    expect(both?.text).toBe(text.replace("'a'", "'a', strict: true"))
    expect(both?.refused.size).toBe(0)
  })

  test('but what can be written beside it is', () => {
    const text = 'const c = { a: 1 }\nf([c, c, {}])'
    const refused = [set('/0/b', 2)]
    expect(edited(text, ...refused, set('/1/b', 3))).toBeUndefined()
    const result = editAll(documentsIn(text), [[refused, [set('/2/b', 2)]]])
    expect(result?.text).toBe('const c = { a: 1 }\nf([c, c, { b: 2 }])')
    expect([...result!.refused]).toEqual([refused])
  })
})

test('the guide prints what it says it prints', async () => {
  const guide = 'docs/source-files.md'
  await expect(replay(readFileSync(guide, 'utf8'), temporaryFolder())).toMatchFileSnapshot(`../${guide}`)
})
