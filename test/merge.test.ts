import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOwn, parseShard, stableHash } from '../src/merge/shard.ts'
import { strictcall, temporaryFolder } from './helpers/command.ts'

const tool = (name: string, parameters: object) => ({
  type: 'function',
  function: { name, strict: true, parameters },
})

const toolsFile = JSON.stringify([
  tool('get_weather', {
    type: 'object',
    properties: { city: { type: 'string' }, days: { type: 'integer' } },
    required: ['city', 'days'],
    additionalProperties: false,
  }),
])

const call = (args: string) => ({ name: 'get_weather', arguments: args })

/** Rows with no call, one or several, good and bad, blank ones and such as cannot be read. */
const row = fc.constantFrom(
  ...[
    call('{"city": "Graz", "days": 1}'),
    call('{"city": "Graz", "days": "1"}'),
    call('{"city": 7}'),
    call('{"city": '),
    { name: 'get_wether', arguments: '{}' },
    { role: 'user', content: 'How is the weather in Graz?' },
    {
      tool_calls: [1, 2, 3].map(days => ({ function: call(`{"city": "Linz", "days": ${days}, "more": 1}`) })),
    },
  ].map(value => JSON.stringify(value)),
  '',
  '   ',
  '{"name": "get_weather", "arguments":',
  '\ufeff',
)

const rows = fc.array(row, { maxLength: 12 }).map(lines => lines.join('\n'))

const sources = fc.constantFrom(
  toolsFile,
  JSON.stringify([tool('a b', { type: 'object', properties: {}, additionalProperties: true })]),
  '{"tools": [{"type": "function", "function": {"name": "get_time", "parameters": {"type": "object",',
  '{"no": "tools"}',
  'tools:\n  - {type: function, function: {name: x, strict: true, parameters: {type: string}}}',
)

const formats = ['text', 'json', 'sarif', 'html', 'junit']

function parts(shards: number): string[] {
  return Array.from({ length: shards }, (_, i) => `part-${i + 1}.report`)
}

/** Runs a command whole and in shards, merges, and expects the same of both. */
async function expectSame(cwd: string, command: string[], shards: number): Promise<void> {
  const outputs = (name: string) => formats.flatMap(format => ['--format', `${format}:${name}.${format}`])
  const whole = await strictcall([...command, ...outputs('whole')], { cwd })
  for (let index = 1; index <= shards; index++) {
    const shard = `${index}/${shards}`
    await strictcall([...command, '--shard', shard, '--format', `report:part-${index}.report`], { cwd })
  }
  const merged = await strictcall(['merge', ...parts(shards).reverse(), ...outputs('merged')], { cwd })
  expect(merged.code).toBe(whole.code)
  expect(merged.stderr.split('\n').sort()).toEqual(whole.stderr.split('\n').sort())
  const textOf = (name: string) => {
    try {
      return readFileSync(path.join(cwd, name), 'utf8')
    } catch {
      return undefined
    }
  }
  for (const format of formats) expect(textOf(`merged.${format}`)).toBe(textOf(`whole.${format}`))
}

describe('merged shards are the single run', () => {
  test('validate', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.integer({ min: 1, max: 4 }), async (first, second, shards) => {
        const cwd = temporaryFolder()
        mkdirSync(path.join(cwd, 'logs'))
        writeFileSync(path.join(cwd, 'tools.json'), toolsFile)
        writeFileSync(path.join(cwd, 'first.jsonl'), first)
        writeFileSync(path.join(cwd, 'logs/second.jsonl'), second)
        writeFileSync(path.join(cwd, 'logs/answer.json'), JSON.stringify(call('{}')))
        await expectSame(cwd, ['validate', '--tools', 'tools.json', 'first.jsonl', 'logs'], shards)
      }),
      { numRuns: 12 },
    )
  })

  test('lint', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(sources, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 4 }),
        async (texts, shards) => {
          const cwd = temporaryFolder()
          mkdirSync(path.join(cwd, 'tools'))
          for (const [i, text] of texts.entries()) {
            writeFileSync(path.join(cwd, 'tools', `${i}.${text.startsWith('tools') ? 'yaml' : 'json'}`), text)
          }
          await expectSame(cwd, ['lint', 'tools', 'tools/0.json', 'tools/0.yaml'], shards)
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('shards and a baseline', () => {
  /** Four files with a problem each, all in the baseline. */
  async function withBaseline(): Promise<string> {
    const cwd = temporaryFolder()
    mkdirSync(path.join(cwd, 'tools'))
    for (const i of [0, 1, 2, 3]) {
      const open = tool(`tool_${i}`, { type: 'object', properties: {}, required: [] })
      writeFileSync(path.join(cwd, 'tools', `${i}.json`), JSON.stringify([open]))
    }
    expect((await strictcall(['lint', 'tools', '--suppress-all'], { cwd })).code).toBe(0)
    return cwd
  }

  const repaired = JSON.stringify([tool('tool_1', JSON.parse(toolsFile)[0].function.parameters)])

  test('what it lists is suppressed in every shard', async () => {
    await expectSame(await withBaseline(), ['lint', 'tools'], 3)
  })

  test.each([[[]], [['--pass-on-unpruned-suppressions']]])('what it lists and is gone %j', async more => {
    const cwd = await withBaseline()
    writeFileSync(path.join(cwd, 'tools/1.json'), repaired)
    rmSync(path.join(cwd, 'tools/2.json'))
    await expectSame(cwd, ['lint', 'tools', ...more], 3)
    const { code, stderr } = await strictcall(['merge', ...parts(3)], { cwd })
    expect(stderr).toMatch(/^strictcall: strictcall-suppressions\.json lists \d problems that are gone/)
    expect(code).toBe(more.length > 0 ? 0 : 1)
  })

  test('shards with different baselines are of different runs', async () => {
    const cwd = await withBaseline()
    const lint = (shard: string, file: string) =>
      strictcall(['lint', 'tools', '--shard', shard, '--format', `report:${file}`], { cwd })
    await lint('1/2', 'part-1.report')
    writeFileSync(path.join(cwd, 'strictcall-suppressions.json'), '{"version": 1, "suppressions": []}')
    await lint('2/2', 'part-2.report')
    const { code, stderr } = await strictcall(['merge', ...parts(2)], { cwd })
    expect(stderr).toContain('different options, configurations, baselines or tools')
    expect(code).toBe(2)
  })

  test.each([['--suppress-all'], ['--suppress-rule', 'valid-refs'], ['--prune-suppressions']])(
    '%s would write what a part knows',
    async (...writing) => {
      const { code, stderr } = await strictcall(['lint', 'tools', ...writing, '--shard', '1/2'], {
        cwd: await withBaseline(),
      })
      expect(stderr).toBe(`strictcall: ${writing[0]} does not go with --shard.\n`)
      expect(code).toBe(2)
    },
  )
})

describe('shards', () => {
  test('each text is in exactly one', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (text, of) => {
        const owners = Array.from({ length: of }, (_, i) => isOwn(text, { index: i + 1, of }))
        expect(owners.filter(Boolean)).toHaveLength(1)
      }),
    )
  })

  test('the hash is the same on every machine, and spreads evenly', () => {
    expect(['', 'tools.json', 'werkzeug/größe.json'].map(stableHash)).toMatchInlineSnapshot(`
      [
        2872998923,
        894871181,
        1615445636,
      ]
    `)
    const counts = [0, 0, 0, 0]
    for (let i = 0; i < 4000; i++) counts[stableHash(`tools/${i}.json`) % 4]!++
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })

  test.each(['', '1', '0/2', '3/2', '1/2/3', 'a/b', '1/0', '-1/2'])('%j is no shard', text => {
    expect(() => parseShard(text)).toThrow('--shard takes a number and how many there are, like 1/4')
  })
})

describe('what does not fit together is not merged', () => {
  const report = (more: object = {}) => ({
    strictcall: JSON.parse(readFileSync('package.json', 'utf8')).version,
    command: 'lint',
    shard: { index: 1, of: 2 },
    inputs: 'i',
    settings: 's',
    failures: [],
    skipped: 0,
    results: [],
    ...more,
  })
  const second = { shard: { index: 2, of: 2 } }
  const result = (part: object) => ({
    file: 'log.jsonl',
    position: 0,
    tools: [],
    diagnostics: [],
    lines: [],
    part: { named: true, calls: 1, counts: [], rows: 2, own: 1, digest: 5, ...part },
  })

  test.each([
    ['a shard is missing', [report()], 'The report of shard 2/2 is missing.'],
    ['a shard is there twice', [report(), report()], '0.json and 1.json are both shard 1/2.'],
    [
      'another version',
      [report(), report({ ...second, strictcall: '0.0.1' })],
      '1.json was written by strictcall 0.0.1',
    ],
    [
      'another command',
      [report(), report({ ...second, command: 'validate' })],
      '1.json is of strictcall validate',
    ],
    ['another number of shards', [report(), report({ shard: { index: 2, of: 3 } })], 'one of 3 shards'],
    ['other files', [report(), report({ ...second, inputs: 'x' })], 'are not about the same files'],
    [
      'other options',
      [report(), report({ ...second, settings: 'x' })],
      'different options, configurations, baselines or tools',
    ],
    ['--format json', [[{ filePath: 'x' }]], 'cannot be merged: use --format report'],
    ['something else', [{ name: 'x' }], 'is no report of strictcall'],
    [
      'other rows',
      [report({ results: [result({})] }), report({ ...second, results: [result({ digest: 6 })] })],
      'it has other rows in one of them',
    ],
    [
      'rows that nobody judged',
      [report({ results: [result({})] }), report({ ...second, results: [result({ own: 0 })] })],
      'log.jsonl has 2 rows, and the shards judged 1 of them.',
    ],
  ])('%s', async (_, reports, message) => {
    const cwd = temporaryFolder()
    const files = reports.map((value, i) => {
      writeFileSync(path.join(cwd, `${i}.json`), JSON.stringify(value))
      return `${i}.json`
    })
    const { code, stderr } = await strictcall(['merge', ...files], { cwd })
    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  test('a report that was cut off, an empty one, none', async () => {
    const cwd = temporaryFolder()
    writeFileSync(path.join(cwd, 'cut.json'), JSON.stringify(report()).slice(0, -20))
    writeFileSync(path.join(cwd, 'empty.json'), '')
    const run = async (...files: string[]) => (await strictcall(['merge', ...files], { cwd })).stderr
    expect(await run('cut.json')).toBe('strictcall: cut.json is no JSON. Was its shard stopped?\n')
    expect(await run('empty.json')).toBe(
      'strictcall: empty.json is no JSON: it is empty. Was its shard stopped?\n',
    )
    expect(await run('gone.json')).toBe(
      'strictcall: cannot read gone.json: there is no such file or folder\n',
    )
    expect(await run()).toBe('strictcall: Name the reports to merge, written with --format report.\n')
  })
})
