import { describe, expect, test } from 'vitest'
import { lintText } from '../src/index.ts'

/** The names of the tools in a program; `unnamed` for those without one. */
async function toolsIn(format: 'python' | 'typescript', program: string): Promise<string[]> {
  const { tools } = await lintText(program, { format })
  return tools.map(({ name }) => name ?? 'unnamed')
}

describe('what looks like a tool and is none', () => {
  test.each([
    ['a story', `export const Primary: Story = { name: 'Primary', parameters: { layout: 'centered' } }`],
    ['a story with nothing set', `export const Plain = { name: 'Plain', args: {}, parameters: {} }`],
    [
      'an error',
      `const expected = { statusCode: 404, name: 'NotFound', message: 'No user', parameters: {} }`,
    ],
    ['a model', `const model = { id: 'm', name: 'm', parameters: {}, multimodal: false }`],
    ['a metric', `config.metrics.push({ name: 'idle_ratio', role: 'required', parameters: {} })`],
    ['an event that is logged', `analytics.logEvent({ name: 'screen_view', parameters: null })`],
    [
      'a parameter with a type',
      `const query = { name: 'get-user', sql: 'SELECT 1', parameters: { type: 'string' } }`,
    ],
    [
      'the functions of a contract',
      `const abi = [{ type: 'function', name: 'transfer', inputs: [{ name: 'to', type: 'address' }] }]`,
    ],
    [
      'two names of such',
      `const mocked = [{ type: 'function', name: 'transfer' }, { type: 'function', name: 'balanceOf' }]`,
    ],
    [
      'a documented function',
      `const doc = { type: 'function', name: 'add', parameters: [{ name: 'a', type: 'number' }] }`,
    ],
    ['a frame of a stack', `const frame = { function: { name: 'main' }, line: 3 }`],
    [
      'what makes tools of something',
      `const make = t => ({ type: 'function', function: { name: t.name, parameters: t.schema } })`,
    ],
    ['a codec of tools', `const Tool = Struct({ name: String, inputSchema: Json })`],
    [
      'a tool of a library that names it elsewhere',
      `const weather = tool({ inputSchema: { type: 'object', properties: {} } })`,
    ],
    ['a choice of tools', `const choice = { type: 'function', name: 'lookup' }`],
  ])('%s', async (_, program) => {
    expect(await toolsIn('typescript', program)).toEqual([])
  })
})

describe('what is a tool', () => {
  test.each([
    ['one with an object schema', `register({ name: 'a', parameters: { type: 'object' } })`],
    ['one with properties', `register({ name: 'a', parameters: { properties: { city: CITY } } })`],
    ['one that takes nothing, described', `register({ name: 'a', description: text(), parameters: {} })`],
    ['one that takes nothing, in a list of tools', `const tools: Tool[] = [{ name: 'a', parameters: {} }]`],
    ['one that takes nothing, in what is sent', `send({ tools: [{ type: 'function', name: 'a' }] })`],
    ['one in an argument called tools', `agent.registerTools([{ name: 'a', parameters: {} }])`],
    ['one whose schema is not known', `f({ type: 'function', function: { name: 'a', parameters: SCHEMA } })`],
    ['one of MCP', `server.add({ name: 'a', inputSchema: {} })`],
  ])('%s', async (_, program) => {
    expect(await toolsIn('typescript', program)).toEqual(['a'])
  })

  test('in Python', async () => {
    const parameters = '"parameters": {}'
    expect(await toolsIn('python', `FUNCTIONS = [{"name": "a", ${parameters}}]`)).toEqual(['a'])
    expect(await toolsIn('python', `ask(tools=[{"name": "a", ${parameters}}])`)).toEqual(['a'])
    expect(await toolsIn('python', `metrics = [{"name": "a", ${parameters}}]`)).toEqual([])
  })
})

test('nothing is said of the name that a library takes from the function', async () => {
  const program = `function place() {}
const run = client.runTools({ model: 'm', messages: [], tools: [
  { type: 'function', function: { function: place, parameters: { type: 'object', properties: {} } } },
  { type: 'function', function: { async function() {}, parameters: { type: 'object', properties: {} } } },
] })`
  const { tools, diagnostics } = await lintText(program, { format: 'typescript' })
  const rules = new Set(diagnostics.map(({ ruleId }) => ruleId))
  expect(tools).toHaveLength(2)
  expect(rules).toContain('no-empty-objects')
  expect(rules).not.toContain('valid-tool-names')
})
