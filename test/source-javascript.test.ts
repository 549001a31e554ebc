import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readJavaScript } from '../src/source/javascript.ts'
import type { Literal, SourceRead } from '../src/source/literal.ts'
import { dice, diceOf, document, type Json } from './edit-arbitraries.ts'
import { javaScriptStyle, printJavaScript } from './javascript-arbitraries.ts'

const read = (text: string): SourceRead => readJavaScript(text, { typescript: true })

/** What a literal is worth; of what is unknown, the reason. */
function worthOf(literal: Literal): unknown {
  switch (literal.kind) {
    case 'scalar':
      return literal.value
    case 'opaque':
      return `‹${literal.reason}›`
    case 'array':
      return [...literal.elements.map(worthOf), ...(literal.unknown ? [`…‹${literal.unknown.reason}›`] : [])]
    case 'object': {
      const object = {}
      const entries = literal.members.map(({ key, value }) => [key, worthOf(value)] as const)
      if (literal.unknown) entries.push(['…', `‹${literal.unknown.reason}›`])
      for (const [key, value] of entries)
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
      return object
    }
  }
}

const values = (text: string): unknown[] => read(text).literals.map(worthOf)
/** What an expression is worth. */
const worth = (expression: string): unknown => (values(`f([${expression}])`)[0] as unknown[])[0]

describe('scalars', () => {
  test.each([
    [`'a\\n\\t\\'\\x41\\u0042\\u{1F600}\\0\\q'`, "a\n\t'AB😀\0q"],
    ['"two \\\n lines"', 'two  lines'],
    ['`a\r\nb`', 'a\nb'],
    [`\`a\${'b'}\${1}c\``, 'ab1c'],
    [`'a' + "b" /* and */ + \`c\` + 1`, 'abc1'],
    [`'a'.trim()`, 'a'],
    [`['a', 'b'].join('\\n')`, 'a\nb'],
    ['1_000.5e1', 10005],
    ['0xff', 255],
    ['0b101', 5],
    ['0o17', 15],
    ['.5', 0.5],
    ['-1', -1],
    ['+1', 1],
    ['!0', true],
    ['null', null],
    ['undefined', null],
    [`('a' as const)!`, 'a'],
    [`<string>'a'`, 'a'],
    [`"a" satisfies string as unknown as T`, 'a'],
  ])('%s', (expression, value) => {
    expect(worth(expression)).toEqual(value)
  })
})

describe('objects and arrays', () => {
  test.each([
    [`{ a: 1, 'b-c': 2, ["d"]: 3, 4: 5, [\`e\`]: 6 }`, { a: 1, 'b-c': 2, d: 3, '4': 5, e: 6 }],
    [`{ a: 1, run() {}, async *b() {}, f: () => 1, g: function () {}, u: undefined }`, { a: 1 }],
    [`{ __proto__: { a: 1 }, "__proto__": 2 }`, {}],
    [`{ ['__proto__']: 1 }`, JSON.parse('{"__proto__": 1}')],
    [`{ a: 1, a: 2 }`, { a: 2 }],
    [`{ a: 1, ...{ a: 2, b: 3 }, b: 4 }`, { a: 2, b: 4 }],
    [`{ a: 1, ...{ b: 2 }, a: undefined, ...null }`, { b: 2 }],
    [`[1, , 2, ...[3, 4],]`, [1, null, 2, 3, 4]],
    [`Object.freeze({ a: [1] as const })`, { a: [1] }],
    [`JSON.parse('{"a": [1, {"b": null}]}')`, { a: [1, { b: null }] }],
    [`structuredClone(<T>{ a: 1 })`, { a: 1 }],
  ])('%s', (expression, value) => {
    expect(worth(expression)).toEqual(value)
  })
})

describe('what is not known', () => {
  test.each([
    ['f(1)', 'a call of `f`'],
    ['z.object({ a: z.string() })', 'a call of `z.object`'],
    ['a ? 1 : 2', 'a choice between two values'],
    [`\`a\${b()}\``, `a template with \`\${b()}\` in it`],
    ['new Date()', 'a new `Date`'],
    ['1n', 'a number that JSON has no way to write'],
    ['1e999', 'a number that JSON has no way to write'],
    ['{ get a() { return 1 } }', undefined],
    ['nowhere', '"nowhere", which is not defined in this file'],
    ['/a/', 'a regular expression'],
    ['await x', 'what is awaited'],
    ['JSON.parse("{")', 'a text that is not known'],
    ['Object.values(Unit)', 'a call of `Object.values`'],
  ])('%s', (expression, reason) => {
    const value = reason === undefined ? { a: '‹a `get` method›' } : `‹${reason}›`
    expect(worth(expression)).toEqual(value)
  })

  test('what is spread', () => {
    expect(values('f({ a: 1, ...more, b: 2 }, [1, ...g()])')).toEqual([
      { a: 1, b: 2, '…': '‹"more", which is not defined in this file›' },
      [1, '…‹a call of `g`›'],
    ])
  })

  test('what cannot be parsed', () => {
    expect(values('f({ a: 1, 2 +, b: ] })')[0]).toMatchObject({ a: 1, '…': '‹code that cannot be read›' })
  })
})

describe('constants', () => {
  test('are followed, and stand in what uses them alone', () => {
    const text = `
      const tools = [{ name: 'get_weather', parameters: { ...base, properties: { city } } }]
      const base = { type: 'object' } as const
      const city = { type: 'string', description: ABOUT }
      const ABOUT = 'A ' + 'city.'`
    expect(values(text)).toEqual([
      [
        {
          name: 'get_weather',
          parameters: {
            type: 'object',
            properties: { city: { type: 'string', description: 'A city.' } },
          },
        },
      ],
    ])
  })

  test('have their places where they are written', () => {
    const text = `const city = ({ type: 'string' })\nconst all = [city]`
    const [{ elements }] = read(text).literals as [Literal & { kind: 'array' }]
    const [found] = elements as [Literal & { kind: 'object' }]
    expect(text.slice(found.start, found.end)).toBe(`{ type: 'string' }`)
    expect(text.slice(found.expression!.start, found.expression!.end)).toBe('city')
    expect(found.sealed).toBeUndefined()
  })

  test('that are used twice are sealed', () => {
    const [all] = read(`const city = { a: 1 }; const all = [city, city]`).literals
    expect(all).toMatchObject({ elements: [{ sealed: true }, { sealed: true }] })
  })

  test.each([
    ['let a = 1', 'a variable, not a constant'],
    ['var a = 1', 'a variable, not a constant'],
    ['const a = []; a.push(1)', '"a", which is changed later'],
    ['const a = {}; a.b.c = 1', '"a", which is changed later'],
    ['const a = {}; delete a.b', '"a", which is changed later'],
    ['const a = {}; Object.assign(a, b)', '"a", which is changed later'],
    ['const a = {}; ++(a.b)', '"a", which is changed later'],
    ['const { a } = b', 'the variable "a"'],
    ["import a from 'a'", '"a", which is imported'],
    ["import { b as a } from 'a'", '"a", which is imported'],
    ['const a = [a]', undefined],
    ['declare const a: T', 'a constant without a value'],
    ['for (const a of b) f([a])', undefined],
  ])('%s', (definition, reason) => {
    const found = values(`${definition}; f([a])`).at(-1)
    if (reason) expect(found).toEqual([`‹${reason}›`])
    else expect(JSON.stringify(found)).toContain('‹')
  })

  test('of other scopes do not count', () => {
    const text = `
      const a = 1
      function f(a) { return { in: a } }
      const g = () => { const a = 2; return { in: a } }
      { const b = 3 }
      const out = { a, b }`
    expect(values(text)).toEqual([
      { in: '‹the parameter "a"›' },
      { in: 2 },
      { a: 1, b: '‹"b", which is not defined in this file›' },
    ])
  })

  test('of which a part is used', () => {
    expect(values(`const s = { city: { type: 'string' } }; f([s.city, s['city'].type, s.nowhere])`)).toEqual([
      { city: { type: 'string' } },
      [{ type: 'string' }, 'string', '‹`s.nowhere`›'],
    ])
  })

  test('that double in size with each line are not followed for ever', () => {
    const lines = Array.from({ length: 60 }, (_, i) => `const a${i + 1} = [a${i}, a${i}]`)
    expect(JSON.stringify(read(`const a0 = [1]; ${lines.join('; ')}`).literals).length).toBeLessThan(1e9)
  })
})

describe('where literals stand', () => {
  test.each([
    ['export default [{ a: 1 }] satisfies T'],
    ['module.exports = { tools: [{ a: 1 }] }'],
    ['class A { static tools = [{ a: 1 }] }'],
    ['class A { #tools: T[] = [{ a: 1 }] }'],
    ['tools.push({ a: 1 })'],
    ['const f = () => ({ a: 1 })'],
    ['function f() { return [{ a: 1 }] }'],
    ['await client.chat.completions.create({ a: 1 })'],
    ['const t = tool({ a: 1 })'],
    ['const t = { x: tool({ a: 1 }) }'],
    ['const t = on ? [{ a: 1 }] : []'],
    ['const t: Record<string, T> = { run: () => ({ a: 1 }) }'],
    ['function f({ a } = { a: 1 }) {}'],
    ['namespace N { export const t = { a: 1 } }'],
  ])('%s', text => {
    expect(JSON.stringify(values(text))).toContain('{"a":1}')
  })

  test('in JSX', () => {
    const { literals } = readJavaScript(`const el = <Chat tools={[{ a: 1 }]}>{/* c */}</Chat>`, { jsx: true })
    expect(literals.map(worthOf)).toEqual([[{ a: 1 }]])
  })
})

test('comments', () => {
  const { comments } = read('// one\nf({ /* two */ a: "// no" }) // three')
  expect(comments.map(({ text }) => text)).toEqual([' one', ' two ', ' three'])
})

test('clients', () => {
  const text = `
    const options = { baseURL: BASE + '/v1' }
    const BASE = 'https://api.deepseek.com'
    new OpenAI({ apiKey: key, baseURL: 'https://api.deepseek.com/beta' })
    new OpenAI(options)
    createDeepSeek({ baseURL: 'https://a.example' })
    new ChatOpenAI({ configuration: { baseURL: 'https://b.example' } })
    new OpenAI({ baseURL: process.env.URL })
    axios.create({ baseURL: 'https://c.example' })`
  expect(read(text).clients.map(({ url }) => url)).toEqual([
    'https://api.deepseek.com/beta',
    'https://api.deepseek.com/v1',
    'https://a.example',
    'https://b.example',
  ])
  expect(read(text).unknownClients?.map(({ start, end }) => text.slice(start, end))).toEqual([
    'new OpenAI({ baseURL: process.env.URL })',
  ])
})

describe('any text', () => {
  const programs = fc.tuple(document, javaScriptStyle, dice).map(([value, style, numbers]) => ({
    value,
    style,
    text: printJavaScript(value, style, diceOf(numbers)),
  }))

  test('a value is read from each of its spellings', () => {
    fc.assert(
      fc.property(programs, ({ value, style, text }) => {
        const { literals } = readJavaScript(text, { typescript: style.typescript })
        const found = literals.find(({ start }) => /tools(: Tools)? = $/.test(text.slice(0, start)))
        const [first] = found?.kind === 'array' ? found.elements : []
        expect(first && sorted(worthOf(first)), text).toEqual(sorted(value))
      }),
      { numRuns: 1000 },
    )
  })

  test('strings and numbers stand where it is said', () => {
    fc.assert(
      fc.property(programs, ({ style, text }) => {
        const { literals } = readJavaScript(text, { typescript: style.typescript })
        for (const { value, written } of scalarsIn(literals, text)) expect(evaluated(written)).toEqual(value)
      }),
      { numRuns: 200 },
    )
  })

  test('broken programs are read without a crash', () => {
    fc.assert(
      fc.property(
        programs,
        fc.nat(),
        fc.nat(20),
        fc.string({ maxLength: 3 }),
        (program, at, length, more) => {
          const start = at % program.text.length
          const text = program.text.slice(0, start) + more + program.text.slice(start + length)
          for (const { start, end } of readJavaScript(text, { typescript: true, jsx: true }).literals)
            expect(start < end && end <= text.length).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  test.each([
    ['[', ']'],
    ['{a:', '}'],
    ['(', ')'],
    ['[...', ']'],
    ['f({a:', '})'],
    ['() => [', ']'],
  ])('20,000 times %s', (open, close) => {
    const text = `const a = [${open.repeat(20_000)}1${close.repeat(20_000)}]`
    expect(() => readJavaScript(text)).not.toThrow()
  })
})

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)])
}

function* scalarsIn(literals: readonly Literal[], text: string): Generator<{ value: Json; written: string }> {
  for (const literal of literals) {
    if (literal.sealed) continue
    if (literal.kind === 'scalar')
      yield { value: literal.value, written: text.slice(literal.start, literal.end) }
    if (literal.kind === 'array') yield* scalarsIn(literal.elements, text)
    if (literal.kind === 'object')
      yield* scalarsIn(
        literal.members.map(({ value }) => value),
        text,
      )
  }
}

/** What JavaScript itself says. */
function evaluated(expression: string): unknown {
  return new Function(`return (${expression})`)()
}
