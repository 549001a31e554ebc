import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { fixFile } from '../src/fix-file.ts'
import { rulesetOf } from '../src/registry.ts'
import { built, strictcall, temporaryFolder } from './helpers/command.ts'

const FILES = 1000
const KILLS = 4

function toolsOf(index: number): string {
  const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city', 'city'] }
  return `${JSON.stringify([{ name: `tool_${index}`, inputSchema: parameters }], null, 2)}\n`
}

/** Starts fixing a folder, and ends that with `kill -9` after a while. */
async function fixAndKill(folder: string, milliseconds: number): Promise<boolean> {
  const child = spawn(process.execPath, [built, 'lint', '--fix', folder], { stdio: 'ignore' })
  const ended = new Promise<boolean>(resolve =>
    child.on('exit', (_, signal) => resolve(signal === 'SIGKILL')),
  )
  await wait(milliseconds)
  child.kill('SIGKILL')
  return ended
}

test(`kill -9 while ${FILES} files are fixed: each of them is the old one or the new one`, async () => {
  const folder = temporaryFolder()
  const names = Array.from({ length: FILES }, (_, index) => `tools-${index}.json`)
  const before = new Map(names.map((name, index) => [name, toolsOf(index)]))
  const after = new Map<string, string>()
  const write = () => {
    for (const [name, text] of before) writeFileSync(path.join(folder, name), text)
  }
  write()
  for (const name of names) {
    const fixed = await fixFile({ path: path.join(folder, name), named: true }, rulesetOf())
    after.set(name, fixed.after!)
    expect(fixed.after).not.toBe(before.get(name))
  }

  const started = Date.now()
  expect((await strictcall(['lint', '--fix', folder])).stdout).toContain(
    `problems fixed in ${FILES.toLocaleString('en')} files`,
  )
  const duration = Date.now() - started

  let interrupted = 0
  for (let kill = 0; kill < KILLS; kill++) {
    write()
    const wasKilled = await fixAndKill(folder, 60 + Math.random() * duration)
    const contents = names.map(name => readFileSync(path.join(folder, name), 'utf8'))
    const isNew = names.filter((name, index) => contents[index] === after.get(name))
    const isOld = names.filter((name, index) => contents[index] === before.get(name))
    expect(isNew.length + isOld.length).toBe(FILES)
    if (wasKilled && isNew.length > 0 && isOld.length > 0) interrupted++
    // What may be left over is no file that anybody would take for tools.
    const others = readdirSync(folder).filter(name => !before.has(name))
    for (const name of others) expect(name).toMatch(/^\.strictcall-[\da-f]+\.tmp$/)
  }
  expect(interrupted).toBeGreaterThan(0)

  const { stdout } = await strictcall(['lint', '--fix', folder])
  expect(stdout).toContain(`in ${FILES.toLocaleString('en')} files`)
  expect(stdout).not.toContain('skipped')
  for (const name of names) expect(readFileSync(path.join(folder, name), 'utf8')).toBe(after.get(name))
}, 240_000)
