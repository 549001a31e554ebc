import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, test } from 'vitest'
import { strictcall, temporaryFolder } from './helpers/command.ts'

const cwd = path.resolve('fixtures/reporters/project')

async function results(...args: string[]): Promise<ESLint.LintResult[]> {
  return JSON.parse((await strictcall(['lint', ...args, '--format', 'json'], { cwd })).stdout)
}

/** Where no edit is said though there is a fix: several documents in one file, and a constant that several tools share. */
const withoutEdits = /^(require-closed-objects\.yaml|source\/shared\.ts)$|\.(jsonl|ipynb)$/

/** What ESLint documents of a result; whatever is there besides is ours. */
const result = {
  filePath: expect.any(String),
  messages: expect.any(Array),
  suppressedMessages: expect.any(Array),
  errorCount: expect.any(Number),
  fatalErrorCount: expect.any(Number),
  warningCount: expect.any(Number),
  fixableErrorCount: expect.any(Number),
  fixableWarningCount: expect.any(Number),
  usedDeprecatedRules: [],
}

const message = {
  ruleId: expect.any(String),
  severity: expect.toSatisfy(severity => severity === 1 || severity === 2),
  message: expect.any(String),
  line: expect.any(Number),
  column: expect.any(Number),
  endLine: expect.any(Number),
  endColumn: expect.any(Number),
}

/** Applies fixes as ESLint does: from the front, without those that meet one before. */
function applied(text: string, messages: ESLint.LintResult['messages']): string {
  const fixes = messages.flatMap(({ fix }) => fix ?? []).sort((a, b) => a.range[0] - b.range[0])
  let out = ''
  let at = 0
  for (const { range, text: insertion } of fixes) {
    if (range[0] < at) continue
    out += text.slice(at, range[0]) + insertion
    at = range[1]
  }
  return out + text.slice(at)
}

describe('--format json is what reads the results of ESLint', () => {
  test('every field has its type, and places are inside the text', async () => {
    for (const found of await results('.', '../../suppress')) {
      expect(found).toMatchObject(result)
      const lines = readFileSync(found.filePath, 'utf8').split('\n')
      for (const each of [...found.messages, ...found.suppressedMessages]) {
        expect(each).toMatchObject(message)
        expect(each.line).toBeGreaterThanOrEqual(1)
        expect(each.endLine).toBeGreaterThanOrEqual(each.line)
        expect(each.endLine).toBeLessThanOrEqual(lines.length)
        expect(each.column).toBeGreaterThanOrEqual(1)
        expect(each.column).toBeLessThanOrEqual(lines[each.line - 1]!.length + 1)
        expect(each.endColumn).toBeLessThanOrEqual(lines[each.endLine! - 1]!.length + 1)
      }
      for (const { suppressions } of found.suppressedMessages) {
        expect(suppressions).toEqual([{ kind: 'directive', justification: expect.any(String) }])
      }
      const count = (severity: number) => found.messages.filter(each => each.severity === severity).length
      expect([found.errorCount, found.warningCount]).toEqual([count(2), count(1)])
    }
  })

  // The one for HTML takes nothing but what that very ESLint found.
  test.each(['stylish', 'json'])('its own formatter %s prints them', async name => {
    const found = await results('.')
    const formatter = await new ESLint({ cwd, overrideConfigFile: true }).loadFormatter(name)
    const output = await formatter.format(found)
    for (const { filePath, messages } of found) {
      expect(output).toContain(filePath)
      for (const { ruleId } of messages) expect(output).toContain(ruleId)
    }
    const number = found.reduce((sum, { messages }) => sum + messages.length, 0)
    if (name !== 'json') expect(output).toContain(`${number} problems`)
  })

  test('its fixes, applied until there is none, are --fix', async () => {
    const [own, fixed] = [temporaryFolder(), temporaryFolder()]
    for (const folder of [own, fixed]) {
      cpSync('fixtures/edit', folder, { recursive: true })
      cpSync('fixtures/source-fix', path.join(folder, 'source'), { recursive: true })
    }
    let isDone = false
    for (let pass = 0; pass < 10 && !isDone; pass++) {
      isDone = true
      for (const { filePath, messages } of await results(own)) {
        const text = readFileSync(filePath, 'utf8')
        const next = applied(text, messages)
        if (next === text) continue
        writeFileSync(filePath, next)
        isDone = false
      }
    }
    await strictcall(['lint', '--fix', '.'], { cwd: fixed })
    const files = readdirSync(own, { recursive: true, encoding: 'utf8' })
    const read = (folder: string) =>
      Object.fromEntries(
        files
          .filter(name => !withoutEdits.test(name) && statSync(path.join(folder, name)).isFile())
          .map(name => [name, readFileSync(path.join(folder, name), 'utf8')]),
      )
    expect(read(own)).toEqual(read(fixed))
  })
})
