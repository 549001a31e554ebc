import { readFileSync } from 'node:fs'
import json from '@eslint/json'
import { ESLint, type Linter } from 'eslint'
import { describe, expect, test } from 'vitest'
import strictcall from '../src/eslint/index.ts'
import { fixFile } from '../src/fix-file.ts'
import { profiles, rules, rulesetOf } from '../src/registry.ts'
import { strictcall as commandLine } from './helpers/command.ts'

const files = ['fixtures/rules/**/*.json', 'fixtures/eslint/*.js']

function eslint(options: ESLint.Options = {}, ...more: Linter.Config[]): ESLint {
  const overrideConfig: Linter.Config[] = [
    { files: ['**/*.json'], plugins: { json }, language: 'json/json' },
    { files: ['**/*.jsonc'], plugins: { json }, language: 'json/jsonc' },
    { files: ['**/*.{js,json,jsonc}'], ...strictcall.configs.recommended },
    ...more,
  ]
  return new ESLint({ overrideConfigFile: true, overrideConfig, ...options })
}

type Message = Pick<
  Linter.LintMessage,
  'ruleId' | 'message' | 'line' | 'column' | 'endLine' | 'endColumn'
> & {
  fix?: unknown
  suggestions?: { desc: string; fix: unknown }[] | undefined
}

/** What is to be the same, in an order of its own. */
function comparable(messages: readonly Message[]): string[] {
  return messages
    .map(({ ruleId, message, line, column, endLine, endColumn, fix, suggestions }) =>
      JSON.stringify([
        line,
        column,
        endLine,
        endColumn,
        ruleId?.replace('strictcall/', ''),
        message,
        fix && rangeAndText(fix),
        suggestions?.map(({ desc, fix }) => [desc, rangeAndText(fix)]),
      ]),
    )
    .sort()
}

function rangeAndText(fix: unknown): unknown {
  const { range, text } = fix as { range: number[]; text: string }
  return [range, text]
}

const isParsed = ({ fatalErrorCount }: { fatalErrorCount: number }) => fatalErrorCount === 0

describe('the same as on the command line', () => {
  test('rules, messages, places and fixes', async () => {
    const theirs = (await eslint().lintFiles(files)).filter(isParsed)
    const { stdout } = await commandLine(['lint', ...files, '--no-ignore', '--format', 'json'])
    const ours = new Map<string, Message[]>(
      JSON.parse(stdout).map(({ filePath, messages }: ESLint.LintResult) => [filePath, messages]),
    )
    expect(theirs.length).toBeGreaterThan(80)
    for (const { filePath, messages } of theirs) {
      const own = (ours.get(filePath) ?? []).filter(({ ruleId }) => ruleId !== 'syntax')
      expect({ filePath, said: comparable(messages) }).toEqual({ filePath, said: comparable(own) })
    }
  })

  test('what --fix writes', async () => {
    const theirs = (await eslint({ fix: true }).lintFiles(files)).filter(isParsed)
    const ruleset = rulesetOf()
    let fixed = 0
    for (const { filePath, output } of theirs) {
      const { after } = await fixFile({ path: filePath, named: false }, ruleset)
      const before = readFileSync(filePath, 'utf8')
      expect({ filePath, text: output ?? before }).toEqual({ filePath, text: after })
      if (after !== before) fixed++
    }
    expect(fixed).toBeGreaterThan(20)
  })
})

describe('configuration', () => {
  const file = 'fixtures/eslint/tools.js'
  const idsOf = async (linter: ESLint) =>
    (await linter.lintFiles(file))[0]!.messages.map(({ ruleId }) => ruleId!.replace('strictcall/', ''))

  test('recommended has the rules and severities of the profile', () => {
    const { rules: set } = strictcall.configs.recommended!
    for (const [id, { severity }] of Object.entries(profiles.deepseek!.rules)) {
      const expected = { error: 'error', warning: 'warn', off: undefined }[severity]
      expect({ id, severity: set![`strictcall/${id}`] }).toEqual({ id, severity: expected })
    }
    expect(Object.keys(strictcall.rules!).sort()).toEqual(['ambiguous-tool', ...Object.keys(rules)].sort())
  })

  test('each profile is a configuration', () => {
    expect(Object.keys(strictcall.configs)).toEqual(['recommended', ...Object.keys(profiles)])
  })

  test('a rule that is off says nothing, and silences no other', async () => {
    const all = await idsOf(eslint())
    expect(all).toContain('no-unsupported-keywords')
    const without = await idsOf(eslint({}, { rules: { 'strictcall/no-unsupported-keywords': 'off' } }))
    expect(without).toEqual(all.filter(id => id !== 'no-unsupported-keywords'))
  })

  test('a rule takes the options it takes elsewhere', async () => {
    const rule = { 'strictcall/valid-tool-count': ['error', { max: 1 }] } satisfies Linter.RulesRecord
    expect(await idsOf(eslint({}, { rules: rule }))).toContain('valid-tool-count')
  })

  test('a comment of ESLint disables a rule in a line', async () => {
    const text = readFileSync(file, 'utf8').replaceAll(/minLength/g, 'minLength /* eslint-disable-line */')
    const [result] = await eslint().lintText(text, { filePath: 'tools.js' })
    expect(result!.messages.map(({ ruleId }) => ruleId)).not.toContain('strictcall/no-unsupported-keywords')
    expect(result!.suppressedMessages).toHaveLength(1)
  })

  test('a profile that does not exist is named', async () => {
    const linter = eslint({}, { settings: { strictcall: { profile: 'deepsek' } } })
    await expect(linter.lintFiles(file)).rejects.toThrow(
      'There is no profile "deepsek": did you mean "deepseek"?',
    )
  })
})

test('files with comments, and files without tools', async () => {
  const [withComments] = await eslint().lintText(
    '// Weather\n[{ "name": "get", "inputSchema": { "type": "object", "properties": {} } }]\n',
    { filePath: 'tools.jsonc' },
  )
  expect(withComments!.messages.map(({ line, column }) => [line, column])).toContainEqual([2, 19])
  const [nothing] = await eslint().lintFiles('fixtures/eslint/nothing.js')
  expect(nothing!.messages).toEqual([])
})
