import { describe, expect, test } from 'vitest'
import { type CallOptions, createCallValidator } from '../src/calls/index.ts'

function judge(parameters: unknown, text: unknown, options: CallOptions = {}) {
  const tools: unknown = [{ type: 'function', function: { name: 'act', parameters } }]
  return createCallValidator(tools, options).validate({ function: { name: 'act', arguments: text } })
}

function millisecondsOf(run: () => unknown): number {
  const started = performance.now()
  run()
  return performance.now() - started
}

const depth = 100_000
const deepArray = '['.repeat(depth) + ']'.repeat(depth)
const tree = {
  type: 'object',
  properties: { a: { $ref: '#/$defs/tree' } },
  $defs: { tree: { type: 'array', items: { $ref: '#/$defs/tree' } } },
}

describe('arguments that mean harm', () => {
  test('100,000 nested arrays: valid where anything may stand', () => {
    expect(judge({ type: 'object' }, `{"a": ${deepArray}}`).ok).toBe(true)
  })

  test('100,000 nested arrays against a schema that follows them', () => {
    const { ok, diagnostics } = judge(tree, `{"a": ${deepArray}}`)
    expect(ok).toBe(false)
    expect(diagnostics).toMatchObject([
      {
        ruleId: 'call/invalid-arguments',
        keyword: 'depth',
        message: expect.stringContaining('nest too deep'),
      },
    ])
  })

  test.each([
    ['unclosed', `{"a": ${'['.repeat(depth)}`],
    ['unclosed objects', '{"a":'.repeat(depth)],
    ['closed too often', `{"a": 1}${'}'.repeat(depth)}`],
    ['wrapped', `${'{"arguments":'.repeat(depth)}1${'}'.repeat(depth)}`],
    ['comments', `{${'/**/'.repeat(depth)}}`],
    ['control characters', `{"a": "${'\n'.repeat(depth)}"}`],
    ['trailing commas', `{"a": [${'[1,],'.repeat(depth)}]}`],
    ['unquoted words', `{"a": [${'a,'.repeat(depth)}1]}`],
    ['quotes', `{"a": ${'"'.repeat(depth)}}`],
    ['repeated keys', `{${'"a": 1,'.repeat(depth)}"a": 1}`],
    ['repeated keys, deep', `${'{"a":1,"a":'.repeat(depth)}1${'}'.repeat(depth)}`],
    [
      'strings of JSON in strings',
      JSON.stringify({ a: JSON.stringify(JSON.stringify(JSON.stringify([[]]))) }),
    ],
    ['backslashes', `{"a": "${'\\'.repeat(depth + 1)}`],
    [
      'unknown keys',
      JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key${i}`, i]))),
    ],
  ])('%s: an answer, in time, and feedback of a decent length', (_, text) => {
    const schema = {
      type: 'object',
      properties: { a: { type: 'array' } },
      required: ['a'],
      additionalProperties: false,
    }
    for (const repair of [false, true, 'unsafe'] as const) {
      let result: ReturnType<typeof judge> | undefined
      expect(millisecondsOf(() => (result = judge(schema, text, { repair })))).toBeLessThan(3000)
      expect(result!.diagnostics.length).toBeLessThanOrEqual(51)
      if (!result!.ok) expect(result!.feedback.length).toBeLessThanOrEqual(2000)
    }
  })

  test('50 MB of arguments, valid and broken at the end', { timeout: 60_000 }, () => {
    const schema = {
      type: 'object',
      properties: { rows: { type: 'array', items: { $ref: '#/$defs/row' } } },
      $defs: {
        row: {
          type: 'object',
          properties: { id: { type: 'integer' }, name: { type: 'string' } },
          required: ['id', 'name'],
          additionalProperties: false,
        },
      },
    }
    const row = '{"id": 12345, "name": "somebody with a name"},'
    const rows = row.repeat(Math.ceil(50e6 / row.length))
    expect(judge(schema, `{"rows": [${rows.slice(0, -1)}]}`).ok).toBe(true)
    const broken = judge(schema, `{"rows": [${rows}{"id": Tense}]}`)
    expect(broken.diagnostics).toMatchObject([{ messageId: 'unquoted-value' }])
  })

  test('500,000 wrong items are not collected one by one', () => {
    const schema = {
      type: 'object',
      properties: { rows: { type: 'array', items: { $ref: '#/$defs/n' } } },
      $defs: { n: { type: 'integer' } },
    }
    const text = `{"rows": [${'"x",'.repeat(499_999)}"x"]}`
    expect(millisecondsOf(() => judge(schema, text))).toBeLessThan(3000)
  })

  test('`uniqueItems` takes no quadratic time', () => {
    const schema = { type: 'object', properties: { rows: { type: 'array', uniqueItems: true } } }
    const text = JSON.stringify({ rows: Array.from({ length: 100_000 }, (_, i) => ({ i })) })
    expect(millisecondsOf(() => expect(judge(schema, text).ok).toBe(true))).toBeLessThan(3000)
  })

  test('`__proto__` in arguments pollutes nothing', () => {
    const text = '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'
    const result = judge({ type: 'object' }, text, { repair: 'unsafe' })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect(result.ok && JSON.stringify(result.arguments)).toBe(JSON.stringify(JSON.parse(text)))
    const wrapped = judge(
      { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
      '{"arguments": {"a": "1", "__proto__": {"polluted": true}}}',
      { repair: true },
    )
    expect(wrapped).toMatchObject({ ok: true, repaired: true })
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
    expect(wrapped.ok && Object.keys(wrapped.arguments as object)).toEqual(['a', '__proto__'])
  })

  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    'a required `%s` is required',
    name => {
      const schema = JSON.parse(
        `{"type": "object", "properties": {"${name}": {"type": "integer"}}, "required": ["${name}"], "additionalProperties": false}`,
      )
      expect(judge(schema, `{"${name}": 1}`).ok).toBe(true)
      expect(judge(schema, '{}').diagnostics).toMatchObject([{ keyword: 'required', property: name }])
      expect(judge(schema, `{"${name}": "x"}`).diagnostics).toMatchObject([{ keyword: 'type' }])
    },
  )

  test('a tool may be called `__proto__`', () => {
    const validator = createCallValidator([{ name: '__proto__', parameters: { type: 'object' } }] as unknown)
    expect(validator.validate({ name: '__proto__', arguments: '{}' }).ok).toBe(true)
    expect(validator.validate({ name: 'constructor', arguments: '{}' }).ok).toBe(false)
    expect(Object.keys(validator.tools)).toEqual(['__proto__'])
  })

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a number', 5],
    ['an array of nothing', [undefined]],
    ['a function', () => 1],
    ['a name that is a number', { name: 5, arguments: '{}' }],
    ['arguments that are a number', { name: 'act', arguments: 5 }],
    ['arguments that are a function', { name: 'act', arguments: () => 1 }],
  ])('%s is no call', (_, call) => {
    const validator = createCallValidator([{ name: 'act', parameters: { type: 'object' } }] as unknown)
    expect(validator.validate(call).ok).toBe(false)
    expect(() => validator.validateResponse(call)).not.toThrow()
    expect(() => validator.stream().feed(call as object)).not.toThrow()
  })

  test('arguments that hold themselves', () => {
    const ring: Record<string, unknown> = { name: 'null' }
    ring.self = ring
    const schema = { type: 'object', properties: { self: { $ref: '#' } } }
    expect(judge(schema, ring)).toMatchObject({ ok: false, diagnostics: [{ keyword: 'depth' }] })
    expect(judge({ type: 'object', properties: { name: { type: ['string', 'null'] } } }, ring).ok).toBe(true)
  })
})

describe('schemas that mean harm', () => {
  test('a pattern that makes the native engine hang', () => {
    const schema = { type: 'object', properties: { a: { type: 'string', pattern: '^(a+)+$' } } }
    const text = JSON.stringify({ a: `${'a'.repeat(50_000)}!` })
    expect(millisecondsOf(() => expect(judge(schema, text).ok).toBe(false))).toBeLessThan(1000)
  })

  test.each([
    ['url', `http://${':'.repeat(50_000)}`],
    ['email', `${'a.'.repeat(25_000)}@${'a-'.repeat(25_000)}`],
    ['hostname', 'a-'.repeat(25_000)],
    ['uri', `http://${'a:'.repeat(25_000)}^`],
    ['uri-reference', `${'a%20:'.repeat(10_000)}^`],
    ['uri-template', `${'{a,b}'.repeat(10_000)}{`],
    ['json-pointer', `${'/a~0'.repeat(12_500)}~`],
    ['relative-json-pointer', `1${'/a~0'.repeat(12_500)}~`],
    ['byte', `${'abcd'.repeat(12_500)}!`],
    ['duration', `P${'1'.repeat(50_000)}`],
    ['date-time', `2026-01-01T00:00:00.${'0'.repeat(50_000)}`],
    ['ipv6', ':1'.repeat(25_000)],
    ['uuid', '0'.repeat(50_000)],
    ['regex', '(a+)+'.repeat(10_000)],
  ])('a long text in the format `%s`', (format, value) => {
    const schema = { type: 'object', properties: { a: { type: 'string', format } } }
    expect(millisecondsOf(() => judge(schema, JSON.stringify({ a: value })))).toBeLessThan(1000)
  })

  test('unions that multiply with each level end in an answer', () => {
    const branch = (kind: string) => ({
      type: 'object',
      properties: { next: { $ref: '#/$defs/node' }, kind: { type: 'string', enum: [kind] } },
      required: ['kind'],
    })
    const schema = {
      type: 'object',
      properties: { node: { $ref: '#/$defs/node' } },
      $defs: { node: { anyOf: [branch('a'), branch('b')] } },
    }
    let node: unknown = { kind: 'neither' }
    for (let level = 0; level < 60; level++) node = { kind: 'b', next: node }
    let result: ReturnType<typeof judge> | undefined
    expect(millisecondsOf(() => (result = judge(schema, JSON.stringify({ node }))))).toBeLessThan(10_000)
    expect(result).toMatchObject({ ok: false, diagnostics: [{ keyword: 'depth' }] })
  }, 30_000)

  test.each([
    ['a reference to a server', { $ref: 'http://localhost:1/schema.json' }, 'nothing is fetched'],
    ['a reference to a file', { $ref: 'file:///etc/passwd' }, 'nothing is fetched'],
    ['a reference to nowhere', { $ref: '#/$defs/nobody' }, 'leads nowhere'],
    [
      'the sample of a guide, whose definition has another name',
      { $ref: '#/$def/author', $def: { authors: {} } },
      'leads nowhere',
    ],
    ['an unknown type', { properties: { a: { type: 'dict' } } }, '`"dict"` is no value for `type`'],
    [
      '`required: true`',
      { properties: { a: { type: 'string', required: true } } },
      '`true` is no value for `required`',
    ],
    ['a property that is no schema', { properties: { a: 'string' } }, '`"string"` is no schema'],
    ['a null schema', null, '`null` is no schema'],
    ['a string for a schema', 'object', '`"object"` is no schema'],
    ['a pattern that is none', { properties: { a: { pattern: '(' } } }, 'is no regular expression'],
    [
      'a pattern with a backreference',
      { properties: { a: { pattern: '(a+)\\1' } } },
      'cannot be matched in linear time',
    ],
    ['an empty enum', { properties: { a: { enum: [] } } }, 'enum'],
    [
      'two anchors of one name',
      { $defs: { a: { $anchor: 'x' }, b: { $anchor: 'x' } } },
      'more than one schema',
    ],
    ['too many levels', nested(300), 'nests deeper than 200 levels'],
  ])('%s: the tool cannot be used, and that is said', (_, parameters, reason) => {
    expect(judge(parameters, '{}')).toMatchObject({
      ok: false,
      diagnostics: [{ ruleId: 'call/unusable-schema', message: expect.stringContaining(reason) }],
    })
  })

  test('a schema that holds itself', () => {
    const schema: Record<string, unknown> = { type: 'object' }
    schema.properties = { self: schema }
    expect(judge(schema, '{}')).toMatchObject({
      ok: false,
      diagnostics: [{ ruleId: 'call/unusable-schema' }],
    })
  })

  test('a reference that leads to itself', () => {
    const result = judge(
      { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } },
      '{}',
    )
    expect(result.ok).toBe(false)
  })

  test.each([
    ['`$async`', { $async: true, type: 'object' }],
    ['an unknown format', { type: 'object', properties: { a: { format: 'shoe-size' } } }],
    [
      'keys that nobody knows',
      { type: 'object', optional: [], example_value: 1, properties: { a: { description: 5 } } },
    ],
    ['`nullable` without a type', { type: 'object', properties: { a: { nullable: true } } }],
    ['`id` as a keyword', { id: 'tool', type: 'object' }],
    [
      '`$id`',
      {
        $id: 'https://example.com/tool',
        type: 'object',
        properties: { a: { $ref: 'https://example.com/tool' } },
      },
    ],
    [
      'a meta-schema',
      { type: 'object', properties: { a: { $ref: 'https://json-schema.org/draft/2020-12/schema' } } },
    ],
    ['no schema at all', undefined],
  ])('%s does no harm', (_, parameters) => {
    expect(judge(parameters, '{}')).toMatchObject({ ok: true, arguments: {} })
  })

  test('a schema cannot put the verdict off', () => {
    const schema = { $async: true, type: 'object', required: ['a'] }
    expect(judge(schema, '{}')).toMatchObject({ ok: false, diagnostics: [{ keyword: 'required' }] })
    const inside = { type: 'object', properties: { a: { $async: true, type: 'string' } } }
    expect(judge(inside, '{"a": 1}')).toMatchObject({ ok: false, diagnostics: [{ keyword: 'type' }] })
  })

  test('two tools with one `$id` are two tools', () => {
    const tool = (name: string, type: string) => ({
      name,
      parameters: { $id: 'https://example.com/tool', type: 'object', properties: { a: { type } } },
    })
    const validator = createCallValidator([tool('one', 'string'), tool('two', 'integer')] as unknown)
    expect(validator.validate({ name: 'one', arguments: '{"a": "x"}' }).ok).toBe(true)
    expect(validator.validate({ name: 'two', arguments: '{"a": 1}' }).ok).toBe(true)
    expect(validator.validate({ name: 'two', arguments: '{"a": "x"}' }).ok).toBe(false)
  })
})

function nested(levels: number): unknown {
  let schema: unknown = { type: 'string' }
  for (let level = 0; level < levels; level++) schema = { type: 'array', items: schema }
  return schema
}
