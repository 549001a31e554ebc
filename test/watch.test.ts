import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { built, strictcall, temporaryFolder } from './helpers/command.ts'

const good = `{ "type": "function", "function": { "name": "find", "description": "Finds.", "strict": true,
  "parameters": { "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"],
    "additionalProperties": false } } }
`
const bad = good.replace('"type": "string"', '"type": "string", "minLength": 1')

interface Watcher {
  child: ChildProcess
  /** Waits for the next report. */
  next(): Promise<string>
}

/** What ends each run, on the standard error; the report stands before it. */
const waiting = 'Watching for changes; Ctrl-C ends.\n'

function watch(cwd: string, ...args: string[]): Watcher {
  const child = spawn(
    'sh',
    ['-c', 'exec "$0" "$@" 2>&1', process.execPath, built, 'lint', '--watch', ...args],
    { cwd },
  )
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  let look = () => {}
  child.stdout!.on('data', chunk => {
    output += chunk
    look()
  })
  return {
    child,
    async next() {
      while (!output.includes(waiting)) await new Promise<void>(resolve => (look = resolve))
      const end = output.indexOf(waiting)
      const report = output.slice(0, end).replace(/strictcall: $/, '')
      output = output.slice(end + waiting.length)
      return report
    },
  }
}

/** Edits until the report is as expected: an editor may need two steps, and each may be answered. */
async function until(watcher: Watcher, fits: (report: string) => boolean): Promise<string> {
  for (;;) {
    const report = await watcher.next()
    if (fits(report)) return report
  }
}

function write(cwd: string, name: string, text: string): void {
  writeFileSync(path.join(cwd, name), text)
}

describe.each([
  ['listening', []],
  ['polling', ['--poll']],
])('%s', (_, args) => {
  test('changed, new, renamed and removed files, the changed one first', async () => {
    const cwd = temporaryFolder()
    write(cwd, 'a.json', bad)
    write(cwd, 'b.json', good)
    const watcher = watch(cwd, '.', ...args)
    expect(await watcher.next()).toContain('1 problem (1 error, 0 warnings) in 1 of 2 files')

    write(cwd, 'b.json', bad)
    const both = await until(watcher, report => report.includes('2 problems'))
    expect(both.indexOf('b.json')).toBeLessThan(both.indexOf('a.json'))

    mkdirSync(path.join(cwd, 'deep', 'er'), { recursive: true })
    write(cwd, 'deep/er/c.json', bad)
    expect(await until(watcher, report => report.includes('3 problems'))).toContain('deep/er/c.json')

    // As an editor saves: a new file takes the place of the old one.
    write(cwd, 'deep/er/draft', good)
    renameSync(path.join(cwd, 'deep/er/draft'), path.join(cwd, 'deep/er/c.json'))
    await until(watcher, report => report.includes('2 problems (2 errors, 0 warnings) in 2 of 3 files'))

    rmSync(path.join(cwd, 'deep'), { recursive: true })
    rmSync(path.join(cwd, 'a.json'))
    await until(watcher, report => report.includes('1 problem (1 error, 0 warnings) in 1 file'))
    write(cwd, 'b.json', good)
    await until(watcher, report => report.includes('No problems in 1 file'))
  })

  test('configuration and baseline, and what is wrong with them', async () => {
    const cwd = temporaryFolder()
    mkdirSync(path.join(cwd, 'tools'))
    write(cwd, 'tools/a.json', bad)
    const watcher = watch(cwd, 'tools', ...args)
    await until(watcher, report => report.includes('1 problem'))
    write(cwd, 'strictcall.config.json', '{ "rules": { "no-unsupported-keywords": "of" } }')
    await until(watcher, report => report.includes('strictcall.config.json:1:'))
    write(cwd, 'strictcall.config.json', '{ "rules": { "no-unsupported-keywords": "off" } }')
    await until(watcher, report => report.includes('No problems in 1 file'))
    rmSync(path.join(cwd, 'strictcall.config.json'))
    await until(watcher, report => report.includes('1 problem'))
    await strictcall(['lint', 'tools', '--suppress-all'], { cwd })
    await until(watcher, report => report.includes('1 problem suppressed'))
  })
})

test('a report that is written into the watched folder does not wake it', async () => {
  const cwd = temporaryFolder()
  write(cwd, 'a.json', bad)
  const watcher = watch(cwd, '.', '--output-file', 'report.json', '--format', 'json', '--cache')
  await watcher.next()
  write(cwd, 'a.json', good)
  await watcher.next()
  const isAsleep = await Promise.race([
    watcher.next().then(() => false),
    new Promise<boolean>(resolve => setTimeout(resolve, 1500, true)),
  ])
  expect(isAsleep).toBe(true)
})

test('the screen is not cleared where there is none', async () => {
  const cwd = temporaryFolder()
  write(cwd, 'a.json', bad)
  const watcher = watch(cwd, 'a.json')
  await watcher.next()
  write(cwd, 'a.json', good)
  expect(await until(watcher, report => report.includes('No problems'))).not.toContain('\u001b')
})

test('it ends when nobody reads any more', async () => {
  const cwd = temporaryFolder()
  write(cwd, 'a.json', bad)
  const child = spawn(process.execPath, [built, 'lint', '--watch', '.'], { cwd })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  await once(child.stderr, 'data')
  child.stdout.destroy()
  write(cwd, 'a.json', good)
  expect(await once(child, 'exit')).toEqual([141, null])
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends it with %i', async (signal, code) => {
  const cwd = temporaryFolder()
  write(cwd, 'a.json', bad)
  const watcher = watch(cwd, '.')
  await watcher.next()
  watcher.child.kill(signal)
  expect(await once(watcher.child, 'exit')).toEqual([code, null])
})

test.each([
  [['-'], '--watch does not go with the standard input.'],
  [['.', '--fix'], '--watch does not go with --fix.'],
  [['.', '--suppress-all'], '--watch does not go with --suppress-all.'],
  [['.', '--concurrency', 'much'], '--concurrency takes a number of threads, auto or off, not "much".'],
])('%j cannot be watched', async (args, message) => {
  const { code, stderr } = await strictcall(['lint', '--watch', ...args])
  expect([code, stderr]).toEqual([2, `strictcall: ${message}\n`])
})
