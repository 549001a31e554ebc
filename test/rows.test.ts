import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCallValidator } from '../src/index.ts'
import { built, strictcall, temporaryFolder } from './helpers/command.ts'

const toolsFile = path.resolve('fixtures/cli/files/weather-tools.json')
const tools = JSON.parse(readFileSync(toolsFile, 'utf8'))
const call = (args: unknown) => JSON.stringify({ name: 'get_weather', arguments: JSON.stringify(args) })
const good = { city: 'Graz', unit: 'celsius', days: 3 }

/** Sends rows through the standard input, and reads what comes back. */
async function filter(rows: readonly string[], ...options: string[]) {
  const args = ['validate', '--tools', toolsFile, '--format', 'jsonl', ...options, '-']
  const { code, stdout, stderr } = await strictcall(args, { input: rows.map(row => `${row}\n`).join('') })
  return {
    code,
    stderr,
    rows: stdout
      .split('\n')
      .slice(0, -1)
      .map(row => JSON.parse(row)),
  }
}

describe('validate --format jsonl', () => {
  test('a row for a row, in order, also for what is broken', async () => {
    const two = JSON.stringify([good, { ...good, days: 0 }].map(args => JSON.parse(call(args))))
    const { code, rows } = await filter([call(good), '{"name": ', '{}', call({}), two])
    expect(code).toBe(1)
    expect(rows.map(({ index, line, ok }) => [index, line, ok])).toEqual([
      [0, 1, true],
      [1, 2, false],
      [2, 3, true],
      [3, 4, false],
      [4, 5, false],
    ])
    expect(rows[0]).toEqual({ index: 0, line: 1, ok: true, tool: 'get_weather', arguments: good })
    expect(rows[1].diagnostics).toEqual([expect.objectContaining({ ruleId: 'syntax' })])
    expect(rows[2].calls).toEqual([])
    expect(rows[3].feedback).toContain('The required property `city` is missing.')
    expect(rows[4].calls.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, false])
  })

  test('says what the library says', async () => {
    const validator = createCallValidator(tools)
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record(
            {
              city: fc.oneof(fc.string(), fc.constant(null)),
              unit: fc.constantFrom('celsius', 'kelvin'),
              days: fc.oneof(fc.integer({ min: -1, max: 3 }), fc.constant('null')),
            },
            { requiredKeys: [] },
          ),
          { minLength: 1, maxLength: 40 },
        ),
        async list => {
          const { rows } = await filter(list.map(call))
          const expected = list.map((args, index) => {
            const result = validator.validate(JSON.parse(call(args)))
            return {
              index,
              line: index + 1,
              ok: result.ok,
              tool: result.tool,
              ...(result.ok && { arguments: result.arguments }),
              ...(result.diagnostics.length > 0 && { diagnostics: result.diagnostics }),
              ...(!result.ok && { feedback: result.feedback }),
            }
          })
          expect(rows).toEqual(JSON.parse(JSON.stringify(expected)))
        },
      ),
      { numRuns: 10 },
    )
  })

  test('a repaired call can be made, and says so', async () => {
    const row = call({ arguments: good })
    const { code, rows } = await filter([row], '--repair')
    expect(code).toBe(0)
    expect(rows[0]).toMatchObject({ ok: true, repaired: true, arguments: good })
    expect(rows[0].diagnostics[0]).toMatchObject({ severity: 'warning', ruleId: 'call/wrapped-arguments' })
    expect((await filter([row], '--repair', '--quiet')).rows[0]).not.toHaveProperty('diagnostics')
    expect((await filter([row], '--repair', '--max-warnings', '0')).code).toBe(1)
  })

  test('answers each row as it comes, before the input ends', async () => {
    const child = spawn(process.execPath, [built, 'validate', '--tools', toolsFile, '--format', 'jsonl', '-'])
    const lines = (async function* () {
      for await (const chunk of child.stdout) yield* String(chunk).trimEnd().split('\n')
    })()
    for (let index = 0; index < 3; index++) {
      child.stdin.write(`${call(good)}\n`)
      expect(JSON.parse((await lines.next()).value!)).toMatchObject({ index, ok: true })
    }
    child.stdin.end()
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(0)
  })

  test('reads no faster than it is read from', async () => {
    const child = spawn(process.execPath, [built, 'validate', '--tools', toolsFile, '--format', 'jsonl', '-'])
    child.stdin.on('error', () => {})
    const block = `${call(good)}\n`.repeat(2_000)
    let written = 0
    // Nobody reads the standard output: soon the pipes and buffers are full, however much there is to send.
    const isTaken = () =>
      new Promise<boolean>(resolve => {
        const stalled = setTimeout(resolve, 3_000, false)
        child.stdin.write(block, () => {
          clearTimeout(stalled)
          resolve(true)
        })
      })
    while (written < 200 && (await isTaken())) written++
    expect(written).toBeLessThan(200)
    child.kill()
  })

  test('ends when its reader has seen enough', async () => {
    const child = spawn(process.execPath, [built, 'validate', '--tools', toolsFile, '--format', 'jsonl', '-'])
    child.stdin.on('error', () => {})
    const feed = setInterval(() => child.stdin.write(`${call(good)}\n`.repeat(1_000)), 5)
    await new Promise(resolve => child.stdout.once('data', resolve))
    child.stdout.destroy()
    const stderr: string[] = []
    child.stderr.on('data', chunk => stderr.push(String(chunk)))
    expect(await new Promise(resolve => child.on('close', resolve))).toBe(0)
    clearInterval(feed)
    expect(stderr.join('')).toBe('')
  })

  test('files, and a report that is written as a whole', async () => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'a.jsonl'), `${call(good)}\n\n${call(good)}\n`)
    writeFileSync(path.join(folder, 'b.json'), call(good))
    const args = ['validate', '--tools', toolsFile, '--format', 'jsonl', '--output-file', 'out.jsonl']
    const { code, stdout } = await strictcall([...args, 'a.jsonl', 'b.json'], { cwd: folder })
    expect([code, stdout]).toEqual([0, ''])
    const rows = readFileSync(path.join(folder, 'out.jsonl'), 'utf8').trimEnd().split('\n')
    expect(rows.map(row => JSON.parse(row)).map(({ file, index, line }) => [file, index, line])).toEqual([
      ['a.jsonl', 0, 1],
      ['a.jsonl', 1, 3],
      ['b.json', 0, 1],
    ])
    writeFileSync(path.join(folder, 'd.json'), Buffer.from([0x7b, 0, 1, 2]))
    expect(await strictcall([...args, 'd.json'], { cwd: folder })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^strictcall: d\.json: .*binary.*\n$/),
    })
    const lost = await strictcall([...args, 'a.jsonl', 'c.jsonl'], { cwd: folder })
    expect(lost).toMatchObject({ code: 2, stderr: expect.stringContaining('c.jsonl: there is no such file') })
  })

  test('hostile rows: keys of objects’ own machinery, and any depth', async () => {
    const folder = temporaryFolder()
    const openTools = path.join(folder, 'tools.json')
    writeFileSync(openTools, '[{"name": "save", "inputSchema": {"type": "object"}}]')
    const row = (args: string) => `{"name": "save", "arguments": ${args}}`
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    const args = ['validate', '--tools', openTools, '--format', 'jsonl', '-']
    const input = [row('{"__proto__": 1, "constructor": 2}'), row(deep), row('{}')].join('\n')
    const { code, stdout, stderr } = await strictcall(args, { input })
    const rows = stdout.trimEnd().split('\n')
    expect(rows[0]).toContain('"arguments":{"__proto__":1,"constructor":2}')
    expect(rows.map(text => JSON.parse(text).ok)).toEqual([true, false, true])
    expect([code, stderr]).toEqual([1, ''])
  })
})
