import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import { displayWidth } from '../src/display-width.ts'
import { lintText } from '../src/index.ts'
import type { Report } from '../src/report.ts'
import { json } from '../src/reporters/json.ts'
import { text } from '../src/reporters/text.ts'

async function reportOf(source: string): Promise<Report> {
  const { diagnostics, tools } = await lintText(source, { format: 'json' })
  const lines = new Map(source.split('\n').map((line, i) => [i + 1, line]))
  return { results: [{ file: 'tools.json', diagnostics, tools, lines }], skipped: 0, cwd: '/project' }
}

const tool = (name: string, properties: string) =>
  `[{"type":"function","function":{"name":"${name}","strict":true,"parameters":{"type":"object","required":[],"additionalProperties":false,\n"properties":{${properties}}}}}]`

describe('text', () => {
  const source = tool(
    'get_weather',
    '"a_property_with_quite_a_long_name":{"type":"string","description":"So long that no terminal shows it whole, and longer."}',
  )

  test.each([40, 60, 80, 200])('fits a terminal of %i columns', async width => {
    const output = text(await reportOf(source), { color: false, width })
    const block = output.slice(0, output.indexOf('✖'))
    for (const line of block.split('\n')) {
      // A word that is longer than the room for it stays whole.
      const longestWord = Math.max(
        ...line
          .trim()
          .split(' ')
          .map(word => word.length),
      )
      expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(width, 12 + longestWord))
    }
    await expect(output).toMatchFileSnapshot(`../fixtures/reporters/text-${width}.txt`)
  })

  test('colour changes nothing but the colour', async () => {
    const report = await reportOf(source)
    const plain = text(report, { color: false, width: 80 })
    const colored = text(report, { color: true, width: 80 })
    expect(colored).not.toBe(plain)
    expect(stripVTControlCharacters(colored)).toBe(plain)
  })

  test('carets stand below characters of any width', async () => {
    const output = text(await reportOf(tool('a', '"城市":{"type":"string"},"🙂":{"type":"string"}')), {
      color: false,
      width: 100,
    })
    const lines = output.split('\n')
    for (const [i, line] of lines.entries()) {
      const carets = line.match(/^( +│ +)(\^+)$/)
      if (!carets) continue
      const above = lines[i - 1]!
      const key = [...above.matchAll(/"[^"]*"/g)].find(
        ({ index }) => displayWidth(above.slice(0, index)) === carets[1]!.length,
      )
      expect(displayWidth(key![0])).toBe(carets[2]!.length)
    }
  })

  test('what a terminal would obey is spelled out', async () => {
    const output = text(await reportOf(tool('a', '"\\u001b[2J\u009b":{"type":"string"}')), {
      color: false,
      width: 100,
    })
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there
    expect(output).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
    expect(output).toContain('\\x9b')
  })
})

test('json has the shape of ESLint, and more', async () => {
  const [result] = JSON.parse(json(await reportOf(tool('get_weather', '"city":{"type":"string"}'))))
  expect(result).toEqual({
    filePath: '/project/tools.json',
    messages: [
      {
        ruleId: 'require-all-properties',
        severity: 2,
        message: 'Property `city` is not in `required`.',
        line: 2,
        column: 15,
        endLine: 2,
        endColumn: 21,
        pointer: '/0/function/parameters/properties/city',
        tool: 'get_weather',
        evidence: { level: 'documented', cite: 'https://api-docs.deepseek.com/guides/tool_calls' },
        serverText: 'Required properties must match all properties in the object',
        url: expect.stringContaining('docs/rules/require-all-properties.md'),
      },
    ],
    suppressedMessages: [],
    errorCount: 1,
    fatalErrorCount: 0,
    warningCount: 0,
    fixableErrorCount: expect.any(Number),
    fixableWarningCount: expect.any(Number),
    usedDeprecatedRules: [],
    tools: [{ name: 'get_weather', pointer: '/0', verdict: 'non-strict only', envelope: 'chat' }],
  })
})
