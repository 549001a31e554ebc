import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { nameIn } from '../src/file-names.ts'
import { lint } from '../src/index.ts'
import { rulesetOf } from '../src/registry.ts'
import {
  type BaselineEntry,
  createBaseline,
  listedIn,
  pruned,
  recorded,
  sortedEntries,
  suppressedBy,
  total,
} from '../src/suppress/baseline.ts'
import { readBaseline, writeBaseline } from '../src/suppress/baseline-file.ts'
import type { Diagnostic } from '../src/types.ts'
import { strictcall, temporaryFolder } from './helpers/command.ts'

const { names } = rulesetOf()

/** Schemas with something wrong in each. */
const flaws: Record<string, unknown>[] = [
  { type: 'string', minLength: 3 },
  { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
  { enum: ['a', 'b'] },
  { type: 'array', items: { type: 'string', maxLength: 2 }, minItems: 1 },
  { type: 'string' },
]

function toolOf(name: string, property: unknown) {
  const parameters = {
    type: 'object',
    properties: { value: property },
    required: ['value'],
    additionalProperties: false,
  }
  return { type: 'function', function: { name, description: 'Does it.', strict: true, parameters } }
}

const toolsets = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('search', 'find', 'send', 'list', 'open', 'close'),
    property: fc.constantFrom(...flaws),
  }),
  { selector: ({ name }) => name, minLength: 1 },
)

function findings(tools: readonly { name: string; property: unknown }[]) {
  return lint(tools.map(({ name, property }) => toolOf(name, property)))
}

const nothing = new Map<string, BaselineEntry>()

describe('laws', () => {
  test('what was recorded is suppressed, wherever its tool stands then', () => {
    fc.assert(
      fc.property(toolsets, fc.nat(), (tools, by) => {
        const baseline = recorded(nothing, 'tools.json', findings(tools))
        const turned = [...tools.slice(by % tools.length), ...tools.slice(0, by % tools.length)]
        const more = findings([{ name: 'newcomer', property: { type: 'string' } }, ...turned])
        expect(suppressedBy(baseline, more)).toEqual(new Set(more.diagnostics))
        expect(total(pruned(baseline, more, names).values())).toBe(total(baseline.values()))
      }),
    )
  })

  test('what is new is not suppressed, and hides nothing that was known', () => {
    fc.assert(
      fc.property(toolsets, fc.constantFrom(...flaws.slice(0, 4)), (tools, flaw) => {
        const baseline = recorded(nothing, 'tools.json', findings(tools))
        const found = findings([...tools, { name: 'newcomer', property: flaw }])
        const suppressed = suppressedBy(baseline, found)
        for (const diagnostic of found.diagnostics) {
          expect(suppressed.has(diagnostic)).toBe(diagnostic.tool !== 'newcomer')
        }
      }),
    )
  })

  test('what is gone is pruned, and nothing else', () => {
    fc.assert(
      fc.property(toolsets, fc.nat(), (tools, index) => {
        const baseline = recorded(nothing, 'tools.json', findings(tools))
        const rest = tools.filter((_, i) => i !== index % tools.length)
        const expected = recorded(nothing, 'tools.json', findings(rest))
        expect(pruned(baseline, findings(rest), names)).toEqual(expected)
      }),
    )
  })

  test('what a fix is not to touch is what is recorded', () => {
    fc.assert(
      fc.property(toolsets, toolsets, (tools, others) => {
        const baseline = recorded(nothing, 'tools.json', findings(tools))
        const found = findings(others)
        const isListed = listedIn(baseline, found.tools)
        expect(new Set(found.diagnostics.filter(isListed))).toEqual(suppressedBy(baseline, found))
      }),
    )
  })

  test('reading gives what was written, whatever the names are', async () => {
    const file = path.join(temporaryFolder(), 'baseline.json')
    const text = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'é\n"\\', '\ud800'))
    const entry = fc.record({
      file: text,
      rule: text,
      tool: fc.option(text),
      pointer: text,
      count: fc.integer({ min: 1 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(entry), async entries => {
        const sorted = sortedEntries(createBaseline(entries))
        await writeBaseline(file, sorted)
        expect(await readBaseline(file)).toEqual(sorted)
        // Whatever order they were found in, the file is the same.
        expect(sortedEntries(createBaseline([...entries].reverse()))).toEqual(sorted)
      }),
    )
  })
})

describe('single cases', () => {
  const diagnostic = (more: Partial<Diagnostic>): Diagnostic => ({
    ruleId: 'require-type',
    severity: 'error',
    message: '',
    pointer: '',
    ...more,
  })

  test('more of a kind in one place than there were are all reported', () => {
    const tools = [{ name: 'find', pointer: '' }]
    const one = [diagnostic({ tool: 'find' })]
    const baseline = recorded(nothing, 'rows.jsonl', { tools, diagnostics: one })
    expect(suppressedBy(baseline, { tools, diagnostics: one }).size).toBe(1)
    const two = [...one, diagnostic({ tool: 'find' })]
    expect(suppressedBy(baseline, { tools, diagnostics: two }).size).toBe(0)
  })

  test('a rule that is off, and a file with an error in its text, leave the baseline as it is', () => {
    const tools = [{ name: 'find', pointer: '' }]
    const baseline = recorded(nothing, 'a.json', { tools, diagnostics: [diagnostic({ tool: 'find' })] })
    const off = rulesetOf({ rules: { 'require-type': 'off' } }).names
    expect(pruned(baseline, { tools, diagnostics: [] }, off)).toEqual(baseline)
    const broken = [diagnostic({ ruleId: 'syntax' })]
    expect(pruned(baseline, { tools: [], diagnostics: broken }, names)).toEqual(baseline)
    expect(pruned(baseline, { tools: [], diagnostics: [] }, names).size).toBe(0)
  })

  test('a rule that no longer exists is pruned', () => {
    const entry = { file: 'a.json', rule: 'no-such-rule', tool: null, pointer: '', count: 1 }
    const baseline = createBaseline([entry]).get('a.json')!
    expect(pruned(baseline, { tools: [], diagnostics: [] }, names).size).toBe(0)
  })

  test('an error in the text and a comment that does nothing are not recorded', () => {
    const diagnostics = [diagnostic({ ruleId: 'syntax' }), diagnostic({ ruleId: 'unused-suppression' })]
    expect(recorded(nothing, 'a.json', { tools: [], diagnostics }).size).toBe(0)
  })

  test('a pointer as long as it can be takes no time', () => {
    const pointer = '/a'.repeat(200_000)
    const tools = Array.from({ length: 5_000 }, (_, i) => ({ name: 'find', pointer: `/tools/${i}` }))
    const diagnostics = Array.from({ length: 200 }, (_, i) =>
      diagnostic({ tool: 'find', pointer: `/tools/${i}${pointer}` }),
    )
    const baseline = recorded(nothing, 'a.json', { tools, diagnostics })
    expect([...baseline.values()]).toEqual([
      { file: 'a.json', rule: 'require-type', tool: 'find', pointer, count: 200 },
    ])
  })

  test.each([
    [path.posix, '/home/me/project', '/home/me/project/tools/a.json', 'tools/a.json'],
    [path.posix, '/home/me/project/ci', '/home/me/project/a.json', '../a.json'],
    [path.posix, '/home/me', '/home/me/odd\\name.json', 'odd\\name.json'],
    [path.win32, 'C:\\project', 'C:\\project\\tools\\a.json', 'tools/a.json'],
    [path.win32, 'C:\\project\\ci', 'c:\\project\\a.json', '../a.json'],
    [path.win32, 'C:\\project', 'D:\\a.json', 'D:/a.json'],
  ])('names are the same on all systems (%#)', (system, folder, file, name) => {
    expect(nameIn(folder, file, system as typeof path)).toBe(name)
  })
})

describe('a file that is not as it should be', () => {
  const entry = '{ "file": "a.json", "rule": "valid-refs", "tool": null, "pointer": "", "count": 1 }'

  test.each([
    ['', ':1:1: The text is empty.'],
    ['[]', ':1:1: A baseline is an object.'],
    ['{}', ':1:1: The `version` is missing.'],
    ['{ "version": 2 }', ':1:14: This is no baseline of version 1: update strictcall.'],
    ['{ "version": 1 }', ':1:1: `suppressions` is missing.'],
    ['{ "version": 1, "suppressions": {} }', ':1:33: `suppressions` is an array.'],
    ['{ "version": 1, "suppressions": [\n 7] }', ':2:2: A suppression is an object.'],
    ['{ "version": 1, "suppressions": [{}] }', ':1:34: `file` is missing.'],
    [
      `{ "version": 1, "suppressions": [\n${entry.replace('1 }', '0 }')}] }`,
      ':2:81: `count` must be a whole number above 0.',
    ],
    [
      `{ "version": 1, "suppressions": [\n${entry.replace('null', '1')}] }`,
      ':2:51: `tool` must be a string or `null`.',
    ],
    [`{ "version": 1, "suppressions": [\n<<<<<<< HEAD\n${entry}] }`, ':2:1: '],
    [`{ "version": 1, "suppressions": [\n${entry}\n${entry}] }`, ':3:1: A comma is missing before this.'],
    [`{ "version": 1, "suppressions": ${'['.repeat(100_000)}`, ':1:100033: '],
  ])('%#', async (text, message) => {
    const file = path.join(temporaryFolder(), 'baseline.json')
    writeFileSync(file, text)
    await expect(readBaseline(file)).rejects.toThrow(`${file}${message}`)
  })

  test('one that is missing, a folder, no text', async () => {
    const folder = temporaryFolder()
    expect(await readBaseline(path.join(folder, 'none.json'))).toBeUndefined()
    await expect(readBaseline(folder)).rejects.toThrow('this is a folder')
    writeFileSync(path.join(folder, 'b.json'), Buffer.from([0xff, 0xfe, 0x41]))
    await expect(readBaseline(path.join(folder, 'b.json'))).rejects.toThrow('b.json')
  })
})

describe('on the command line', () => {
  const old = [toolOf('search', flaws[0]), toolOf('find', flaws[1])]
  const print = (value: unknown) => JSON.stringify(value, null, 2)

  test('adopted today, stricter later', async () => {
    const cwd = temporaryFolder()
    const write = (name: string, value: unknown) => writeFileSync(path.join(cwd, name), print(value))
    const code = async (...args: string[]) => (await strictcall(['lint', '.', ...args], { cwd })).code
    write('tools.json', old)
    expect(await code()).toBe(1)
    expect(await code('--suppress-all')).toBe(0)
    expect(await code()).toBe(0)
    expect(await code('--max-warnings', '0')).toBe(0)
    write('tools.json', [toolOf('send', flaws[2]), ...old])
    expect(await code()).toBe(1)
    expect(await code('--fix', '--unsafe')).toBe(0)
    const [fixed, ...rest] = JSON.parse(readFileSync(path.join(cwd, 'tools.json'), 'utf8'))
    expect(rest).toEqual(old)
    expect(fixed.function.parameters.properties.value.type).toBe('string')
    write('tools.json', [old[1]])
    expect(await code()).toBe(1)
    expect(await code('--pass-on-unpruned-suppressions')).toBe(0)
    expect(await code('--prune-suppressions')).toBe(0)
    expect(await code()).toBe(0)
    expect(await code('--no-suppressions')).toBe(1)
    rmSync(path.join(cwd, 'tools.json'))
    write('other.json', [toolOf('close', flaws[4])])
    expect(await code()).toBe(1)
    expect(await code('--prune-suppressions')).toBe(0)
    expect(
      JSON.parse(readFileSync(path.join(cwd, 'strictcall-suppressions.json'), 'utf8')).suppressions,
    ).toEqual([])
  })

  test('a run over some of the files says nothing of the others', async () => {
    const cwd = temporaryFolder()
    for (const name of ['a.json', 'b.json']) writeFileSync(path.join(cwd, name), print(old))
    await strictcall(['lint', '.', '--suppress-all'], { cwd })
    const before = readFileSync(path.join(cwd, 'strictcall-suppressions.json'), 'utf8')
    const { code } = await strictcall(['lint', 'a.json', '--prune-suppressions'], { cwd })
    expect(code).toBe(0)
    expect(readFileSync(path.join(cwd, 'strictcall-suppressions.json'), 'utf8')).toBe(before)
  })

  test('what is suppressed is in the JSON report, as ESLint has it', async () => {
    const cwd = temporaryFolder()
    writeFileSync(path.join(cwd, 'tools.json'), print(old))
    await strictcall(['lint', '.', '--suppress-all'], { cwd })
    const { stdout } = await strictcall(['lint', 'tools.json', '--format', 'json'], { cwd })
    const [{ messages, suppressedMessages, errorCount }] = JSON.parse(stdout)
    expect([messages, errorCount]).toEqual([[], 0])
    expect(suppressedMessages.map(({ suppressions }: { suppressions: unknown }) => suppressions)).toEqual(
      suppressedMessages.map(() => [{ kind: 'file', justification: '' }]),
    )
    expect(suppressedMessages.length).toBeGreaterThan(0)
  })

  test('tools that come from a program', async () => {
    const cwd = temporaryFolder()
    writeFileSync(path.join(cwd, 'tools.mjs'), `export const tools = ${print(old)}`)
    writeFileSync(path.join(cwd, 'tools.json'), print([toolOf('close', flaws[4])]))
    const live = ['--import', './tools.mjs#tools']
    const code = async (...args: string[]) => (await strictcall(['lint', ...args], { cwd })).code
    expect(await code(...live)).toBe(1)
    expect(await code(...live, '--suppress-all')).toBe(0)
    expect(await code(...live)).toBe(0)
    expect(await code('tools.json')).toBe(0)
    writeFileSync(path.join(cwd, 'tools.mjs'), `export const tools = ${print([old[0]])}`)
    expect(await code(...live)).toBe(1)
  })

  test('one that cannot be written ends with 2, and leaves nothing behind', async () => {
    const cwd = temporaryFolder()
    writeFileSync(path.join(cwd, 'tools.json'), print(old))
    const location = ['--suppressions-location', 'none/baseline.json']
    const { code, stderr } = await strictcall(['lint', '.', '--suppress-all', ...location], { cwd })
    expect([code, stderr]).toEqual([
      2,
      'strictcall: cannot write none/baseline.json: there is no such file or folder\n',
    ])
    expect(existsSync(path.join(cwd, 'strictcall-suppressions.json'))).toBe(false)
  })
})
