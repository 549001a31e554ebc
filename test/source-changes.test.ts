import { describe, expect, test } from 'vitest'
import { lintText } from '../src/index.ts'

/** Two tools, of which each makes a rule speak: the object is open. */
const tool = (name: string) =>
  `{"type": "function", "function": {"name": "${name}", "strict": true, "parameters": {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}}}`
const list = `[${tool('first')}, ${tool('second')}]`

/** The tools that are found in a program, each with the rules that speak of it. */
async function said(format: 'python' | 'typescript', program: string): Promise<string[]> {
  const written = format === 'python' ? program.replaceAll('true', 'True') : program
  const { tools, diagnostics } = await lintText(written, { format })
  return tools.map(({ name, pointer }) => {
    const rules = diagnostics
      .filter(found => found.pointer.startsWith(`${pointer}/`))
      .map(({ ruleId }) => ruleId)
    return [name, ...rules].join(' ')
  })
}

const open = ['first require-closed-objects', 'second require-closed-objects']
const unknown = ['first', 'second']
const close = (holder: string) => `${holder}["function"]["parameters"]["additionalProperties"] = False`

describe('Python', () => {
  test.each([
    ['printed', 'print(len(tools), tools[0]["function"]["name"])'],
    ['sent', 'client.chat.completions.create(model="m", tools=tools)'],
    ['given to who only looks', 'validate_strict_tools(tools); register(tools)'],
    ['looped over', 'for t in tools:\n  print(t["function"]["name"])'],
    ['its names listed', 'names = [t["function"]["name"] for t in tools]'],
    ['kept by name', 'by_name = {t["function"]["name"]: t for t in tools}'],
    ['turned into text', 'text = convert_tools_to_description(tools); normalize_to_json(tools)'],
    ['filtered', 'some = [t for t in tools if t["function"]["name"] in names]'],
    ['sorted', 'tools.sort(key=str)'],
    ['given to a function that looks', 'def show(ts):\n  for t in ts: print(t)\nshow(tools)'],
    ['copied with the same schema', 'a = {**tools[0], "x": 1}'],
    ['a loop over something else', `for t in others:\n  ${close('t')}`],
  ])('still known: %s', async (_, python) => {
    expect((await said('python', `tools = ${list}\n${python}`)).slice(0, 2)).toEqual(open)
  })

  test.each([
    ['in a loop', `for t in tools:\n  ${close('t')}`],
    ['in a loop with numbers', `for i, t in enumerate(tools):\n  ${close('t')}`],
    ['by number', `for i in range(len(tools)):\n  ${close('tools[i]')}`],
    [
      'under another name',
      `for t in tools:\n  f = t["function"]\n  p = f.get("parameters")\n  p["additionalProperties"] = False`,
    ],
    ['by `update`', 'for t in tools: t["function"]["parameters"].update({"additionalProperties": False})'],
    [
      'by `update` with names',
      'for t in tools: t["function"]["parameters"].update(additionalProperties=False)',
    ],
    ['by `update` with something', 'for t in tools: t["function"]["parameters"].update(more)'],
    [
      'by `setdefault`',
      'for t in tools: t["function"]["parameters"].setdefault("additionalProperties", False)',
    ],
    ['by `pop`', 'for t in tools: t["function"].pop("parameters")'],
    ['by `del`', 'for t in tools: del t["function"]["parameters"]'],
    [
      'by a function of this file',
      `def close(ts):\n  for t in ts:\n    ${close('t')}\n  return ts\nsend(tools=close(tools))`,
    ],
    ['by a function for one', `def one(t):\n  ${close('t')}\nfor t in tools: one(t)`],
    [
      'by a function that calls itself',
      'def walk(s):\n  for v in s.values():\n    walk(v)\n  s["additionalProperties"] = False\nfor t in tools: walk(t["function"]["parameters"])',
    ],
    ['by `map`', `def one(t):\n  ${close('t')}\n  return t\nsend(list(map(one, tools)))`],
    [
      'in a comprehension',
      'strict = [{**t, "function": {**t["function"], "parameters": {**t["function"]["parameters"], "additionalProperties": False}}} for t in tools]',
    ],
    ['in a copy', `mine = copy.deepcopy(tools)\nfor t in mine: ${close('t')}`],
  ])('not known: changed %s', async (_, python) => {
    expect(
      (await said('python', `tools = ${list}\n${python}`)).flatMap(text => text.split(' ').slice(1)),
    ).toEqual([])
  })

  test.each([
    ['the flag alone is not', 'for t in tools: t["function"]["strict"] = False', open],
    ['one of the tools', `${close('tools[1]')}`, [open[0], unknown[1]]],
    ['one is replaced', 'tools[0] = other()', [open[1]]],
    ['some are taken away', 'tools.pop()', []],
    ['made anew by who says so', 'tools = make_strict(tools)', []],
    ['more are added', 'tools.append(other)', open],
  ])('%s', async (_, python, expected) => {
    expect(await said('python', `tools = ${list}\n${python}`)).toEqual(expected)
  })

  test.each([
    ['given to who changes it', `send(tools=make_strict(${list}))`],
    ['given to a method that does', `self._to_strict_tools(${list})`],
    [
      'returned, and changed by who gets it',
      `def get(): return ${list}\nfor t in get(): t["function"] = f(t)`,
    ],
    ['looped over where it stands', `for t in ${list}: t.update(more())`],
  ])('not known: %s', async (_, python) => {
    expect((await said('python', python)).flatMap(text => text.split(' ').slice(1))).toEqual([])
  })
})

describe('TypeScript', () => {
  const closed = (holder: string) => `${holder}.function.parameters.additionalProperties = false`
  test.each([
    ['logged', 'console.log(tools.length, tools[0].function.name)'],
    ['given to who only looks', 'validateStrictTools(tools); register(tools)'],
    ['looped over', 'for (const t of tools) console.log(t.function.name)'],
    ['its names listed', 'const names = tools.map(t => t.function.name)'],
    ['kept by name', 'const byName = Object.fromEntries(tools.map(t => [t.function.name, t]))'],
    ['filtered', 'const some = tools.filter(t => names.has(t.function.name))'],
    [
      'given to a function that looks',
      'function show(ts) { for (const t of ts) console.log(t) }\nshow(tools)',
    ],
    ['a loop over something else', `for (const t of others) ${closed('t')}`],
  ])('still known: %s', async (_, program) => {
    expect((await said('typescript', `const tools = ${list}\n${program}`)).slice(0, 2)).toEqual(open)
  })

  test.each([
    ['in a loop', `for (const t of tools) { ${closed('t')} }`],
    [
      'in a loop that takes it apart',
      'for (const { function: { parameters } } of tools) parameters.additionalProperties = false',
    ],
    ['in a loop over entries', `for (const [i, t] of tools.entries()) { ${closed('t')} }`],
    ['by number', `for (let i = 0; i < tools.length; i++) ${closed('tools[i]')}`],
    ['in `forEach`', `tools.forEach(t => { ${closed('t')} })`],
    [
      'in `map`',
      'export default tools.map(t => ({ ...t, function: { ...t.function, parameters: { ...t.function.parameters, additionalProperties: false } } }))',
    ],
    [
      'in `map`, made anew',
      'export default tools.map(({ function: f }) => ({ name: f.name, parameters: f.parameters, strict: true }))',
    ],
    ['in `map` by who says so', 'export default tools.map(toStrictTool)'],
    [
      'by a function of this file',
      `const close = (ts: Tool[]) => { for (const t of ts) ${closed('t')}; return ts }\nsend(close(tools))`,
    ],
    [
      'by a function that calls itself',
      'function walk(s) { for (const v of Object.values(s)) walk(v); s.additionalProperties = false }\ntools.forEach(t => walk(t.function.parameters))',
    ],
    [
      'by `Object.assign`',
      'for (const t of tools) Object.assign(t.function.parameters, { additionalProperties: false })',
    ],
    ['by `Object.assign` of a copy', 'tools.map(t => Object.assign({}, t, { function: close(t.function) }))'],
    ['by `delete`', 'for (const t of tools) delete t.function.parameters'],
    [
      'under another name',
      'const f = tools[0].function, { parameters: p } = f; p.additionalProperties = false; const g = tools[1]!.function; g.parameters = q',
    ],
    [
      'in a copy through JSON',
      `const mine = JSON.parse(JSON.stringify(tools)); ${closed('mine[0]')}; ${closed('mine[1]')}`,
    ],
    ['in a copy', `const mine = structuredClone(tools); mine.forEach(t => { ${closed('t')} })`],
  ])('not known: changed %s', async (_, program) => {
    const found = await said('typescript', `let tools = ${list}\n${program}`)
    expect(found.flatMap(text => text.split(' ').slice(1))).toEqual([])
  })

  test.each([
    ['the flag alone is not', 'for (const t of tools) t.function.strict = false', open],
    ['one of the tools', closed('tools[1]'), [open[0], unknown[1]]],
    ['one is replaced', 'tools[0] = other()', [open[1]]],
    ['some are taken away', 'tools.pop()', []],
    ['made anew by who says so', 'tools = makeStrict(tools)', []],
    ['more are added', 'tools.push(other)', open],
  ])('%s', async (_, program, expected) => {
    expect(await said('typescript', `let tools = ${list}\n${program}`)).toEqual(expected)
  })

  test.each([
    ['given to who changes it', `send({ tools: makeStrict(${list}) })`],
    ['given to a method that does', `this.#toStrictTools(${list})`],
    [
      'returned, and changed by who gets it',
      `function get() { return ${list} }\nfor (const t of get()) t.function = f(t)`,
    ],
    ['mapped where it stands', `export default ${list}.map(t => ({ ...t, ...more }))`],
  ])('not known: %s', async (_, program) => {
    expect((await said('typescript', program)).flatMap(text => text.split(' ').slice(1))).toEqual([])
  })
})
