import { deepStrictEqual } from 'node:assert'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { CORE_SCHEMA, dump, loadAll, load as loadYaml, mergeTag } from 'js-yaml'
import { type Node, type ParseError, parse as parseJsonc, parseTree, visit } from 'jsonc-parser'
import { describe, expect, test } from 'vitest'
import { lineIndex } from '../src/lines.ts'
import {
  type Format,
  formatOf,
  type LoadedDocument,
  load,
  loadJson,
  loadLines,
  type Place,
  sniff,
} from '../src/loaders/index.ts'
import { checkJson } from '../src/loaders/json-syntax.ts'
import { locate } from '../src/loaders/locate.ts'
import { child, get, type Pointer } from '../src/pointer.ts'
import type { Span } from '../src/types.ts'

const FIXTURES = join(import.meta.dirname, '../fixtures/loaders')
const CORPUS = join(import.meta.dirname, '../../shared/corpus')

/* ------------------------------------------------------------------ what every reader gives */

/** Every value of a document with its pointer, parents first. */
function allPointers(root: unknown): Map<Pointer, unknown> {
  const found = new Map<Pointer, unknown>()
  const rest: [Pointer, unknown][] = [['', root]]
  for (let next = rest.pop(); next; next = rest.pop()) {
    const [pointer, value] = next
    found.set(pointer, value)
    if (typeof value !== 'object' || value === null) continue
    for (const key of Object.keys(value)) {
      rest.push([child(pointer, key), (value as Record<string, unknown>)[key]])
    }
  }
  return found
}

function textAt({ text }: LoadedDocument, { start, end }: Span): string {
  return text.slice(start, end)
}

/** Each value is found, its text is JSON of the same value, and its key is its key. */
function expectExactPlaces(document: LoadedDocument): void {
  const values = allPointers(document.value)
  const places = document.locate(values.keys())
  expect(places.size).toBe(values.size)
  for (const [pointer, value] of values) {
    const place = places.get(pointer)!
    deepStrictEqual(JSON.parse(textAt(document, place.value)), value)
    const parent = get(document.value, pointer.slice(0, Math.max(pointer.lastIndexOf('/'), 0)))
    const inObject = pointer !== '' && !Array.isArray(parent)
    const key = place.key && child('', JSON.parse(textAt(document, place.key)))
    expect(key).toBe(inObject ? pointer.slice(pointer.lastIndexOf('/')) : undefined)
  }
}

function fixture(name: string): Promise<LoadedDocument[]> {
  return load(readFileSync(join(FIXTURES, name), 'utf8'), formatOf(name)!)
}

describe('one toolset in four spellings', () => {
  const { tools } = JSON.parse(readFileSync(join(FIXTURES, 'weather.json'), 'utf8'))

  test.each(['weather.json', 'weather.jsonc', 'weather.yaml'])('%s', async name => {
    const documents = await fixture(name)
    expect(documents).toMatchObject([
      { value: { tools }, readable: true, syntax: [], duplicateKeys: [], mayHoldSurrogates: false },
    ])
  })

  test('weather.jsonl', async () => {
    const documents = await fixture('weather.jsonl')
    expect(documents.map(({ value }) => value)).toEqual(tools)
    expect(documents.map(({ line }) => line)).toEqual([1, 2])
    expect(documents.every(({ readable, syntax }) => readable && syntax.length === 0)).toBe(true)
  })

  test.each([
    ['weather.json', '/tools/1/function/parameters/properties/city/type', 30, 31],
    ['weather.jsonc', '/tools/1/function/parameters/properties/city/type', 31, 31],
    ['weather.jsonl', '/function/parameters/properties/city/type', 2, 185],
    ['weather.yaml', '/tools/1/function/parameters/properties/city/type', 12, 19],
  ])('%s: a place, which is the anchor where the text has an alias', async (name, pointer, line, column) => {
    const document = (await fixture(name)).at(-1)!
    const place = document.locate([pointer]).get(pointer)!
    const { position } = lineIndex(document.text, document.line)
    expect(position(place.value.start)).toEqual({ line, column })
    expect(textAt(document, place.value)).toMatch(/^"?string"?$/)
    expect(textAt(document, place.key!)).toMatch(/^"?type"?$/)
  })

  test('weather.yaml: the value of a member that is an alias is the alias', async () => {
    const [document] = await fixture('weather.yaml')
    const pointer = '/tools/1/function/parameters/additionalProperties'
    const { key, value } = document!.locate([pointer]).get(pointer)!
    expect(textAt(document!, key!)).toBe('additionalProperties')
    expect(textAt(document!, value)).toBe('*closed')
  })
})

describe('what a person reads about a broken file', () => {
  test.each(readdirSync(join(FIXTURES, 'broken')).filter(name => !name.endsWith('.out')))(
    '%s',
    async name => {
      const lines: string[] = []
      for (const document of await fixture(`broken/${name}`)) {
        const { toLocation } = lineIndex(document.text, document.line)
        const at = (span: Span) => {
          const { line, column, endLine, endColumn } = toLocation(span)
          return `${line}:${column}-${endLine}:${endColumn}`
        }
        for (const { kind, message, span } of document.syntax) lines.push(`${at(span)}  ${kind}  ${message}`)
        for (const { key, pointer, span, first } of document.duplicateKeys) {
          lines.push(`${at(span)}  duplicate  \`${key}\` at ${pointer}, first ${at(first)}`)
        }
        lines.push(document.readable ? `read as ${JSON.stringify(document.value)}` : 'not read')
      }
      await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(join(FIXTURES, 'broken', `${name}.out`))
    },
  )
})

/* ------------------------------------------------------------------ JSON */

/**
 * The `JSON.parse` of Node 24.21 sometimes misreads keys of one escaped character, as in `{"\\"":1,"\\"":2}`, where it
 * finds a key `\\`. What it reads is no measure there.
 */
const misreadsKeys = process.versions.node.startsWith('24.')

const anyKeys = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'toString',
    '',
    'a',
    'a/b',
    '~',
    '0',
    '-',
    '"',
    '\\',
    ':',
    ' :',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
)
const keys = misreadsKeys ? anyKeys.filter(key => key.length !== 1) : anyKeys
const scalars = fc.oneof(
  fc.constantFrom(
    null,
    true,
    false,
    0,
    -0,
    1e21,
    '',
    ':',
    '::1',
    ' :x',
    '//',
    '/*',
    ',]',
    '\ud800',
    '\\"',
    "'",
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary', maxLength: 12 }),
)

/** A JSON text before it is written down: members in a list, so that keys may repeat. */
type Draft =
  | { scalar: string | number | boolean | null }
  | { items: Draft[] }
  | { members: [string, Draft][] }

const { draft: drafts } = fc.letrec<{ draft: Draft }>(tie => ({
  draft: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ scalar: scalars }),
    fc.record({ items: fc.array(tie('draft'), { maxLength: 4 }) }),
    fc.record({ members: fc.array(fc.tuple(keys, tie('draft')), { maxLength: 5 }) }),
  ),
}))

/** The value of a draft: of equal keys, the last one counts. */
function meaning(draft: Draft): unknown {
  if ('scalar' in draft) return Object.is(draft.scalar, -0) ? 0 : draft.scalar
  if ('items' in draft) return draft.items.map(meaning)
  const value = {}
  for (const [key, member] of draft.members) {
    const settings = { value: meaning(member), enumerable: true, configurable: true, writable: true }
    Object.defineProperty(value, key, settings)
  }
  return value
}

interface Spelling {
  text: string
  duplicates: { key: string; pointer: Pointer; span: Span; first: Span }[]
}

/** Writes a draft as JSON, with white space (or comments and trailing commas) as the dice fall. */
function spell(
  draft: Draft,
  dice: () => number,
  spaces: readonly string[],
  trailingCommas = false,
): Spelling {
  const duplicates: Spelling['duplicates'] = []
  let text = ''
  const space = () => {
    for (let count = dice() % 3; count > 0; count--) text += spaces[dice() % spaces.length]
  }
  const string = (content: string) => {
    const written = JSON.stringify(content)
    return dice() % 4 > 0
      ? written
      : written.replace(/^"([a-z_:])/, (_, char) => `"\\u00${char.charCodeAt(0).toString(16)}`)
  }
  const list = <T>(brackets: string, elements: T[], write: (element: T, index: number) => void) => {
    text += brackets[0]
    space()
    elements.forEach((element, index) => {
      write(element, index)
      space()
      if (index < elements.length - 1 || (trailingCommas && dice() % 2 === 0)) text += ','
      space()
    })
    text += brackets[1]
  }
  const write = (part: Draft, pointer: Pointer) => {
    if ('scalar' in part) {
      text += typeof part.scalar === 'string' ? string(part.scalar) : JSON.stringify(part.scalar)
    } else if ('items' in part) {
      list('[]', part.items, (item, index) => write(item, child(pointer, index)))
    } else {
      const seen = new Map<string, Span>()
      list('{}', part.members, ([key, member]) => {
        const start = text.length
        text += string(key)
        const span = { start, end: text.length }
        const first = seen.get(key)
        if (first) duplicates.push({ key, pointer: child(pointer, key), span, first })
        seen.set(key, span)
        space()
        text += ':'
        space()
        write(member, child(pointer, key))
      })
    }
  }
  space()
  write(draft, '')
  space()
  return { text, duplicates }
}

const tapes = fc.infiniteStream(fc.nat(1000)).map(stream => () => stream.next().value as number)
const WHITE = [' ', '\n', '\r\n', '\t', '    ']
const COMMENTED = [...WHITE, '// "a": [1,\n', '/* } */', '/***/', '// \r']

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Problems are sentences, in order, in the text; what cannot be read says why. */
function expectSaneProblems({ text, syntax, readable }: LoadedDocument): void {
  expect(readable || syntax.length > 0).toBe(true)
  let last = 0
  for (const { message, span } of syntax) {
    expect(message).toMatch(/^[^a-z\s][^\n\r]*\.$/u)
    expect(span.start).toBeGreaterThanOrEqual(last)
    expect(span.end).toBeGreaterThanOrEqual(span.start)
    expect(text.length).toBeGreaterThanOrEqual(span.end)
    last = span.start
  }
}

describe('JSON', () => {
  test('reads what JSON.parse reads, finds repeated keys, and gives each value its place', () => {
    fc.assert(
      fc.property(drafts, tapes, (draft, dice) => {
        const { text, duplicates } = spell(draft, dice, WHITE)
        const document = loadJson(text)
        expect(document).toMatchObject({ text, readable: true, syntax: [], duplicateKeys: duplicates })
        deepStrictEqual(document.value, JSON.parse(text))
        deepStrictEqual(document.value, meaning(draft))
        expectExactPlaces(document)
      }),
      { numRuns: 1000 },
    )
  })

  test.each(['json', 'jsonc'] as const)('%s: reads the same with comments and trailing commas', format => {
    fc.assert(
      fc.property(drafts, tapes, (draft, dice) => {
        const { text, duplicates } = spell(draft, dice, COMMENTED, true)
        const document = loadJson(text, format)
        expect(document).toMatchObject({ text, readable: true, duplicateKeys: duplicates })
        deepStrictEqual(document.value, meaning(draft))
        const values = allPointers(document.value)
        for (const [pointer, { value }] of document.locate(values.keys())) {
          deepStrictEqual(loadJson(textAt(document, value), 'jsonc').value, values.get(pointer))
        }
        for (const { kind, span } of document.syntax) {
          expect(textAt(document, span)).toMatch(kind === 'comment' ? /^\/[/*]/ : /^,$/)
        }
        expect(document.syntax.length === 0).toBe(format === 'jsonc' || isJson(text))
      }),
      { numRuns: 500 },
    )
  })

  test('has a complaint about all that JSON.parse refuses, and about nothing else', () => {
    const noise = fc.constantFrom(
      ...'{}[],:"\'\\/*# \n\t\r\0-+.e0x1',
      'True',
      'nul',
      '//',
      '\u00a0',
      '“',
      '"a"',
      '\ud800',
    )
    fc.assert(
      fc.property(
        drafts,
        tapes,
        fc.array(fc.tuple(fc.nat(), fc.nat(2), noise), { maxLength: 4 }),
        (draft, dice, edits) => {
          let { text } = spell(draft, dice, COMMENTED, true)
          for (const [at, deleted, inserted] of edits) {
            const start = at % (text.length + 1)
            text = text.slice(0, start) + inserted + text.slice(start + deleted)
          }
          const document = loadJson(text)
          expectSaneProblems(document)
          expect(checkJson(text, 'json').problems.length === 0).toBe(isJson(text))
          expect(document.syntax.length === 0).toBe(isJson(text))
          if (document.readable) expect(document.locate(['']).size).toBe(1)
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('agrees with jsonc-parser about what is valid with comments, and what it means', () => {
    const pieces = fc.constantFrom(
      ...'{}[],: \n',
      '"a"',
      '"b"',
      '1',
      'true',
      'null',
      '/* */',
      '// x\n',
      '-',
      '.5',
      'tru',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), parts => {
        const errors: ParseError[] = []
        const text = parts.join('')
        const value = parseJsonc(text, errors, { allowTrailingComma: true })
        const document = loadJson(text, 'jsonc')
        expect(document.syntax.length === 0).toBe(errors.length === 0)
        if (errors.length === 0) deepStrictEqual(document.value, value)
      }),
      { numRuns: 3000 },
    )
  })

  test('says where a text was cut off', () => {
    const text = readFileSync(join(FIXTURES, 'weather.json'), 'utf8')
    for (let end = 1; end < text.trimEnd().length; end++) {
      if (text[end - 1] === '\\') continue
      const { readable, syntax } = loadJson(text.slice(0, end))
      expect(readable).toBe(false)
      const cutLiteral = ['unquoted-value', 'invalid-number', 'invalid-escape']
      expect(syntax.map(({ kind }) => kind).filter(kind => !cutLiteral.includes(kind))).toEqual(['truncated'])
      const message = syntax.at(-1)!.message
      const missing = /`(.*)`/.exec(message)![1]!
      if (syntax.length === 1 && !missing.endsWith('…'))
        expect(`${text.slice(0, end)}${missing}`).toSatisfy(completes)
    }
  })

  test('of equal keys the last one is meant, and what only the first one holds is nowhere', () => {
    const document = loadJson('{ "a": { "b": 1, "c": 2 }, "\\u0061": { "b": 3 }, "a": { "b": 4, "b": 5 } }')
    const places = document.locate(['/a', '/a/b', '/a/c'])
    expect([...places.keys()].sort()).toEqual(['/a', '/a/b'])
    expect(textAt(document, places.get('/a/b')!.value)).toBe('5')
    expect(document.duplicateKeys.map(({ pointer, span }) => [pointer, textAt(document, span)])).toEqual([
      ['/a', '"\\u0061"'],
      ['/a', '"a"'],
      ['/a/b', '"b"'],
    ])
  })

  test('finds some places as it finds all, in whatever order they are asked for', () => {
    fc.assert(
      fc.property(drafts, tapes, fc.nat(), fc.boolean(), (draft, dice, seed, asManyAsCan) => {
        const document = loadJson(spell(draft, dice, WHITE, true).text)
        const pointers = [...allPointers(document.value).keys()]
        const shuffled = pointers.sort((a, b) => ((a.length * seed) % 7) - ((b.length * seed) % 7))
        const some = asManyAsCan ? shuffled : shuffled.filter((_, i) => (i * seed) % 3 === 0)
        const all = document.locate([...pointers, '/nowhere', '/0/nowhere'])
        const places = document.locate(some)
        expect([...places.keys()].sort()).toEqual([...some].sort())
        for (const [pointer, place] of places) expect(place).toEqual(all.get(pointer))
      }),
      { numRuns: 1000 },
    )
  })

  test('reads no further than the last place that is asked for', () => {
    const text = '{ "tools": [{ "a": 1 }, { "b": [2] '
    const places = locate(text, ['', '/tools', '/tools/1'], false)
    expect([...places].map(([pointer, { value }]) => [pointer, value.start]).sort()).toEqual([
      ['', 0],
      ['/tools', 11],
      ['/tools/1', 24],
    ])
  })

  test('leaves out pointers that lead nowhere', () => {
    const nowhere = [
      '/x',
      '/list/2',
      '/list/00',
      '/list/-',
      '/list/length',
      '/text/0',
      '/__proto__',
      'list',
      '/~2',
      '/~',
    ]
    const document = loadJson('{ "list": [1, 2], "text": "ab" }')
    expect(document.locate(nowhere)).toEqual(new Map())
    expect(document.locate([])).toEqual(new Map())
    expect([...document.locate(['/list/1', '', ...nowhere]).keys()].sort()).toEqual(['', '/list/1'])
  })

  test.each([
    ['"\\ud83d\\ude00"', true],
    ['"\\uDC00"', true],
    ['"\ud83d"', true],
    ['"😀 \\u00e9 \\n"', false],
  ])('knows whether %s may hold half a pair', (text, expected) => {
    expect(loadJson(text).mayHoldSurrogates).toBe(expected)
  })

  test('takes a byte order mark for no part of the text', () => {
    const document = loadJson('\ufeff[1,]')
    expect(document).toMatchObject({ text: '[1,]', value: [1], syntax: [{ span: { start: 2, end: 3 } }] })
  })
})

function completes(text: string): boolean {
  return (
    isJson(text) ||
    loadJson(text).syntax.every(({ kind }) => kind === 'trailing-comma' || kind === 'missing-value')
  )
}

describe('large and hostile JSON', () => {
  const DEEP = 100_000

  test('nesting of 100,000 levels', () => {
    const lists = loadJson(`${'['.repeat(DEEP)}1${']'.repeat(DEEP)}`)
    expect(lists).toMatchObject({ readable: true, syntax: [], duplicateKeys: [] })
    const inner = '/0'.repeat(DEEP)
    expect(lists.locate([inner]).get(inner)).toEqual({ value: { start: DEEP, end: DEEP + 1 } })

    const objects = loadJson(`${'{"a":0,"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`)
    expect(objects.duplicateKeys.length).toBe(10_000)
    expect(objects.duplicateKeys[999]!.pointer).toBe('/a'.repeat(1000))

    expect(loadJson(`${'[/**/'.repeat(DEEP)}1${',]'.repeat(DEEP)}`, 'jsonc')).toMatchObject({
      readable: true,
      syntax: [],
    })
    const { syntax } = loadJson('{"a":['.repeat(DEEP))
    expect(syntax).toMatchObject([{ kind: 'truncated', span: { start: 6 * DEEP } }])
    expect(loadJson(`${'{"a":['.repeat(DEEP)}}`).syntax).toMatchObject([
      { kind: 'wrong-bracket', span: { start: 6 * DEEP } },
    ])
  })

  test('an error at the end of 5 MB', () => {
    const tool = '  { "name": "get_weather", "description": "Zürich: now", "parameters": {} }'
    const text = `[\n${`${tool},\n`.repeat(65_000)}  { "name" }\n]\n`
    const { syntax } = loadJson(text)
    expect(syntax).toMatchObject([{ kind: 'missing-value' }])
    expect(lineIndex(text).toLocation(syntax[0]!.span)).toEqual({
      line: 65_002,
      column: 5,
      endLine: 65_002,
      endColumn: 11,
    })
  })

  test('a text of 50 MB', () => {
    const tool = '{ "name": "get_weather", "strict": true, "parameters": { "type": "object" } }'
    const document = loadJson(`[${`${tool},\n`.repeat(650_000)}${tool}]`)
    expect(document).toMatchObject({ readable: true, syntax: [], duplicateKeys: [] })
    const pointer = '/650000/parameters/type'
    expect(textAt(document, document.locate([pointer]).get(pointer)!.value)).toBe('"object"')
  })

  // Each of them would take minutes if any step looked at the text again and again.
  test.each([
    ['one object of repeated keys', `{${'"a":1,'.repeat(200_000)}"a":1}`],
    ['comments', `[${'/**/'.repeat(200_000)}]`],
    ['commas', `[${','.repeat(200_000)}]`],
    ['line breaks in a string', `["${'x\n'.repeat(200_000)}"]`],
    ['strings that do not end', '"a\n'.repeat(200_000)],
    ['backslashes', `["${'\\\\'.repeat(200_000)}"]`],
    ['escapes that JSON has not', `["${'\\x'.repeat(200_000)}"]`],
    ['white space before a colon', `{"a"${' '.repeat(400_000)}:1}`],
    ['colons', `["${':'.repeat(400_000)}"]`],
    ['words', 'x '.repeat(200_000)],
    ['digits', '0'.repeat(400_000)],
    ['slashes', '/'.repeat(400_000)],
    ['comments that do not end', '/* '.repeat(200_000)],
    ['odd spaces', '\u00a0'.repeat(200_000)],
    ['typographic quotes', '“'.repeat(200_001)],
  ])('%s', (_, text) => {
    for (const format of ['json', 'jsonc'] as const) expectSaneProblems(loadJson(text, format))
  })

  test('what makes a text unreadable is named behind any number of other problems', async () => {
    const json = loadJson(`[${'/**/'.repeat(2000)} name, name, ${'/**/'.repeat(2000)}`)
    expect(json.syntax.slice(1000)).toMatchObject([{ kind: 'unquoted-value' }])
    const [yaml] = await load(`[${'!x a, '.repeat(2000)} *a]`, 'yaml')
    expect(yaml!.syntax.slice(1000)).toMatchObject([{ kind: 'alias' }])
  })

  test('repeated keys above a large wanted part', () => {
    const document = loadJson(`{${'"a":{"x":1},'.repeat(20_000)}"a":{"0":1}}`)
    const pointers = Array.from({ length: 20_000 }, (_, index) => `/a/${index}`)
    expect([...document.locate(pointers).keys()]).toEqual(['/a/0'])
  })
})

/* ------------------------------------------------------------------ JSON Lines */

async function* stream(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length]!
    yield bytes.subarray(at, at + size)
    at += size
  }
}

/** What can be compared of the documents of a stream. */
async function readStream(bytes: Uint8Array, sizes: readonly number[] = [65_536]) {
  const found: Omit<LoadedDocument, 'locate'>[] = []
  for await (const documents of loadLines(stream(bytes, sizes))) {
    for (const { locate, ...document } of documents) found.push(document)
  }
  return found
}

describe('JSON Lines', () => {
  const lines = fc.string({ unit: fc.constantFrom('{}', '[1,2]', '"ü😀"', '{', '\n', '\r\n', ' ', '1') })
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })

  test('a stream gives what the text gives, however it is cut and encoded', async () => {
    await fc.assert(
      fc.asyncProperty(lines, sizes, fc.constantFrom('', 'bom', 'utf16le'), async (text, cuts, encoding) => {
        const marked = encoding === '' ? text : `\ufeff${text}`
        const bytes = Buffer.from(marked, encoding === 'utf16le' ? 'utf16le' : 'utf8')
        const expected = (await load(text, 'jsonl')).map(({ locate, ...document }) => document)
        const found = await readStream(bytes, cuts)
        if (text.trim() === '')
          expect(found).toMatchObject([{ readable: false, syntax: [{ kind: 'empty' }] }])
        else expect(found).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  test('each line is a document that knows its line', async () => {
    const documents = await load('\r\n{ "a": 1 }\r\n\n{ "a": 2, "a": 3 }\n[', 'jsonl')
    expect(documents).toMatchObject([
      { format: 'jsonl', line: 2, value: { a: 1 }, syntax: [] },
      {
        format: 'jsonl',
        line: 4,
        value: { a: 3 },
        duplicateKeys: [{ pointer: '/a', span: { start: 10, end: 13 } }],
      },
      { format: 'jsonl', line: 5, readable: false, syntax: [{ kind: 'truncated' }] },
    ])
    expect(documents[1]!.locate(['/a'])).toEqual(
      new Map([['/a', { key: { start: 10, end: 13 }, value: { start: 15, end: 16 } }]]),
    )
  })

  test('a line that is not UTF-8 does not hide the others', async () => {
    const bytes = Buffer.from('{ "city": "Genf" }\n{ "city": "Zürich" }\n{ "city": "Bern" }', 'latin1')
    expect(await readStream(bytes)).toMatchObject([
      { line: 1, value: { city: 'Genf' } },
      {
        line: 2,
        readable: false,
        syntax: [
          {
            kind: 'encoding',
            message: 'Byte 12 (0xFC) is not valid UTF-8: save the file as UTF-8.',
            span: { start: 12, end: 13 },
          },
        ],
      },
      { line: 3, value: { city: 'Bern' } },
    ])
  })

  test('says which line of a binary stream holds what', async () => {
    const [document] = await readStream(Uint8Array.from([0xff, 0xfe, 0x00, 0xd8, 0x0a]))
    expect(document).toMatchObject({
      line: 1,
      syntax: [{ kind: 'encoding', message: 'The text is not valid UTF-16: save it as UTF-8.' }],
    })
  })

  test('holds no more than a chunk and a line', async () => {
    const chunk = Buffer.from('{ "name": "get_weather", "strict": true }\n'.repeat(25_000))
    async function* repeated() {
      for (let turn = 0; turn < 4; turn++) yield chunk
    }
    let count = 0
    let largest = 0
    for await (const documents of loadLines(repeated())) {
      count += documents.length
      largest = Math.max(largest, documents.length)
    }
    expect({ count, largest }).toEqual({ count: 100_000, largest: 25_000 })
  })
})

/* ------------------------------------------------------------------ YAML */

const SCHEMA = CORE_SCHEMA.withTags(mergeTag)

/** The text of each value, put back to its column, is YAML of the same value. */
function expectYamlPlaces(document: LoadedDocument): void {
  const values = allPointers(document.value)
  const places = document.locate(values.keys())
  expect(places.size).toBe(values.size)
  const { position } = lineIndex(document.text)
  for (const [pointer, place] of places) {
    const value = values.get(pointer)
    const written = textAt(document, place.value)
    if (written === '') expect(value).toBe(null)
    else if (/^[|>]/.test(written)) expect(String(loadYaml(written)).trimEnd()).toBe(String(value).trimEnd())
    else {
      const indented = ' '.repeat(position(place.value.start).column - 1) + written
      deepStrictEqual(loadYaml(indented, { schema: SCHEMA, json: true }), value)
    }
    if (place.key)
      expect(child('', String(loadYaml(textAt(document, place.key))))).toBe(
        pointer.slice(pointer.lastIndexOf('/')),
      )
  }
}

describe('YAML', () => {
  const values = drafts.map(meaning)

  test('reads JSON as JSON, with the same places', async () => {
    await fc.assert(
      fc.asyncProperty(values, fc.constantFrom(0, 1, 2), async (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        const [yaml, json] = [(await load(text, 'yaml'))[0]!, loadJson(text)]
        expect(yaml).toMatchObject({ readable: true, syntax: [], duplicateKeys: [] })
        deepStrictEqual(yaml.value, json.value)
        const pointers = [...allPointers(value).keys()]
        expect(yaml.locate(pointers)).toEqual(
          new Map(pointers.map(pointer => [pointer, json.locate(pointers).get(pointer)])),
        )
      }),
    )
  })

  test('reads what js-yaml writes, and gives each value its place', async () => {
    const styles = fc.record({
      indent: fc.integer({ min: 1, max: 5 }),
      flowLevel: fc.integer({ min: -1, max: 3 }),
      seqNoIndent: fc.boolean(),
      lineWidth: fc.constantFrom(-1, 20, 80),
      forceQuotes: fc.boolean(),
      quoteStyle: fc.constantFrom('single', 'double'),
    })
    await fc.assert(
      fc.asyncProperty(values, styles, fc.constantFrom('\n', '\r\n'), async (value, style, lineEnd) => {
        const text = dump(value, style).replaceAll('\n', lineEnd)
        const [document] = await load(text, 'yaml')
        expect(document).toMatchObject({ readable: true, syntax: [], duplicateKeys: [] })
        deepStrictEqual(document!.value, value)
        expectYamlPlaces(document!)
      }),
      { numRuns: 500 },
    )
  })

  test('reads what js-yaml reads of any text, except what is no JSON', async () => {
    const parts = [
      'a',
      'b',
      ': ',
      ':',
      '- ',
      '\n',
      '\n  ',
      ' ',
      '*a',
      '&a ',
      '<<: ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '"',
      "'",
      '|\n',
      '? ',
    ]
    const more = [
      '# x\n',
      '!!str ',
      '!x ',
      '---\n',
      '1',
      '.inf',
      '~',
      '>-\n',
      '\t',
      '0x1F',
      'null',
      '2024-01-01',
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...parts, ...more), { maxLength: 14 }), async pieces => {
        const text = pieces.join('')
        const documents = await load(text, 'yaml')
        for (const document of documents) expectSaneProblems(document)
        if (documents.some(({ syntax }) => syntax.length > 0)) return
        const isSomething = (value: unknown) => value !== null
        const expected = loadAll(text, { schema: SCHEMA, json: true }).filter(isSomething)
        deepStrictEqual(documents.map(({ value }) => value).filter(isSomething), expected)
      }),
      { numRuns: 3000 },
    )
  })

  test.each<[string, Record<Pointer, string>]>([
    [
      '[ a, b # c, ]\n , {c: d , } , ]',
      { '': '[ a, b # c, ]\n , {c: d , } , ]', '/1': 'b', '/2': '{c: d , }', '/2/c': 'd' },
    ],
    ['[a: 1, ? b : 2]', { '/0': 'a: 1', '/0/a': '1', '/1': 'b : 2', '/1/b': '2' }],
    ['{a, b: , ? c }', { '': '{a, b: , ? c }', '/a': '', '/b': '', '/c': '' }],
    ['a: !x # |\n  |-\n  text\n\nb: >+\n  more\n\n', { '/a': '|-\n  text', '/b': '>+\n  more' }],
    [
      '-\n  # no\n  - |\n    text\n-\n- # null\n- 1',
      { '/0': '- |\n    text', '/0/0': '|\n    text', '/3': '1' },
    ],
    ['? a\n: |\n  text\n? b\n', { '/a': '|\n  text', '/b': '' }],
    ['a: &x !!str "b"\nc: *x # d', { '/a': '"b"', '/c': '*x' }],
    ["a:\n- 'it''s'\nb: two\n  lines\n", { '/a': "- 'it''s'", '/a/0': "'it''s'", '/b': 'two\n  lines' }],
    ['a: { <<: { b: 1 } }', { '/a': '{ <<: { b: 1 } }', '/a/b': '1' }],
  ])('%j: the places', async (text, expected) => {
    const [document] = await load(text, 'yaml')
    const places = document!.locate(Object.keys(expected))
    const found = [...places].map(([pointer, { value }]) => [pointer, textAt(document!, value)])
    expect(Object.fromEntries(found)).toEqual(expected)
  })

  test('the place of nothing is behind its colon or dash', async () => {
    const text = 'a: # b\nc:\n- # d\n-\n'
    const [document] = await load(text, 'yaml')
    const places = document!.locate(['/a', '/c/0', '/c/1'])
    expect(
      [...places.values()].map(({ value }) => [text.slice(0, value.start), value.end - value.start]),
    ).toEqual([
      ['a:', 0],
      ['a: # b\nc:\n-', 0],
      ['a: # b\nc:\n- # d\n-', 0],
    ])
  })

  test('reads each document of a text, and skips what holds nothing', async () => {
    const documents = await load('---\n# none\n---\na: 1\n---\nb: 2\n...\n---\n', 'yaml')
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { b: 2 }])
    const place = documents[1]!.locate(['/b']).get('/b')!
    expect(lineIndex(documents[1]!.text).position(place.value.start)).toEqual({ line: 6, column: 4 })
  })

  test.each([
    [
      'keys become strings',
      '1: a\ntrue: b\nnull: c\n2024-01-01: d',
      { 1: 'a', true: 'b', null: 'c', '2024-01-01': 'd' },
    ],
    [
      'the core schema',
      '[yes, 0o17, 0x1F, +1, .5, ~, , 2024-01-01]'.replace(', ,', ','),
      ['yes', 15, 31, 1, 0.5, null, '2024-01-01'],
    ],
    ['tags of the core schema', '[!!str 1, !!int "1", ! 2, !<tag:yaml.org,2002:str> 3]', ['1', 1, '2', '3']],
    [
      'merge keys',
      'a: &a {x: 1, y: 2}\nb: {<<: [*a, {z: 3}], x: 4}',
      { a: { x: 1, y: 2 }, b: { x: 4, y: 2, z: 3 } },
    ],
    ['the first of several merged', '{ x: 4, <<: [{ x: 1, z: 5 }, { z: 6 }] }', { x: 4, z: 5 }],
    ['a merge key with quotes', '"<<": 1', { '<<': 1 }],
    ['a merge key with a tag', '!!str <<: 1', { '<<': 1 }],
  ])('%s', async (_, text, value) => {
    expect(await load(text, 'yaml')).toMatchObject([{ readable: true, syntax: [], duplicateKeys: [], value }])
  })

  test('an alias is a value of its own', async () => {
    const [document] = await load('a: &a { x: [] }\nb: *a\n', 'yaml')
    const { a, b } = document!.value as Record<string, { x: unknown[] }>
    a!.x.push(1)
    expect(b).toEqual({ x: [] })
  })

  test('`__proto__` is a key like any other', async () => {
    const [document] = await load('__proto__: { x: 1 }\nb: { <<: { __proto__: 2 } }', 'yaml')
    deepStrictEqual(document!.value, JSON.parse('{ "__proto__": { "x": 1 }, "b": { "__proto__": 2 } }'))
  })

  test('knows whether a string may hold half a pair', async () => {
    expect((await load('"\\ud83d"', 'yaml'))[0]!.mayHoldSurrogates).toBe(true)
    expect((await load('"\\U0000d83d"', 'yaml'))[0]!.mayHoldSurrogates).toBe(true)
    expect((await load('"😀\\u00e9"', 'yaml'))[0]!.mayHoldSurrogates).toBe(false)
  })

  const chain = (link: (index: number) => string) =>
    Array.from({ length: 40 }, (_, index) => link(index)).join('\n')

  test.each([
    [
      'lists of aliases',
      `a0: &a0 1\n${chain(i => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`)}`,
      'alias',
    ],
    [
      'merge keys',
      `a0: &a0 {x: ${'[1, '.repeat(10)}${']'.repeat(10)}}\n${chain(i => `a${i + 1}: &a${i + 1} {k${i}: *a${i}, <<: *a${i}}`)}`,
      'alias',
    ],
    [
      'a large mapping merged often',
      `a: &a {${Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`)}}\nb:\n${'  <<: *a\n'.repeat(20_000)}`,
      'alias',
    ],
    [
      'a long list merged often',
      `a: &a [${'{}, '.repeat(20_000)}]\nb:\n${'  <<: *a\n'.repeat(20_000)}`,
      'alias',
    ],
    ['an alias in its own anchor', 'a: &a { b: [*a] }', 'alias'],
    ['nesting of 100,000 levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'nesting'],
    ['nesting of 501 levels', `${'- '.repeat(501)}1`, 'nesting'],
  ])('refuses %s', async (_, text, kind) => {
    expect(await load(text, 'yaml')).toMatchObject([{ readable: false, syntax: [{ kind }] }])
  })
})

/* ------------------------------------------------------------------ names and guesses */

test.each([
  ['tools.json', 'json'],
  ['dir.yaml/Tools.JSONC', 'jsonc'],
  ['calls.jsonl', 'jsonl'],
  ['calls.ndjson', 'jsonl'],
  ['C:\\tools.yml', 'yaml'],
  ['.yaml', 'yaml'],
  ['tools.json.bak', undefined],
  ['json', undefined],
  ['dir.json/tools', undefined],
  ['x.constructor', undefined],
])('the format of %s is %s', (path, format) => {
  expect(formatOf(path)).toBe(format)
})

test.each<[string, Format]>([
  ['{ "a": 1 }', 'json'],
  ['\ufeff\r\n[\n1]', 'json'],
  ['{\n}\n{', 'json'],
  ['[[1],\n[2]]', 'json'],
  ['{}\n{}', 'jsonl'],
  ['{}\n\n[1]\n', 'jsonl'],
  ['// tools\n{}', 'jsonc'],
  ['/* tools */ {}', 'jsonc'],
  ['tools: []', 'yaml'],
  ['# tools\n[]', 'yaml'],
  ['', 'yaml'],
])('%j is taken for %s', (text, format) => {
  expect(sniff(text)).toBe(format)
})

test('JSON Lines under the name of JSON are read when each line is clean', async () => {
  expect(await load('{"a":1}\n{"a":2}\n', 'json')).toMatchObject([
    { line: 1, syntax: [] },
    { line: 2, syntax: [{ kind: 'several-values' }] },
  ])
  expect(await load('{"a":1}\n{"a":2,}\n', 'json')).toMatchObject([
    { readable: false, syntax: [{ kind: 'several-values' }] },
  ])
})

test('no text makes a reader throw', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary' }),
      fc.constantFrom<Format>('json', 'jsonc', 'jsonl', 'yaml'),
      async (text, format) => {
        for (const document of await load(text, format)) expectSaneProblems(document)
        sniff(text)
      },
    ),
    { numRuns: 1000 },
  )
})

/* ------------------------------------------------------------------ real files */

/** Every JSON text of the corpus: whole files, and the lines of others. */
function corpusTexts(): [string, string][] {
  const files = readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.jsonl?$/.test(name))
    .sort()
  return files.map(name => [name, readFileSync(join(CORPUS, name), 'utf8')])
}

describe.skipIf(!existsSync(CORPUS))('the corpus (where ../shared/corpus is there)', () => {
  const texts = existsSync(CORPUS) ? corpusTexts() : []

  test.each(texts)('%s: values as JSON.parse, places as jsonc-parser, keys once', async (name, text) => {
    for (const document of await load(text, formatOf(name)!)) {
      expect(document).toMatchObject({ readable: true, syntax: [] })
      deepStrictEqual(document.value, JSON.parse(document.text))
      expect(document.duplicateKeys.length).toBe(countDuplicates(document.text))
      if (document.duplicateKeys.length === 0) expectPlacesOf(parseTree(document.text)!, document)
    }
  })

  test.each(texts.filter(([name]) => name.startsWith('mcp')))('%s: the same as YAML', async (_, text) => {
    const [yaml, json] = [(await load(text, 'yaml'))[0]!, loadJson(text)]
    deepStrictEqual(yaml.value, json.value)
    const pointers = [...allPointers(json.value).keys()]
    deepStrictEqual(new Map([...yaml.locate(pointers)].sort()), new Map([...json.locate(pointers)].sort()))
  })
})

function countDuplicates(text: string): number {
  const open: Set<string>[] = []
  let count = 0
  visit(text, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty(key) {
      if (open.at(-1)!.has(key)) count++
      open.at(-1)!.add(key)
    },
  })
  return count
}

function expectPlacesOf(tree: Node, document: LoadedDocument): void {
  const expected = new Map<Pointer, Place>()
  const add = (node: Node, pointer: Pointer, key?: Node) => {
    const span = ({ offset, length }: Node) => ({ start: offset, end: offset + length })
    expected.set(pointer, key ? { key: span(key), value: span(node) } : { value: span(node) })
    for (const [index, inner] of (node.children ?? []).entries()) {
      if (node.type === 'array') add(inner, child(pointer, index))
      else add(inner.children![1]!, child(pointer, inner.children![0]!.value), inner.children![0])
    }
  }
  add(tree, '')
  const found = document.locate(expected.keys())
  deepStrictEqual(new Map([...found].sort()), new Map([...expected].sort()))
}
