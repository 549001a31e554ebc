import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCallValidator } from '../src/calls/index.ts'

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { location: { type: 'string' }, days: { type: 'integer' } },
      required: ['location'],
      additionalProperties: false,
    },
  },
} as const
const plan = {
  type: 'function',
  function: {
    name: 'plan',
    parameters: {
      type: 'object',
      properties: {
        steps: {
          type: 'array',
          items: {
            type: 'object',
            properties: { do: { type: 'string' } },
            required: ['do'],
            additionalProperties: false,
          },
        },
      },
      required: ['steps'],
      additionalProperties: false,
    },
  },
} as const
const validator = createCallValidator([weather, plan])

const paris = { location: 'Paris' }
const text = JSON.stringify(paris)
const call = { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: text } }

describe('the shapes of an answer', () => {
  test.each<[string, unknown, string, string]>([
    [
      'a chat completion',
      {
        choices: [
          {
            index: 0,
            message: { role: 'assistant', content: null, tool_calls: [call] },
            finish_reason: 'tool_calls',
          },
        ],
      },
      '/choices/0/message/tool_calls/0',
      '/function/arguments',
    ],
    [
      'a message',
      { role: 'assistant', content: '', tool_calls: [call] },
      '/tool_calls/0',
      '/function/arguments',
    ],
    [
      'a transcript',
      [
        { role: 'user', content: 'Weather in Paris?' },
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: 'sunny' },
      ],
      '/1/tool_calls/0',
      '/function/arguments',
    ],
    [
      'a request with its transcript',
      { model: 'm', messages: [{ role: 'assistant', tool_calls: [call] }] },
      '/messages/0/tool_calls/0',
      '/function/arguments',
    ],
    ['one call', call, '', '/function/arguments'],
    ['a list of calls', [call], '/0', '/function/arguments'],
    [
      'a legacy function call',
      {
        choices: [
          {
            message: {
              role: 'assistant',
              content: null,
              function_call: { name: 'get_weather', arguments: text },
            },
          },
        ],
      },
      '/choices/0/message/function_call',
      '/arguments',
    ],
    [
      'an answer of the Responses API',
      {
        object: 'response',
        output: [
          { type: 'reasoning', content: [] },
          { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: text },
        ],
      },
      '/output/1',
      '/arguments',
    ],
    [
      "Anthropic's message",
      {
        type: 'message',
        role: 'assistant',
        content: [
          { type: 'text', text: 'Let me look.' },
          { type: 'tool_use', id: 'call_1', name: 'get_weather', input: paris },
        ],
        stop_reason: 'tool_use',
      },
      '/content/1',
      '/input',
    ],
    [
      'an MCP request',
      { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'get_weather', arguments: paris } },
      '',
      '/params/arguments',
    ],
    ['a row', { id: 'row-1', name: 'get_weather', arguments: paris }, '', '/arguments'],
    [
      "Cohere's and Ollama's message",
      {
        message: { role: 'assistant', tool_calls: [{ function: { name: 'get_weather', arguments: paris } }] },
      },
      '/message/tool_calls/0',
      '/function/arguments',
    ],
    [
      'a recorded pair',
      { request: { tools: [weather] }, response: { choices: [{ message: { tool_calls: [call] } }] } },
      '/response/choices/0/message/tool_calls/0',
      '/function/arguments',
    ],
    [
      'the text of an answer',
      JSON.stringify({ choices: [{ message: { tool_calls: [call] } }] }),
      '/choices/0/message/tool_calls/0',
      '/function/arguments',
    ],
  ])('%s', (_, answer, pointer, inside) => {
    const { ok, calls, diagnostics } = validator.validateResponse(answer)
    expect({ ok, diagnostics }).toEqual({ ok: true, diagnostics: [] })
    expect(calls).toMatchObject([
      { tool: 'get_weather', arguments: paris, pointer, argumentsPointer: pointer + inside },
    ])
  })

  test('several choices with several calls each', () => {
    const choice = {
      message: {
        tool_calls: [call, { ...call, id: 'call_2', function: { name: 'plan', arguments: '{"steps": []}' } }],
      },
    }
    const { calls } = validator.validateResponse({ choices: [choice, choice] })
    expect(calls.map(({ id, pointer }) => [id, pointer])).toEqual([
      ['call_1', '/choices/0/message/tool_calls/0'],
      ['call_2', '/choices/0/message/tool_calls/1'],
      ['call_1', '/choices/1/message/tool_calls/0'],
      ['call_2', '/choices/1/message/tool_calls/1'],
    ])
  })

  test("a recorded pair is judged with the request's own tools", () => {
    const tool = { type: 'function', function: { name: 'other', parameters: { type: 'object' } } }
    const pair = (tools: unknown) => ({
      request: { tools },
      response: { choices: [{ message: { tool_calls: [call] } }] },
    })
    expect(validator.validateResponse(pair([tool])).calls).toMatchObject([
      { diagnostics: [{ ruleId: 'call/unknown-tool' }] },
    ])
    expect(validator.validateResponse(pair(undefined)).ok).toBe(true)
  })

  test('an MCP request may leave out the arguments, a chat call may not', () => {
    const time = createCallValidator([{ name: 'get_time', inputSchema: { type: 'object', properties: {} } }])
    expect(time.validate({ method: 'tools/call', params: { name: 'get_time' } })).toMatchObject({
      ok: true,
      arguments: {},
    })
    expect(time.validate({ function: { name: 'get_time' } })).toMatchObject({
      diagnostics: [{ ruleId: 'call/missing-arguments' }],
    })
  })

  test.each([
    [
      'chat',
      {
        choices: [
          {
            finish_reason: 'length',
            message: { tool_calls: [{ function: { name: 'get_weather', arguments: '{"loc' } }] },
          },
        ],
      },
    ],
    [
      'responses',
      {
        incomplete_details: { reason: 'max_output_tokens' },
        output: [{ type: 'function_call', name: 'get_weather', arguments: '{"loc' }],
      },
    ],
  ])('%s: a call is cut off because the answer was', (_, answer) => {
    expect(validator.validateResponse(answer).calls[0]!.diagnostics[0]!.message).toContain(
      'ran into its length limit',
    )
  })

  test.each([
    ['DeepSeek', '<｜DSML｜function_calls>\n<｜DSML｜invoke name="get_weather">'],
    ['DeepSeek, older', '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>get_weather'],
    ['Qwen and Hermes', 'Sure.\n<tool_call>\n{"name": "get_weather", "arguments": {}}\n</tool_call>'],
    ['Llama', '<function=get_weather>{"location": "Paris"}</function>'],
    ['Mistral', '[TOOL_CALLS][{"name": "get_weather"}]'],
    ['Kimi', '<|tool_calls_section_begin|><|tool_call_begin|>functions.get_weather:0'],
  ])('markup of %s in the content', (_, content) => {
    const { ok, calls, diagnostics } = validator.validateResponse({ role: 'assistant', content })
    expect(ok).toBe(false)
    expect(calls).toEqual([])
    expect(diagnostics).toMatchObject([
      { ruleId: 'call/leaked-markup', pointer: '/content', tool: 'get_weather' },
    ])
  })

  test('markup in a question, or beside a call, is no leak', () => {
    const content = 'What does <tool_call> mean?'
    expect(validator.validateResponse([{ role: 'user', content }]).ok).toBe(true)
    expect(validator.validateResponse({ role: 'assistant', content, tool_calls: [call] }).ok).toBe(true)
  })
})

/** The chunks of a streamed chat completion with two calls in two choices. */
const chunks = [
  chunk(0, { role: 'assistant', content: '' }),
  chunk(0, {
    tool_calls: [
      { index: 0, id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '' } },
    ],
  }),
  chunk(1, {
    role: 'assistant',
    tool_calls: [{ index: 0, id: 'call_3', type: 'function', function: { name: 'plan', arguments: '' } }],
  }),
  chunk(0, { tool_calls: [{ index: 0, function: { arguments: '{"loca' } }] }),
  chunk(1, { tool_calls: [{ index: 0, function: { arguments: '{"steps":' } }] }),
  chunk(0, {
    tool_calls: [{ index: 1, id: 'call_2', type: 'function', function: { name: 'plan', arguments: '' } }],
  }),
  chunk(0, { tool_calls: [{ index: 0, function: { arguments: 'tion": "Pa' } }] }),
  chunk(0, { tool_calls: [{ index: 1, function: { arguments: '{"steps": [{"do": "lö' } }] }),
  chunk(0, { tool_calls: [{ index: 0, function: { arguments: 'ris"}' } }] }),
  chunk(1, { tool_calls: [{ index: 0, function: { arguments: '[]}' } }] }),
  chunk(0, { tool_calls: [{ index: 1, function: { arguments: 'ok"}]}' } }] }),
  chunk(0, {}, 'tool_calls'),
  chunk(1, {}, 'tool_calls'),
]

function chunk(index: number, delta: object, finish_reason: string | null = null) {
  return { id: 'chatcmpl-1', object: 'chat.completion.chunk', choices: [{ index, delta, finish_reason }] }
}

const streamed = [
  ['call_1', paris],
  ['call_2', { steps: [{ do: 'löok' }] }],
  ['call_3', { steps: [] }],
]

function eventStream(events: unknown[], lineEnd: string): string {
  const lines = events.flatMap(event => [': keep-alive', `data: ${JSON.stringify(event)}`, ''])
  return [...lines, 'data: [DONE]', '', ''].join(lineEnd)
}

/** Cuts a text into pieces at these places. */
function pieces(whole: string, cuts: number[]): string[] {
  const places = [0, ...cuts.map(cut => cut % (whole.length + 1)).sort((a, b) => a - b), whole.length]
  return places.slice(1).map((end, i) => whole.slice(places[i], end))
}

describe('streams', () => {
  test.each(['\n', '\r\n', '\r'])('event streams, put together again in order (line end %j)', lineEnd => {
    const { calls } = validator.validateResponse(eventStream(chunks, lineEnd))
    expect(calls.map(result => [result.id, result.ok && result.arguments])).toEqual(streamed)
  })

  test('lines of chunks without `data:`', () => {
    const { calls } = validator.validateResponse(chunks.map(event => JSON.stringify(event)).join('\n'))
    expect(calls.map(result => [result.id, result.ok && result.arguments])).toEqual(streamed)
  })

  test('fed in pieces that are cut anywhere, it comes to the same', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { maxLength: 20 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        (cuts, lineEnd) => {
          const stream = validator.stream()
          for (const piece of pieces(eventStream(chunks, lineEnd), cuts))
            expect(stream.feed(piece)).toEqual([])
          const { ok, calls } = stream.end()
          expect(ok).toBe(true)
          expect(calls.map(result => [result.id, result.ok && result.arguments])).toEqual(streamed)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('an event in two lines of data, cut within a line end', () => {
    const stream = validator.stream()
    const event = JSON.stringify({ choices: [{ delta: { tool_calls: [{ index: 0, ...call }] } }] }, null, 1)
    const lines = event.split('\n').map(line => `data: ${line}`)
    for (const piece of `${lines.join('\r\n')}\r\n\r\n`.split('')) stream.feed(piece)
    expect(stream.end().calls).toMatchObject([{ ok: true, arguments: paris }])
  })

  test('the Responses API', () => {
    const item = { type: 'function_call', call_id: 'call_1', name: 'get_weather', arguments: '' }
    const { calls } = validator.validateResponse(
      eventStream(
        [
          { type: 'response.created', response: { output: [] } },
          { type: 'response.output_item.added', output_index: 0, item },
          { type: 'response.function_call_arguments.delta', output_index: 0, delta: '{"location": ' },
          { type: 'response.function_call_arguments.delta', output_index: 0, delta: '"Paris"}' },
          {
            type: 'response.function_call_arguments.done',
            output_index: 0,
            arguments: '{"location": "Paris"}',
          },
          {
            type: 'response.output_item.done',
            output_index: 0,
            item: { ...item, arguments: '{"location": "Paris"}' },
          },
        ],
        '\n',
      ),
    )
    expect(calls).toMatchObject([{ ok: true, id: 'call_1', arguments: paris, pointer: '/output/0' }])
  })

  test("Anthropic's messages", () => {
    const { calls } = validator.validateResponse(
      eventStream(
        [
          { type: 'message_start', message: { role: 'assistant', content: [] } },
          { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
          { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Let me look.' } },
          {
            type: 'content_block_start',
            index: 1,
            content_block: { type: 'tool_use', id: 'call_1', name: 'get_weather', input: {} },
          },
          {
            type: 'content_block_delta',
            index: 1,
            delta: { type: 'input_json_delta', partial_json: '{"location"' },
          },
          {
            type: 'content_block_delta',
            index: 1,
            delta: { type: 'input_json_delta', partial_json: ': "Paris"}' },
          },
          { type: 'message_delta', delta: { stop_reason: 'tool_use' } },
        ],
        '\n',
      ),
    )
    expect(calls).toMatchObject([{ ok: true, id: 'call_1', arguments: paris, pointer: '/content/1' }])
  })

  test('a legacy function call', () => {
    const { calls } = validator.validateResponse(
      eventStream(
        [
          chunk(0, { role: 'assistant', function_call: { name: 'get_weather', arguments: '' } }),
          chunk(0, { function_call: { arguments: '{"location":' } }),
          chunk(0, { function_call: { arguments: '"Paris"}' } }),
        ],
        '\n',
      ),
    )
    expect(calls).toMatchObject([{ ok: true, arguments: paris, pointer: '/choices/0/message/function_call' }])
  })

  test.each([
    ['without an index, told apart by their ids', undefined],
    ['all with index 0, told apart by their ids', 0],
  ])('calls %s', (_, index) => {
    const { calls } = validator.validateResponse(
      eventStream(
        ['a', 'b'].flatMap(id => [
          chunk(0, { tool_calls: [{ index, id, function: { name: 'get_weather', arguments: '' } }] }),
          chunk(0, { tool_calls: [{ index, function: { arguments: text } }] }),
        ]),
        '\n',
      ),
    )
    expect(calls.map(({ id, ok }) => [id, ok])).toEqual([
      ['a', true],
      ['b', true],
    ])
  })
})

/** Feeds a call in pieces, and tells after which of them it was known to be hopeless, and why. */
function hopeless(name: string, argumentPieces: string[], options = {}) {
  const stream = createCallValidator([weather, plan], options).stream()
  const found = stream.feed(
    chunk(0, { tool_calls: [{ index: 0, id: 'c', function: { name, arguments: '' } }] }),
  )
  if (found.length > 0) return [0, found[0]!.diagnostics[0]!.message]
  for (const [i, piece] of argumentPieces.entries()) {
    const found = stream.feed({ tool_calls: [{ index: 0, function: { arguments: piece } }] })
    if (found.length > 0) return [i + 1, found[0]!.diagnostics[0]!.message]
  }
  expect(stream.feed({ tool_calls: [{ index: 0, function: { arguments: '' } }] })).toEqual([])
  return ['not before the end', stream.end().ok]
}

describe('hopeless calls are known before the stream ends', () => {
  test.each<[string, string, string[], unknown[]]>([
    [
      'an unknown tool',
      'get_wether',
      ['{'],
      [0, 'There is no tool `get_wether`; did you mean `get_weather`?'],
    ],
    ['a name that may still grow', 'get_wea', ['{', '}'], [1, 'There is no tool `get_wea`.']],
    [
      'a wrong key',
      'get_weather',
      ['{"locat', 'on": "P', 'aris"}'],
      [2, '`locaton` is not a known property; did you mean `location`?'],
    ],
    [
      'a wrong key deep inside',
      'plan',
      ['{"steps": [{"do": "a"}, {"d', 'one"', ': 1}]}'],
      [3, '`done` is not a known property.'],
    ],
    ['no JSON', 'get_weather', ['{"location": Par', 'is}', '}'], [1, 'The value `Par` has no quotes.']],
    [
      'an escape is no key',
      'get_weather',
      ['{"loc\\u0061tion": "\\"x\\": 1"}'],
      ['not before the end', true],
    ],
    [
      'a value that is only found wrong at the end',
      'get_weather',
      ['{"location": 5}'],
      ['not before the end', false],
    ],
    [
      'a key without its closing quote',
      'plan',
      ['{"steps: [', '"A', '", "B"]}'],
      [2, 'The key `steps` has no closing quote.'],
    ],
    [
      'a number cut in two',
      'get_weather',
      ['{"location": "x", "days": 1', '2}'],
      ['not before the end', true],
    ],
  ])('%s', (_, name, argumentPieces, expected) => {
    expect(hopeless(name, argumentPieces)).toEqual(expected)
  })

  test('what can be repaired is not hopeless when repairs are asked for', () => {
    const argumentPieces = ['{"location": Paris', '}']
    expect(hopeless('get_weather', argumentPieces)).toEqual([1, 'The value `Paris` has no quotes.'])
    expect(hopeless('get_weather', argumentPieces, { repair: true })).toEqual(['not before the end', true])
  })

  test('a call that becomes valid is never called hopeless, however it is cut', () => {
    const whole = JSON.stringify({ steps: [{ do: 'a "b" \\ {[é😀' }, { do: '' }] }, null, 1)
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), cuts => {
        expect(hopeless('plan', pieces(whole, cuts))).toEqual(['not before the end', true])
      }),
      { numRuns: 200 },
    )
  })

  test('what is called hopeless is invalid in the end', () => {
    let known = 0
    const damage = fc.constantFrom('"', ',', ':', '{', ']', 'x', '\\', '\n', '1', '')
    fc.assert(
      fc.property(fc.nat(), fc.nat(3), damage, (at, length, put) => {
        const whole = JSON.stringify({ steps: [{ do: 'look' }, { do: 'leap' }] })
        const start = at % whole.length
        const damaged = whole.slice(0, start) + put + whole.slice(start + length)
        const stream = validator.stream()
        const early = stream.feed(
          chunk(0, { tool_calls: [{ index: 0, id: 'c', function: { name: 'plan', arguments: damaged } }] }),
        )
        const [last] = stream.end().calls
        if (early.length > 0) expect(last!.ok).toBe(false)
        known += early.length
      }),
      { numRuns: 500 },
    )
    expect(known).toBeGreaterThan(100)
  })

  test('a long argument in many pieces takes linear time', () => {
    const stream = validator.stream()
    stream.feed(
      chunk(0, {
        tool_calls: [{ index: 0, id: 'c', function: { name: 'get_weather', arguments: '{"location": "' } }],
      }),
    )
    const started = performance.now()
    for (let i = 0; i < 100_000; i++)
      stream.feed({ tool_calls: [{ index: 0, function: { arguments: 'some text ' } }] })
    stream.feed({ tool_calls: [{ index: 0, function: { arguments: '"}' } }] })
    expect(stream.end().ok).toBe(true)
    expect(performance.now() - started).toBeLessThan(4000)
  })
})
