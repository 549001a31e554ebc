import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LintResult, lint, lintText, rules } from '../src/index.ts'
import { get } from '../src/pointer.ts'
import { anyJson, anySchema, anyTools } from './schema-arbitraries.ts'

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
