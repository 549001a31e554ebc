import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lintText } from '../src/index.ts'
import { load } from '../src/loaders/index.ts'
import { get, type Pointer } from '../src/pointer.ts'
import type { Literal, SourceRead } from '../src/source/literal.ts'
import { locate } from '../src/source/places.ts'
import { readPython } from '../src/source/python.ts'
import { toValue } from '../src/source/value.ts'
import { pythonOfJson } from './python-arbitraries.ts'

/** The value of the only literal in a program, and what of it is not known. */
function readOnly(python: string): { value: unknown; unknown: string[] } {
  const { literals } = readPython(python)
  expect(literals).toHaveLength(1)
  const { value, opaque } = toValue(literals[0]!)
  return {
    value: JSON.parse(JSON.stringify(value)),
    unknown: opaque.map(({ pointer, reason }) => `${pointer} ${reason}`),
  }
}

describe('values', () => {
  test.each<[string, unknown]>([
    [`x = {"a": 1, 'b': [True, False, None]}`, { a: 1, b: [true, false, null] }],
    ['x = [1_000, 0x1F, 0b11, 0o17, -1.5e3, +2, .5, 1.]', [1000, 31, 3, 15, -1500, 2, 0.5, 1]],
    [`x = ["a" 'b' """c""", ("d"\n "e"), "f" + "g" + 'h']`, ['abc', 'de', 'fgh']],
    [
      String.raw`x = ["\x41\u00e9\U0001F600\101\n\q", r"\d\n", f"{{a}}", u"é"]`,
      ['Aé😀A\n\\q', '\\d\\n', '{a}', 'é'],
    ],
    ['x = ["""one\\\ntwo\r\nthree"""]', ['onetwo\nthree']],
    ['x = dict(a=1, b=dict(), **{"c": 2})', { a: 1, b: {}, c: 2 }],
    ['x = dict({"a": 1}, b=2)', { a: 1, b: 2 }],
    ['x = {1: "a", True: "b", None: "c"}', { '1': 'a', true: 'b', null: 'c' }],
    ['x = {**{"a": 1, "b": 1}, "b": 2} | {"c": 3}', { a: 1, b: 2, c: 3 }],
    ['x = [*(1, 2), *[3]] + [4] + (5,)', [1, 2, 3, 4, 5]],
    [`x = {"a": json.loads('{"b": [1]}')}`, { a: { b: [1] } }],
    [
      'x = {"__proto__": {"a": 1}, "constructor": 2}',
      JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}'),
    ],
    ['x = [( # why\n (1) # not\n,)]', [[1]]],
    ['x = {"strict": true, "n": null}', { strict: true, n: null }],
  ])('%s', (python, value) => {
    expect(readOnly(python)).toEqual({ value, unknown: [] })
  })

  test.each<[string, string]>([
    ['x = {"a": f()}', '/a a call of `f`'],
    ['x = {"a": f"{b}"}', '/a an f-string with a replacement in it'],
    ['x = {"a": b"c"}', '/a a string that is not read'],
    [String.raw`x = {"a": "\N{BULLET}"}`, '/a a string that is not read'],
    ['x = {"a": 1j}', '/a a number that JSON has no way to write'],
    ['x = {"a": [1 for b in c]}', '/a a comprehension'],
    ['x = {"a": 1 if b else 2}', '/a an `if … else`'],
    ['x = {"a": {1, 2}}', '/a a set'],
    ['x = {"a": lambda: 1}', '/a a function'],
    ['x = {"a": b.c}', '/a an attribute'],
    ['from b import a\nx = {"a": a}', '/a `a`, which is imported'],
    ['def f(a):\n  return {"a": a}', '/a the parameter `a`'],
    ['x = {"a": 1, **b}', ' the name `b`'],
    ['x = {f(): 1}', ' a key that is no literal'],
    ['x = [1, *b]', ' the name `b`'],
    ['x = [1] + b', ' the name `b`'],
    ['x = {"a": x}', '/a `x`, which is defined by itself'],
    ['for a in b:\n  x = {"a": a}', '/a the loop variable `a`'],
  ])('%s is known in part', (python, reason) => {
    const { unknown } = readOnly(python)
    expect(unknown).toContain(reason)
  })
})

describe('constants', () => {
  test.each<[string, string, unknown]>([
    ['defined once', 'A = "a"\nx = {"k": A}', { k: 'a' }],
    ['by way of another', 'A = "a"\nB = A\nx = {"k": (B)}', { k: 'a' }],
    ['of the function around', 'def f():\n  a = 1\n  return {"k": a}', { k: 1 }],
    ['of the module, from a method', 'A = 1\nclass C:\n  def f(self):\n    return {"k": A}', { k: 1 }],
    ['with a type', 'A: Final[int] = 1\nx = {"k": A}', { k: 1 }],
    ['an item of one', 'A = {"b": [1, 2]}\nx = {"k": A["b"][1]}', { k: 2 }],
    ['spread', 'A = {"a": 1}\nx = {**A, "k": 2}', { a: 1, k: 2 }],
  ])('%s', (_, python, value) => {
    const { literals } = readPython(python)
    expect(toValue(literals.at(-1)!).value).toEqual(value)
  })

  test.each<[string, string]>([
    ['defined twice', 'a = 1\na = 2'],
    ['defined in a branch each', 'if c:\n  a = 1\nelse:\n  a = 2'],
    ['added to', 'a = "1"\na += "2"'],
    ['deleted', 'a = 1\ndel a'],
    ['global elsewhere', 'a = 1\ndef f():\n  global a\n  a = 2'],
    ['taken out of something', 'a, b = 1, 2'],
    ['the name of an exception', 'try:\n  pass\nexcept E as a:\n  pass'],
    ['the name in a with', 'with f() as a:\n  pass'],
    ['a function', 'def a(): pass'],
    ['a class', 'class a: pass'],
    ['hidden by a class', 'class C:\n  a = 1'],
    ['a chain of two', 'a = b\nb = a'],
  ])('not when %s', (_, python) => {
    const { literals } = readPython(`${python}\nx = {"k": a}`)
    const { opaque } = toValue(literals.at(-1)!)
    expect(opaque.map(({ pointer }) => pointer)).toEqual(['/k'])
  })

  test.each<[string, string, unknown, string[]]>([
    ['a member is set', 'x["b"] = f()', { a: 1 }, ['/b']],
    ['a member is set anew', 'x["a"] = 2', {}, ['/a']],
    ['a member of a member is set', 'x["a"]["b"] = 2', { a: 1 }, []],
    ['any member is set', 'x[f()] = 2', {}, ['']],
    ['it is updated', 'x.update(y)', {}, ['']],
    ['a member is deleted', 'del x["a"]', {}, ['/a']],
  ])('what is changed later is not known: %s', (_, change, value, unknown) => {
    const result = toValue(readPython(`x = {"a": 1}\n${change}`).literals[0]!)
    expect(JSON.parse(JSON.stringify(result.value))).toEqual(value)
    expect(result.opaque.map(({ pointer }) => pointer)).toEqual(unknown)
  })
})

describe('what holds tools', () => {
  const tool = '{"name": "get_time", "input_schema": {"type": "object"}}'
  test.each<[string, string, string[]]>([
    ['assigned', `tools = [${tool}]`, ['/0']],
    ['an argument', `Agent(model="m", tools=[${tool}])`, ['/0']],
    ['an argument of a request', `client.messages.create(model="m", tools=[${tool}], **more)`, ['/tools/0']],
    [
      'a constant in a request',
      `TOOLS = [${tool}]\nclient.messages.create(model="m", tools=TOOLS)`,
      ['/tools/0'],
    ],
    ['returned', `def tools(self):\n    return [${tool}]`, ['/0']],
    ['an attribute of a class', `class Agent(Base):\n    TOOLS: list = [${tool}]`, ['/0']],
    ['appended', `tools = []\ntools.append(${tool})`, ['']],
    ['a default', `def ask(tools=(${tool},)): pass`, ['/0']],
    ['in a decorator', `@agent(tools=[${tool}])\ndef ask(): pass`, ['/0']],
    ['behind something unknown', `tools = load() or [${tool}]`, ['/0']],
    ['in a part that is unknown', `x = {"a": wrap([${tool}])}`, ['/0']],
    ['in a comprehension', `x = [${tool} for _ in range(3)]`, ['']],
    ['in a branch', `x = [${tool}] if a else None`, ['/0']],
    [
      'under a name that is spread',
      `base = {"tools": [${tool}]}\nbody = {**base, "model": "m"}`,
      ['/tools/0'],
    ],
    ['in what a later spread may replace', `body = {"tools": [${tool}], **options}`, ['/0']],
    ['once, though used twice', `t = [${tool}]\na = {"tools": t}\nb = {"tools": t}`, ['/tools/0']],
    ['of a class that is JSON', 'types.Tool(name="a", inputSchema={"type": "object"})', ['']],
  ])('%s', async (_, python, pointers) => {
    const { tools } = await lintText(python, { format: 'python' })
    expect(tools.map(({ pointer }) => pointer)).toEqual(pointers)
  })

  test('the arguments of a request are judged together', async () => {
    const python = `client.chat.completions.create(
    model="m", tools=[{"type": "function", "function": ${tool.replace('input_schema', 'parameters')}}],
    tool_choice={"type": "function", "function": {"name": "get_weather"}}, **more)`
    const { diagnostics } = await lintText(python, { format: 'python' })
    const { location } = diagnostics.find(({ ruleId }) => ruleId === 'valid-tool-choice')!
    expect(location).toMatchObject({ line: 3, column: 5 })
  })

  test('a schema alone is no tool, nor a choice of one, nor a call that was recorded', async () => {
    const python = `
choice = {"type": "function", "function": {"name": "get_time"}}
other = {"type": "function", "name": NAME}
expected = {"tool_calls": [{"id": "", "type": "function", "function": {"name": "get_time"}}]}
schema = {"type": "object", "properties": {"a": {"type": "string"}}}
call = {"id": "1", "type": "function", "function": {"name": "get_time", "arguments": "{}"}}
messages = [{"role": "assistant", "tool_calls": [call]}]`
    expect((await lintText(python, { format: 'python' })).tools).toEqual([])
  })

  test('places are in the constant that is used, and comments are none of the value', async () => {
    const python = `CITY = {
    "type": "string",
    "minLength": 1,  # not empty
}
tools = [{"type": "function", "function": {"name": "a", "strict": True, "parameters": {
    "type": "object", "properties": {"city": CITY}, "required": ["city"], "additionalProperties": False}}}]
`
    const { diagnostics } = await lintText(python, { format: 'python' })
    expect(diagnostics.map(({ ruleId, location }) => [ruleId, location])).toEqual([
      ['no-unsupported-keywords', { line: 3, column: 5, endLine: 3, endColumn: 19 }],
    ])
  })

  test('`true` is a mistake where nobody defines it', async () => {
    const strict = (name: string) =>
      `t = [{"name": "a", "strict": ${name}, "input_schema": {"type": "object"}}]`
    const messages = async (python: string) =>
      (await lintText(python, { format: 'python' })).diagnostics.flatMap(({ ruleId, message }) =>
        ruleId === 'syntax' ? [message] : [],
      )
    expect(await messages(strict('true'))).toEqual(['`true` is JSON; in Python, write `True`.'])
    expect(await messages(`true = True\n${strict('true')}`)).toEqual([])
    expect(await messages(`x = {"a": true}\n${strict('True')}`)).toEqual([])
  })

  test('a key that stands twice is reported, one that replaces what is spread is not', async () => {
    const [first] = await load(
      `base = {"name": "a"}
x = {**base, "name": "b", "name": "c", "input_schema": {"type": "object"}}`,
      'python',
    )
    expect(first!.duplicateKeys.map(({ pointer, span }) => [pointer, span.start])).toEqual([['/name', 47]])
  })
})

describe('endpoints', () => {
  const tools =
    'tools = [{"type": "function", "function": {"name": "a", "strict": True, "parameters": {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"], "additionalProperties": False}}}]'
  test.each<[string, string, number]>([
    ['the plain one', 'c = OpenAI(base_url="https://api.deepseek.com")', 1],
    ['a constant', 'URL = "https://api.deepseek.com/v1"\nc = AsyncOpenAI(api_key=k, base_url=URL)', 1],
    ['the right one', 'c = OpenAI(base_url="https://api.deepseek.com/beta")', 0],
    [
      'two',
      'c = OpenAI(base_url="https://api.deepseek.com")\nd = OpenAI(base_url="https://api.deepseek.com/beta")',
      0,
    ],
    [
      'one that is not known',
      'c = OpenAI(base_url="https://api.deepseek.com")\nd = OpenAI(base_url=url())',
      0,
    ],
  ])('%s', async (_, python, number) => {
    const { diagnostics } = await lintText(`${python}\n${tools}`, { format: 'python' })
    expect(diagnostics.map(({ ruleId }) => ruleId)).toEqual(Array(number).fill('require-beta-endpoint'))
    for (const { span } of diagnostics) expect(python.slice(span!.start, span!.end)).toMatch(/^"https:.*"$/)
  })
})

/** Every scalar of a literal with its pointer. */
function scalarsOf(literal: Literal, pointer: Pointer = ''): [Pointer, Literal][] {
  if (literal.kind === 'array')
    return literal.elements.flatMap((inner, i) => scalarsOf(inner, `${pointer}/${i}`))
  if (literal.kind !== 'object') return [[pointer, literal]]
  return literal.members.flatMap(({ key, value }) =>
    scalarsOf(value, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
}

describe('properties', () => {
  test('any value in any spelling reads back as it is, at places with the right text', () => {
    fc.assert(
      fc.property(pythonOfJson, ({ value, python }) => {
        const text = `x = ${python}\n`
        const [literal] = readPython(text).literals
        const read = toValue(literal!)
        expect(read.value).toEqual(value)
        expect(read.opaque).toEqual([])
        const places = locate(
          literal!,
          scalarsOf(literal!).map(([pointer]) => pointer),
        )
        for (const [pointer, { value: place }] of places) {
          const again = readPython(`[${text.slice(place.start, place.end)}]`).literals[0]!
          expect(toValue(again).value).toEqual([get(value, pointer)])
        }
      }),
      { numRuns: 400 },
    )
  })

  test('no text makes the reader throw, and spans lie in it', () => {
    const pieces = fc.constantFrom(
      ...'{ } [ ] ( ) " \' """ , : = + | * ** # \\ \n def class lambda for in if : x x. json.loads( dict( {"a": true f"{ global del -'.split(
        ' ',
      ),
    )
    const mutated = fc
      .tuple(
        pythonOfJson,
        fc.array(fc.tuple(fc.nat(), fc.nat(5), fc.oneof(pieces, fc.string())), { maxLength: 6 }),
      )
      .map(([{ python }, edits]) =>
        edits.reduce((text, [at, length, insert]) => {
          const start = at % (text.length + 1)
          return text.slice(0, start) + insert + text.slice(start + length)
        }, `x = ${python}\ny = {"tools": x, **z}\n`),
      )
    fc.assert(
      fc.property(mutated, text => {
        const { literals, comments, mistakes }: SourceRead = readPython(text)
        for (const { start, end } of [...literals, ...comments, ...mistakes]) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(text.length)
        }
        for (const literal of literals) toValue(literal)
      }),
      { numRuns: 400 },
    )
  })

  const deep = 100_000
  test.each([
    ['lists', `parameters = ${'['.repeat(deep)}${']'.repeat(deep)}`],
    ['dicts', `parameters = ${'{"a":'.repeat(deep / 5)}`],
    ['a sum', `parameters = ${'"a" + '.repeat(deep)}"a"`],
    ['strings', `parameters = [${'"a" '.repeat(deep)}]`],
    ['parentheses', `parameters = ${'('.repeat(deep)}1${')'.repeat(deep)}`],
    ['calls', `parameters = ${'dict(a='.repeat(deep / 5)}1${')'.repeat(deep / 5)}`],
    ['items', `parameters${'[0]'.repeat(deep)} = 1`],
    [
      'names',
      Array.from({ length: deep / 10 }, (_, i) => `a${i + 1} = {"parameters": a${i}}`)
        .reverse()
        .join('\n'),
    ],
    ['doubling', Array.from({ length: 60 }, (_, i) => `a${i + 1} = [a${i}, a${i}, "parameters"]`).join('\n')],
  ])(
    '%s without end',
    async (_, text) => {
      const { tools } = await lintText(text, { format: 'python' })
      expect(tools).toEqual([])
    },
    60_000,
  )
})
