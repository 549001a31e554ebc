import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  type Codec,
  convert,
  decode,
  encode,
  originalName,
  reportMarkdown,
  reportText,
} from '../src/convert/index.ts'
import { lint } from '../src/index.ts'
import { UsageError } from '../src/usage-error.ts'
import { compile } from './convert-laws.ts'

const folder = 'fixtures/convert'
const fixtures = readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
  entry.isDirectory() ? [entry.name] : [],
)
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'))
const write = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

type Json = { [key: string]: unknown }
const functionOf = (tool: Json | undefined) => tool?.function as Json
const parametersOf = (tool: Json | undefined) => functionOf(tool).parameters as Json

describe.each(fixtures)('%s', name => {
  const path = `${folder}/${name}`
  const { tools, codec, report } = convert(read(`${path}/tools.json`))
  const snapshot = (file: string) => `../${path}/${file}`

  test('becomes what it became', async () => {
    await expect(write(tools)).toMatchFileSnapshot(snapshot('strict.json'))
    await expect(write(codec)).toMatchFileSnapshot(snapshot('codec.json'))
    await expect(reportText(report)).toMatchFileSnapshot(snapshot('report.txt'))
  })

  test('the linter finds no error in a tool that is called strict', () => {
    const strict = tools.filter(tool => functionOf(tool).strict === true)
    expect(lint(strict).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(strict.length).toBe(report.tools.filter(({ outcome }) => outcome !== 'non-strict only').length)
  })

  test('arguments come back as they were', async () => {
    const calls = (read(`${path}/arguments.json`) as { tool: string; arguments: unknown }[]).map(call => {
      const strict = encode(codec, call.tool, call.arguments)
      expect(decode(codec, call.tool, strict)).toEqual(call.arguments)
      const as = report.tools.find(tool => tool.as === call.tool || tool.name === call.tool)?.as
      const tool = tools.find(found => functionOf(found).name === as)
      const validate = compile(parametersOf(tool))
      expect(validate(strict), JSON.stringify(validate.errors)).toBe(true)
      return { tool: call.tool, arguments: call.arguments, strict }
    })
    await expect(write(calls)).toMatchFileSnapshot(snapshot('calls.json'))
  })

  test('the codec is what its schema says', () => {
    expect(isCodec(codec), JSON.stringify(isCodec.errors)).toBe(true)
  })
})

const isCodec = compile(read('schema/codec.schema.json'))

test('every kind of codec node is in a fixture', () => {
  const kinds = Object.keys(read('schema/codec.schema.json').$defs).filter(name => name.endsWith('Node'))
  const text = fixtures.map(name => readFileSync(`${folder}/${name}/codec.json`, 'utf8')).join()
  for (const kind of kinds) expect(text).toContain(`"kind": "${kind.replace('Node', '')}"`)
})

const hasPython = spawnSync('python3', ['--version']).status === 0

test.skipIf(!hasPython)(
  `the program in docs/codec.md decodes the same${hasPython ? '' : ' (skipped: there is no python3)'}`,
  () => {
    const [, program] = /```python\n([\s\S]*?)```/.exec(readFileSync('docs/codec.md', 'utf8'))!
    const cases = fixtures.map(name => ({
      codec: read(`${folder}/${name}/codec.json`),
      calls: read(`${folder}/${name}/calls.json`),
    }))
    const main = `
import sys
for case in json.load(sys.stdin):
    for call in case['calls']:
        found = decode(case['codec'], call['tool'], call['strict'])
        assert found == call['arguments'], (call, found)
    print(len(case['calls']))
`
    const run = spawnSync('python3', ['-c', program + main], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
    })
    expect(run.stderr).toBe('')
    expect(run.stdout.trim().split('\n').map(Number)).toEqual(cases.map(({ calls }) => calls.length))
  },
)

describe('a tool that is ready', () => {
  const parameters = {
    type: 'object',
    properties: { city: { type: ['string', 'null'], description: 'City.' } },
    required: ['city'],
    additionalProperties: false,
  }
  const ready = { type: 'function', function: { name: 'get_time', strict: true, parameters } }

  test('stays as it is, to the last member', () => {
    const { tools, codec, report } = convert([ready])
    expect(write(tools)).toBe(write([ready]))
    expect(codec.tools.get_time).toEqual({})
    expect(report.tools[0]).toMatchObject({ outcome: 'unchanged', changes: [] })
  })

  test('gets the flag where it belongs', () => {
    const { strict: _, ...rest } = ready.function
    const { tools, report } = convert([{ type: 'function', strict: true, function: rest }])
    expect(tools).toEqual([ready])
    expect(report.tools[0]!.changes.map(({ message }) => message)).toEqual([
      '`strict` stands inside `function`, where the server looks for it.',
    ])
  })
})

describe('envelopes', () => {
  const schema = { type: 'object', properties: { q: { type: 'string' } } }
  const strict = {
    type: 'object',
    properties: { q: { type: ['string', 'null'] } },
    required: ['q'],
    additionalProperties: false,
  }
  const spellings = {
    chat: { type: 'function', function: { name: 'find', description: 'Finds.', parameters: schema } },
    responses: { type: 'function', name: 'find', description: 'Finds.', parameters: schema },
    anthropic: { name: 'find', description: 'Finds.', input_schema: schema },
    mcp: { name: 'find', description: 'Finds.', inputSchema: schema, annotations: { title: 'Find' } },
    function: { name: 'find', description: 'Finds.', parameters: schema },
    schema,
  }

  test.each(Object.entries(spellings))('%s becomes a chat tool', (envelope, tool) => {
    const { tools, report } = convert([tool])
    expect(report.tools[0]!.envelope).toBe(envelope)
    expect(tools).toEqual([
      {
        type: 'function',
        function: {
          name: envelope === 'schema' ? 'tool' : 'find',
          ...(envelope !== 'schema' && { description: 'Finds.' }),
          strict: true,
          parameters: strict,
        },
      },
    ])
  })

  test('or stays what it was', () => {
    const converted = Object.values(spellings).map(tool => convert([tool], { envelope: 'same' }).tools[0])
    expect(converted).toEqual([
      {
        type: 'function',
        function: { name: 'find', description: 'Finds.', parameters: strict, strict: true },
      },
      { type: 'function', name: 'find', description: 'Finds.', parameters: strict, strict: true },
      { name: 'find', description: 'Finds.', input_schema: strict },
      { name: 'find', description: 'Finds.', inputSchema: strict, annotations: { title: 'Find' } },
      { name: 'find', description: 'Finds.', parameters: strict },
      strict,
    ])
  })

  test('what has no place in a chat tool is reported', () => {
    const { report } = convert([spellings.mcp])
    expect(report.tools[0]!.changes).toContainEqual({
      kind: 'safe',
      message: '`annotations` has no place in a chat tool, and is left out.',
      keyword: 'annotations',
      from: '/0/annotations',
    })
  })
})

describe('options', () => {
  const tool = {
    name: 'tag',
    parameters: {
      type: 'object',
      properties: { id: { type: 'string' } },
      required: ['id'],
      additionalProperties: true,
    },
  }

  test('an open object is closed, and that is said', () => {
    const { tools, report } = convert([tool])
    expect(Object.keys(parametersOf(tools[0]).properties as Json)).toEqual(['id'])
    expect(report.tools[0]!.changes).toContainEqual(
      expect.objectContaining({ kind: 'narrowed', from: '/0/parameters/additionalProperties' }),
    )
  })

  test('or its other properties are carried', () => {
    const { codec } = convert([tool], { open: 'encode' })
    const given = { id: 'a', colour: 'red', size: [1, 2] }
    const strict = encode(codec, 'tag', given)
    expect(strict).toEqual({
      id: 'a',
      additional: [
        { key: 'colour', value: '"red"' },
        { key: 'size', value: '[1,2]' },
      ],
    })
    expect(decode(codec, 'tag', strict)).toEqual(given)
  })

  test('a schema that grows past the limit is left as it was', () => {
    const parameters = { type: 'object', properties: { a: { type: 'string', description: 'x'.repeat(300) } } }
    const { tools, report } = convert([{ name: 'long', parameters }], { maxSize: 200 })
    expect(functionOf(tools[0])).toEqual({ name: 'long', parameters })
    expect(report.tools[0]).toMatchObject({
      outcome: 'non-strict only',
      changes: [{ kind: 'impossible', from: '/0/parameters' }],
    })
  })

  test('a profile that does not exist is trouble in the usage', () => {
    expect(() => convert([tool], { profile: 'deepsek' })).toThrow(UsageError)
  })
})

describe('what breaks the strict schema is handed on for the validation to find', () => {
  const { codec } = convert(read(`${folder}/maps/tools.json`))

  test.each([
    [
      { image: 3, env: 'x' },
      { image: 3, env: 'x' },
    ],
    [{ env: [{ key: 'a' }] }, { env: [{ key: 'a' }] }],
    [
      { env: [{ key: 'a', value: 1 }], colour: 'red' },
      { env: { a: 1 }, colour: 'red' },
    ],
    [{ metadata: 'not JSON' }, { metadata: 'not JSON' }],
    ['text', 'text'],
    [null, null],
  ])('%j', (strict, expected) => {
    expect(decode(codec, 'run_container', strict)).toEqual(expected)
  })

  test('two items where one has room stay two', () => {
    const lists = convert(read(`${folder}/recursion/tools.json`)).codec
    const end = { value: 'b', next: [] }
    expect(decode(lists, 'save_list', { head: { value: 'a', next: [end, end] } })).toEqual({
      head: {
        value: 'a',
        next: [
          { value: 'b', next: null },
          { value: 'b', next: null },
        ],
      },
    })
  })

  test('of a key that comes twice the last one counts, as in JSON', () => {
    const env = [
      { key: 'a', value: '1' },
      { key: 'a', value: '2' },
    ]
    expect(decode(codec, 'run_container', { env })).toEqual({ env: { a: '2' } })
  })

  test('an entry cannot pass for a declared property', () => {
    const additional = [
      { key: 'id', value: 'b' },
      { key: 'title', value: 'Report' },
    ]
    expect(decode(codec, 'set_fields', { id: 'a', revision: null, additional })).toEqual({
      id: 'a',
      title: 'Report',
    })
    expect(decode(codec, 'set_fields', { additional })).toEqual({ title: 'Report' })
  })

  test('nor for one that is declared, but that no value fits', () => {
    const parameters = {
      type: 'object',
      properties: { a: { type: 'string', enum: [1] } },
      patternProperties: { '^[a-z]$': { type: 'string' } },
    }
    const { codec: letters } = convert([{ name: 'set', parameters }])
    expect(
      decode(letters, 'set', {
        value: [
          { key: 'a', value: 'x' },
          { key: 'b', value: 'y' },
        ],
      }),
    ).toEqual({ b: 'y' })
  })

  test('a tool that nobody knows has no codec', () => {
    expect(decode(codec, 'nobody', { a: 1 })).toEqual({ a: 1 })
    expect(encode(codec, '__proto__', { a: 1 })).toEqual({ a: 1 })
    expect(originalName(codec, 'nobody')).toBe('nobody')
  })
})

describe('names', () => {
  const { codec } = convert(read(`${folder}/names/tools.json`))

  test('lead back to what they were', () => {
    expect(Object.keys(codec.tools).map(name => originalName(codec, name))).toEqual([
      'fs.read',
      'fs/read',
      'fs_read',
      '天气',
      'a'.repeat(70),
    ])
  })

  test('do not depend on the other tools where one was cut', () => {
    const alone = convert([{ name: 'a'.repeat(70), inputSchema: { type: 'object', properties: {} } }])
    expect(Object.keys(alone.codec.tools)[0]).toBe(Object.keys(codec.tools).at(-1))
  })
})

test('the report as Markdown has a table for each tool', () => {
  const { report } = convert(read(`${folder}/optional/tools.json`))
  expect(reportMarkdown(report)).toContain('## get_weather')
  expect(reportMarkdown(report)).toContain('| encoded | It may be left out: `null` stands for that. |')
})

describe('hostile input', () => {
  const nest = (levels: number, wrap: (inner: unknown) => unknown, inner: unknown) => {
    let value = inner
    for (let i = 0; i < levels; i++) value = wrap(value)
    return value
  }
  const outcomeOf = (parameters: unknown) => {
    const { tools, codec, report } = convert([{ type: 'function', function: { name: 'tool', parameters } }])
    return { parameters: parametersOf(tools[0]), codec, ...report.tools[0]! }
  }
  const inProperty = (schema: unknown, rest: Json = {}) => ({
    type: 'object',
    properties: { a: schema },
    ...rest,
  })

  test.each<[string, unknown, string]>([
    [
      'objects in objects',
      nest(100_000, inner => inProperty(inner), { type: 'string' }),
      'more than 200 levels',
    ],
    [
      'unions in unions',
      inProperty(nest(100_000, inner => ({ anyOf: [inner] }), {})),
      'more than 200 levels',
    ],
    ['a deep constant', inProperty({ const: nest(100_000, inner => [inner], 1) }), 'too deep'],
    ['a reference to nothing', inProperty({ $ref: '#/$defs/a' }), 'points at no schema'],
    ['a reference to another document', inProperty({ $ref: 'https://example.com/a' }), 'points at no schema'],
    ['no end', inProperty({ $ref: '#' }, { required: ['a'] }), 'no arguments of finite size'],
    [
      'a long chain of references',
      inProperty(
        { $ref: '#/$defs/0' },
        { $defs: Array.from({ length: 5000 }, (_, i) => ({ $ref: `#/$defs/${i + 1}` })) },
      ),
      'lead on to each other',
    ],
    [
      'branches that multiply',
      inProperty({
        allOf: Array.from({ length: 9 }, () => ({
          anyOf: ['a', 'b', 'c'].map(key => inProperty({ const: key })),
        })),
      }),
      'more than 256 ways',
    ],
    [
      'parts that double at each level',
      inProperty(
        { $ref: '#/$defs/0' },
        {
          $defs: Object.fromEntries(
            Array.from({ length: 40 }, (_, i) => {
              const next = i < 39 ? { $ref: `#/$defs/${i + 1}` } : {}
              return [
                String(i),
                { type: 'object', properties: { l: next, r: { anyOf: [next, { type: 'string' }] } } },
              ]
            }),
          ),
        },
      ),
      'is the limit',
    ],
  ])('%s', (_, parameters, reason) => {
    const result = outcomeOf(parameters)
    expect(result.outcome).toBe('non-strict only')
    expect(result.reason).toContain(reason)
    expect(result.parameters).toBe(parameters)
  })

  test.each<[string, unknown]>([
    [
      'a schema that is its own branch',
      inProperty(
        { $ref: '#/$defs/a' },
        { $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }, { type: 'string' }] } } },
      ),
    ],
    [
      'a schema that merges itself',
      inProperty(
        { $ref: '#/$defs/a' },
        { $defs: { a: { allOf: [{ $ref: '#/$defs/a' }, { type: 'string' }] } } },
      ),
    ],
    [
      'keywords with values they do not take',
      {
        type: 'object',
        properties: {
          a: { type: 5 },
          b: { enum: 'x' },
          c: { anyOf: {} },
          d: { items: 3 },
          e: null,
          f: { required: 'x' },
          g: { pattern: 3 },
        },
      },
    ],
    ['a list of 50,000 values', inProperty({ enum: Array.from({ length: 50_000 }, (_, i) => `value ${i}`) })],
    [
      '5,000 properties',
      {
        type: 'object',
        properties: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`p${i}`, { type: 'string' }])),
      },
    ],
    [
      'strings that are no text',
      { type: 'object', properties: { '\ud800': { enum: ['\udc00', 'a'], description: '\ud800' } } },
    ],
  ])('%s', (_, parameters) => {
    expect(outcomeOf(parameters).outcome).toBe('converted')
  })

  test('an object that a program has tied into a ring', () => {
    const ring: Json = { type: 'object', properties: { name: { type: 'string' } } }
    ;(ring.properties as Json).self = ring
    const { outcome, codec } = outcomeOf(ring)
    expect(outcome).toBe('converted')
    const value = { name: 'a', self: { self: {} } }
    expect(decode(codec, 'tool', encode(codec, 'tool', value))).toEqual(value)
  })

  test('values nested deeper than anybody needs are handed on', () => {
    const { codec } = outcomeOf(inProperty({ $ref: '#' }))
    const value = nest(100_000, inner => ({ a: inner }), {})
    expect(() => decode(codec, 'tool', encode(codec, 'tool', value))).not.toThrow()
    const json = outcomeOf(inProperty({})).codec
    expect(() => decode(json, 'tool', encode(json, 'tool', { a: value }))).not.toThrow()
  })

  test('names that every object inherits', () => {
    const parameters = JSON.parse(
      '{"type":"object","properties":{"__proto__":{"type":"object","additionalProperties":{"type":"string"}},"constructor":{"type":"string"}}}',
    )
    const { codec } = outcomeOf(parameters)
    const value = JSON.parse('{"__proto__":{"__proto__":"x","toString":"y"}}')
    const strict = encode(codec, 'tool', value) as Json
    expect(Object.keys(strict)).toEqual(['__proto__', 'constructor'])
    expect(JSON.stringify(decode(codec, 'tool', JSON.parse(JSON.stringify(strict))))).toBe(
      JSON.stringify(value),
    )
    expect(decode(codec, 'tool', {})).toEqual({})
  })

  test('a codec that somebody else wrote', () => {
    const loop: Codec = {
      version: 1,
      tools: { t: { arguments: { kind: 'ref', name: 'a' }, definitions: { a: { kind: 'ref', name: 'a' } } } },
    }
    expect(decode(loop, 't', { a: 1 })).toEqual({ a: 1 })
    expect(encode(loop, 't', { a: 1 })).toEqual({ a: 1 })
  })
})

test('a listed string that reads like another listed value is one of its own', () => {
  const values = ['json:[]', '[]', []]
  const parameters = { type: 'object', properties: { a: { enum: values } }, required: ['a'] }
  const { tools, codec } = convert({ tools: [{ name: 'tool', parameters }] })
  const isStrict = compile(parametersOf(tools[0]))
  for (const a of values) {
    const encoded = encode(codec, 'tool', { a })
    expect(isStrict(encoded), JSON.stringify(encoded)).toBe(true)
    expect(decode(codec, 'tool', encoded)).toEqual({ a })
  }
})
