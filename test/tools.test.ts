import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lint } from '../src/index.ts'
import { findTools } from '../src/tools.ts'

const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }
const definition = { name: 'get_weather', description: 'Weather of a city.', parameters }
const chat = { type: 'function', function: definition }
const responses = { type: 'function', ...definition }
const anthropic = { name: 'get_weather', input_schema: parameters }
const mcp = { name: 'get_weather', description: 'Weather of a city.', inputSchema: parameters }

/** `envelope name pointer schema-pointer` of every tool that is found. */
function found(value: unknown): string[] {
  return findTools(value).toolsets.flatMap(({ tools }) =>
    tools.map(
      ({ envelope, name, pointer, schemaPointer }) => `${envelope} ${name} ${pointer} ${schemaPointer}`,
    ),
  )
}

const shapes: [string, unknown, string[]][] = [
  ['a chat tools array', [chat], ['chat get_weather /0 /0/function/parameters']],
  [
    'a request body',
    { model: 'm', messages: [], tools: [chat] },
    ['chat get_weather /tools/0 /tools/0/function/parameters'],
  ],
  [
    'legacy functions',
    { messages: [], functions: [definition], function_call: 'auto' },
    ['function get_weather /functions/0 /functions/0/parameters'],
  ],
  [
    'legacy functions without parameters',
    { model: 'm', functions: [{ name: 'now', parameters: {} }] },
    ['function now /functions/0 /functions/0/parameters'],
  ],
  ['one tool', chat, ['chat get_weather  /function/parameters']],
  ['one tool without its type', { function: definition }, ['chat get_weather  /function/parameters']],
  ['one function', definition, ['function get_weather  /parameters']],
  [
    'Responses API tools',
    { input: 'hi', tools: [responses] },
    ['responses get_weather /tools/0 /tools/0/parameters'],
  ],
  ['an Anthropic tool', anthropic, ['anthropic get_weather  /input_schema']],
  [
    'an MCP tools/list result',
    { tools: [mcp], nextCursor: 'x' },
    ['mcp get_weather /tools/0 /tools/0/inputSchema'],
  ],
  [
    'the same as a JSON-RPC response',
    { jsonrpc: '2.0', id: 1, result: { tools: [mcp] } },
    ['mcp get_weather /result/tools/0 /result/tools/0/inputSchema'],
  ],
  ['an array of MCP tools', [mcp], ['mcp get_weather /0 /0/inputSchema']],
  ['a bare schema', parameters, ['schema undefined  ']],
  [
    'an array of bare schemas',
    [parameters, { ...parameters }],
    ['schema undefined /0 /0', 'schema undefined /1 /1'],
  ],
  [
    'several of these in an array',
    [chat, { tools: [mcp] }, parameters],
    [
      'chat get_weather /0 /0/function/parameters',
      'mcp get_weather /1/tools/0 /1/tools/0/inputSchema',
      'schema undefined /2 /2',
    ],
  ],
  [
    'tools beside those a provider runs itself',
    { model: 'm', tools: [{ type: 'web_search' }, chat] },
    ['chat get_weather /tools/1 /tools/1/function/parameters'],
  ],
  ['a row of a data set', { id: 7, schema: parameters }, ['schema undefined /schema /schema']],
  [
    'a recorded exchange, whose answer repeats the tools',
    { request: { tools: [responses] }, response: { tools: [responses] } },
    ['responses get_weather /request/tools/0 /request/tools/0/parameters'],
  ],
  [
    'a tool whose parameters are left out',
    { model: 'm', tools: [{ type: 'function', function: { name: 'now' } }] },
    ['chat now /tools/0 /tools/0/function/parameters'],
  ],
  [
    'a function declaration further down',
    { config: { functionDeclarations: [definition] } },
    ['function get_weather /config/functionDeclarations/0 /config/functionDeclarations/0/parameters'],
  ],
]

const others: [string, unknown][] = [
  [
    'package.json',
    {
      name: 'shop',
      version: '1.0.0',
      type: 'module',
      scripts: { test: 'vitest' },
      config: { parameters: [] },
    },
  ],
  [
    'tsconfig.json',
    { $schema: 'https://json.schemastore.org/tsconfig', compilerOptions: { types: ['node'] }, files: [] },
  ],
  [
    'a workflow',
    {
      name: 'ci',
      on: ['push'],
      jobs: { test: { steps: [{ name: 'x', uses: 'a@v1', with: { parameters: '1' } }] } },
    },
  ],
  [
    'a template with parameters of its own',
    { name: 'vm', parameters: { size: { type: 'string', defaultValue: 'small' } } },
  ],
  [
    'an OpenAPI operation',
    {
      paths: {
        '/pets': {
          get: {
            operationId: 'list',
            parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer' } }],
          },
        },
      },
    },
  ],
  [
    'GeoJSON',
    { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { name: 'x' }, geometry: null }] },
  ],
  ['chat messages', { messages: [{ role: 'user', content: 'function' }] }],
  ['scalars', [1, 'tools', null, true]],
  ['nothing', {}],
]

describe('tools are found by their shape', () => {
  test.each(shapes)('%s', (_, value, expected) => {
    expect(found(value)).toEqual(expected)
  })

  test.each(others)('%s holds none', (_, value) => {
    expect(findTools(value)).toEqual({ toolsets: [], ambiguous: [] })
  })
})

test('what could be two kinds of tool is said to be so', () => {
  const both = { name: 'get_weather', parameters, inputSchema: parameters }
  expect(findTools([chat, both]).ambiguous).toEqual([
    { pointer: '/1', members: ['parameters', 'inputSchema'] },
  ])
  expect(lint({ tools: [both] }).diagnostics.map(({ ruleId, pointer }) => `${ruleId} ${pointer}`)).toEqual([
    'ambiguous-tool /tools/0',
  ])
})

test('rules about the chat envelope say nothing of other envelopes', () => {
  for (const value of [anthropic, mcp, definition, parameters, responses]) {
    expect(lint(value).diagnostics.map(({ ruleId }) => ruleId)).toEqual(['require-closed-objects'])
  }
})

test('a request is judged as a whole', () => {
  const request = {
    base_url: 'https://api.deepseek.com',
    model: 'deepseek-v4-pro',
    messages: [],
    tools: [
      {
        type: 'function',
        function: { ...definition, strict: true, parameters: { ...parameters, additionalProperties: false } },
      },
    ],
    tool_choice: { type: 'function', function: { name: 'get_weather' } },
    response_format: { type: 'json_schema' },
  }
  const say = (value: unknown) =>
    lint(value)
      .diagnostics.map(({ ruleId, pointer }) => `${ruleId} ${pointer}`)
      .sort()
  expect(say(request)).toEqual([
    'no-json-schema-response-format /response_format',
    'require-beta-endpoint /base_url',
    'valid-tool-choice /tool_choice',
  ])
  expect(
    say({
      ...request,
      base_url: 'https://api.deepseek.com/beta',
      thinking: { type: 'disabled' },
      response_format: undefined,
    }),
  ).toEqual([])
  expect(
    say({
      ...request,
      base_url: 'https://api.openai.com/v1',
      tool_choice: 'auto',
      response_format: undefined,
    }),
  ).toEqual([])
})

test('whatever the value, the search ends, and its places are true', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), value => {
      expect(() => findTools(value)).not.toThrow()
    }),
  )
  const ring: Record<string, unknown> = { tools: [] }
  ring.self = [ring, { ring }]
  expect(findTools(ring).toolsets).toEqual([])
})
