import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Diagnostic, lint, lintText } from '../src/index.ts'
import { lintToolsets } from '../src/lint.ts'
import { rulesetOf } from '../src/registry.ts'
import type { Literal, ObjectLiteral } from '../src/source/literal.ts'
import { toValue } from '../src/source/value.ts'
import { findTools } from '../src/tools.ts'
import { corpusFiles, corpusRows, hasCorpus, needsCorpus } from './helpers/corpus.ts'
import { type Veil, veiled } from './helpers/opaque.ts'

const ruleset = rulesetOf({})

function lintLiteral(literal: Parameters<typeof toValue>[0]): Diagnostic[] {
  const { value, unknowns } = toValue(literal)
  const document = { value, duplicateKeys: [], mayHoldSurrogates: true, ...(unknowns && { unknowns }) }
  return lintToolsets(document, findTools(value, document), ruleset, { fixes: true }).diagnostics
}

const words = ({ ruleId, pointer, message }: Diagnostic) => `${ruleId} ${pointer} ${message}`

/** Hides each part and adds unknown spreads as the numbers say, which come round again. */
function veilOf(numbers: readonly number[], hidden: number, spread: number): Veil {
  let at = 0
  const next = () => numbers[at++ % numbers.length]!
  return {
    hides: () => next() < hidden,
    spreads: () => (next() < spread ? (next() < 0.5 ? 'before' : 'after') : undefined),
  }
}

const veil: fc.Arbitrary<Veil> = fc
  .tuple(
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 97, maxLength: 211 }),
    fc.double({ min: 0, max: 0.15, noNaN: true }),
    fc.double({ min: 0, max: 0.1, noNaN: true }),
  )
  .map(parameters => veilOf(...parameters))

const samples: { name: string; value: unknown }[] = [
  ...corpusFiles('mcp').map(file => ({ name: file, value: JSON.parse(readFileSync(file, 'utf8')) })),
  ...[
    'bfcl/questions.jsonl',
    'jsonschemabench/real-world-schemas.jsonl',
    'json-schema-test-suite/draft2020-12.jsonl',
    'promptfoo/tool-files.jsonl',
    'recorded-http/chat-completions-with-tools.jsonl',
    'tau-bench/tools.jsonl',
  ].flatMap(name => corpusRows(name).map(value => ({ name, value: value as unknown }))),
].filter(({ value }) => typeof value === 'object' && value !== null)

describe.skipIf(!hasCorpus)(`real tools of which parts are unknown${needsCorpus}`, () => {
  test('what is reported would be reported whatever the parts are', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), veil, ({ value }, hiding) => {
        const all = new Set(lint(value).diagnostics.map(words))
        const certain = lintLiteral(veiled(value, hiding)).map(words)
        expect(certain.filter(found => !all.has(found))).toEqual([])
      }),
      { numRuns: 1500 },
    )
  })

  test('an unknown description silences nothing', () => {
    for (const { value } of samples) {
      const literal = veiled(value, { hides: () => false, spreads: () => undefined })
      forgetDescriptions(literal)
      expect(lintLiteral(literal).map(words)).toEqual(lint(value).diagnostics.map(words))
    }
  })
})

/** Of tools and of schemas; a property may be called `description` too. */
function forgetDescriptions(root: Literal): void {
  const rest = [root]
  for (let literal = rest.pop(); literal; literal = rest.pop()) {
    if (literal.kind === 'array') rest.push(...literal.elements)
    if (literal.kind !== 'object') continue
    for (const member of literal.members) {
      if (member.key === 'description' && member.value.kind === 'scalar') {
        member.value = { kind: 'opaque', reason: 'an f-string', start: 0, end: 0 }
      }
      rest.push(member.value)
    }
  }
}

/** What is said of one tool in Python, whose parts may be names that nobody defines. */
async function saidOf(parameters: string, rest = '"strict": True, "description": TEXT'): Promise<string[]> {
  const python = `tools = [{"type": "function", "function": {"name": "get_time", ${rest}, "parameters": ${parameters}}}]`
  const { diagnostics } = await lintText(python, { format: 'python' })
  return diagnostics.map(
    ({ ruleId, pointer }) => `${ruleId} ${pointer.replace('/0/function/parameters', '')}`,
  )
}

const closed = '"required": ["a"], "additionalProperties": False'

describe('by example', () => {
  test.each<[string, string, string[]]>([
    ['all of it', 'SCHEMA', []],
    [
      'a type',
      `{"type": TYPE, "properties": {"a": {"type": "strnig"}}, ${closed}}`,
      ['valid-types /properties/a/type'],
    ],
    [
      'a property',
      `{"type": "object", "properties": {"a": A, "b": {"type": "string"}}, ${closed}}`,
      ['require-all-properties /properties/b'],
    ],
    [
      'whether it is closed',
      '{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"], "additionalProperties": OPEN}',
      [],
    ],
    [
      'what is required',
      '{"type": "object", "properties": {"a": {"type": "string"}}, "required": NAMES, "additionalProperties": False}',
      [],
    ],
    [
      'one of what is required',
      '{"type": "object", "properties": {"a": {"type": "string"}}, "required": [NAME], "additionalProperties": False}',
      [],
    ],
    [
      'more members',
      '{**BASE, "type": "object", "properties": {"a": {"type": "string", "minLength": 1}}}',
      ['no-unsupported-keywords /properties/a/minLength'],
    ],
    [
      'what may replace it',
      '{"type": "object", "properties": {"a": {"type": "string", "minLength": 1}}, **BASE}',
      [],
    ],
    [
      'an enum',
      `{"type": "object", "properties": {"a": {"type": "string", "enum": CITIES, "maxLength": 3}}, ${closed}}`,
      ['no-unsupported-keywords /properties/a/maxLength'],
    ],
    [
      'a bound',
      `{"type": "object", "properties": {"a": {"type": "string", "minLength": MIN}}, ${closed}}`,
      [],
    ],
    [
      'a definition that may be used',
      `{"type": "object", "properties": {"a": A}, ${closed}, "$defs": {"b": {"type": "string"}}}`,
      [],
    ],
    [
      'where a reference leads',
      `{"type": "object", "properties": {"a": {"$ref": "#/$defs/b"}}, ${closed}, "$defs": DEFS}`,
      [],
    ],
  ])('%s', async (_, parameters, said) => {
    expect(await saidOf(parameters)).toEqual(said)
  })

  test('a fix that would lose something unknown is not offered', async () => {
    const python = `tools = [{"name": "a", "input_schema": {"type": "object", "properties": {"b": {**B}, "c": {"type": "string", "description": TEXT}}, "additionalProperties": False}}]`
    const { diagnostics } = await lintText(python, { format: 'python', fixes: true })
    const missing = diagnostics.filter(({ ruleId }) => ruleId === 'require-all-properties')
    expect(missing.map(({ pointer }) => pointer)).toEqual([
      '/0/input_schema/properties/b',
      '/0/input_schema/properties/c',
    ])
    expect(JSON.stringify(missing.map(({ fix }) => fix) ?? '')).not.toContain('"value":{')
  })

  test('a tool says how many of its parts are not known; descriptions do not count', async () => {
    const { tools } = await lintText(
      `tools = [{"name": "a", "description": TEXT, "input_schema": SCHEMA}, {"name": "b", "description": TEXT, "input_schema": {"type": "object"}}]`,
      { format: 'python' },
    )
    expect(tools.map(({ name, unknownParts }) => [name, unknownParts])).toEqual([
      ['a', 1],
      ['b', undefined],
    ])
  })

  test('a spread may replace what stands before it, and nothing behind it', () => {
    const member = (key: string, at: number) => ({
      key,
      keySpan: { start: at, end: at + 1 },
      value: { kind: 'scalar' as const, value: key, start: at + 2, end: at + 3 },
    })
    const literal: ObjectLiteral = {
      kind: 'object',
      start: 0,
      end: 30,
      members: [member('a', 1), member('b', 21)],
      unknown: { start: 11, end: 12, reason: 'a name' },
    }
    expect(JSON.parse(JSON.stringify(toValue(literal).value))).toEqual({ b: 'b' })
  })
})
