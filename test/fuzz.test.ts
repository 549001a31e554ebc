import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LintResult, lint, lintText, rules } from '../src/index.ts'
import { get } from '../src/pointer.ts'
import { instanceTypes, vocabulary } from '../src/vocabulary.ts'

const keys = [...vocabulary.keys(), '__proto__', 'constructor', 'toString', 'a/b', 'm~n', '', 'x-note', '0']

/** Anything that could stand in a file, with the words of tools and schemas strewn in. */
const anyJson = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 6 },
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e300, '', '\ud800', 'a', ...instanceTypes),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(
        fc.tuple(
          fc.constantFrom(
            ...keys,
            'tools',
            'functions',
            'function',
            'name',
            'parameters',
            'inputSchema',
            'input_schema',
            'tool_choice',
            'model',
          ),
          tie('value'),
        ),
        { maxLength: 6 },
      )
      .map(Object.fromEntries),
  ),
})).value

/** Schemas that mostly have the form they should, so that the rules get past the form. */
const anySchema = fc.letrec<{ schema: unknown }>(tie => {
  const map = fc.dictionary(fc.constantFrom('city', 'a/b', '__proto__', 'minLength', '$ref'), tie('schema'), {
    maxKeys: 3,
  })
  const list = fc.array(tie('schema'), { maxLength: 3 })
  const member = fc.oneof(
    fc.tuple(
      fc.constant('type'),
      fc.oneof(
        fc.constantFrom(...instanceTypes, 'date'),
        fc.array(fc.constantFrom(...instanceTypes, 'dict'), { maxLength: 3 }),
      ),
    ),
    fc.tuple(fc.constantFrom('properties', '$defs', '$def', 'definitions', 'patternProperties'), map),
    fc.tuple(fc.constantFrom('anyOf', 'oneOf', 'allOf', 'prefixItems'), list),
    fc.tuple(
      fc.constantFrom('items', 'additionalProperties', 'not', 'if', 'contains'),
      fc.oneof(tie('schema'), fc.boolean()),
    ),
    fc.tuple(
      fc.constant('required'),
      fc.array(fc.constantFrom('city', 'a/b', '__proto__', 'town'), { maxLength: 3 }),
    ),
    fc.tuple(fc.constant('enum'), fc.array(fc.constantFrom<unknown>('a', 1, null, {}), { maxLength: 3 })),
    fc.tuple(fc.constant('pattern'), fc.constantFrom('^a$', '[^[]', '(a+)+$', '(', '\\p{L}')),
    fc.tuple(fc.constant('format'), fc.constantFrom('email', 'uri', 'int32')),
    fc.tuple(
      fc.constant('$ref'),
      fc.constantFrom('#', '#/$defs/city', '#/$def/a~1b', '#/properties/city', 'x.json', '#%'),
    ),
    fc.tuple(
      fc.constantFrom('minimum', 'maximum', 'minLength', 'multipleOf', 'exclusiveMinimum'),
      fc.oneof(fc.integer({ min: -2, max: 3 }), fc.boolean()),
    ),
    fc.tuple(fc.constantFrom(...keys), fc.constantFrom<unknown>('a', 1, null, [], {})),
  )
  return {
    schema: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.boolean(),
      fc.array(member, { maxLength: 5 }).map(Object.fromEntries),
    ),
  }
}).schema

const anyTools = fc
  .array(fc.tuple(fc.constantFrom('get_city', 'a b', '__proto__', 'x'.repeat(65)), anySchema), {
    maxLength: 3,
  })
  .map(list =>
    list.map(([name, parameters]) => ({ type: 'function', function: { name, parameters, strict: true } })),
  )

const document = fc.oneof(anyJson, anySchema, anyTools)

const everything = {
  rules: Object.fromEntries(Object.keys(rules).map(id => [id, 'error' as const])),
  fixes: true,
}

const short = ({ diagnostics, tools }: LintResult) => ({
  diagnostics: diagnostics.map(({ ruleId, pointer, message }) => `${ruleId} ${pointer} ${message}`).sort(),
  tools,
})

describe('whatever the document', () => {
  test('the linter does not throw, and its pointers lead somewhere', () => {
    fc.assert(
      fc.property(document, value => {
        for (const { pointer, ruleId } of lint(value, everything).diagnostics) {
          expect(get({ document: value }, `/document${pointer}`), `${ruleId} ${pointer}`).not.toBeUndefined()
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('its text says what the value says, at places that lie in the text', async () => {
    await fc.assert(
      fc.asyncProperty(document, fc.constantFrom(0, 1, 2, '\t'), async (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        const lines = text.split('\n')
        const fromText = await lintText(text, { ...everything, format: 'json' })
        expect(short(fromText)).toEqual(short(lint(JSON.parse(text), everything)))
        for (const { location } of fromText.diagnostics) {
          const { line, column, endLine, endColumn } = location!
          expect(column).toBeGreaterThan(0)
          expect(endLine > line || endColumn >= column).toBe(true)
          expect(lines[line - 1]!.length + 1).toBeGreaterThanOrEqual(column)
          expect(lines[endLine - 1]!.length + 1).toBeGreaterThanOrEqual(endColumn)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('linting twice gives the same', () => {
    fc.assert(
      fc.property(document, value => {
        expect(lint(value)).toEqual(lint(value))
      }),
    )
  })

  test('no place draws two diagnostics of one rule with the same message', () => {
    fc.assert(
      fc.property(anyTools, value => {
        const said = lint(value, everything).diagnostics.map(
          ({ ruleId, pointer, message }) => `${ruleId} ${pointer} ${message}`,
        )
        expect(said.length).toBe(new Set(said).size)
      }),
      { numRuns: 1000 },
    )
  })

  test('text that is no JSON is refused, not fallen over', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('json', 'jsonc', 'jsonl', 'yaml'),
        async (text, format) => {
          const { diagnostics } = await lintText(text, { format: format as 'json' })
          for (const { location } of diagnostics) expect(location).toBeDefined()
        },
      ),
      { numRuns: 1000 },
    )
  })
})
