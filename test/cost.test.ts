import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { lintToolsets } from '../src/lint.ts'
import { lintDocuments, lintFile } from '../src/lint-file.ts'
import { loadJson } from '../src/loaders/index.ts'
import { rulesetOf } from '../src/registry.ts'
import { findTools } from '../src/tools.ts'
import { version } from '../src/version.ts'
import { built } from './helpers/command.ts'
import { counted } from './helpers/reads.ts'

/** What a run costs, in counts that are the same on every machine. */

const tools = JSON.stringify([
  {
    type: 'function',
    function: {
      name: 'get_weather',
      strict: true,
      parameters: {
        type: 'object',
        properties: { city: { type: 'string' } },
        required: ['city'],
        additionalProperties: false,
      },
    },
  },
])

/** Writes which modules were loaded, ours by their paths and those of Node by their names. */
const spy = `
const Module = require('node:module')
const { writeFileSync } = require('node:fs')
const load = Module._load
const loaded = new Set()
Module._load = function (name, parent, ...rest) {
  loaded.add(Module.builtinModules.includes(name.replace(/^node:/, '')) ? name : Module._resolveFilename(name, parent))
  return load.call(this, name, parent, ...rest)
}
process.on('exit', () => writeFileSync(process.env.LOADED_FILE, JSON.stringify([...loaded])))
`

let folder: string

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'strictcall-cost-'))
  writeFileSync(path.join(folder, 'spy.cjs'), spy)
  writeFileSync(path.join(folder, 'one.json'), tools)
})

afterAll(() => rmSync(folder, { recursive: true }))

/** The modules that a run of the command loads. */
function loadedBy(...args: string[]): { own: string[]; builtin: string[]; stdout: string } {
  const list = path.join(folder, 'loaded.json')
  const { stdout } = spawnSync(
    process.execPath,
    ['--require', path.join(folder, 'spy.cjs'), built, ...args],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', LOADED_FILE: list } },
  )
  const loaded: string[] = JSON.parse(readFileSync(list, 'utf8'))
  return {
    own: loaded.filter(path.isAbsolute),
    builtin: loaded.filter(name => !path.isAbsolute(name)),
    stdout,
  }
}

test('`lint one.json` reads two files of the package, with what every run needs', () => {
  const { own, stdout } = loadedBy('lint', 'one.json')
  const code = own.map(file => readFileSync(file, 'utf8')).join('\n')
  expect(stdout).toContain('1 strict-ready')
  expect(own.length).toBeLessThanOrEqual(2)
  expect(code.length).toBeLessThanOrEqual(200_000)
  // Words of yargs, fast-glob, js-yaml, ajv and lezer that a bundle leaves as they are.
  expect(code).not.toMatch(/strip-dashed|micromatch|tag:yaml\.org|allErrors|skippedNodes/)
})

test('`lint one.json` needs no part of Node that is slow to load', () => {
  const { builtin } = loadedBy('lint', 'one.json')
  // Of `node:module` Node 22 and later are asked to keep what they compile.
  const cheap = ['node:fs', 'node:path', 'node:util', 'node:buffer', 'node:module']
  expect(builtin.filter(name => !cheap.includes(name))).toEqual([])
})

test('a folder of JSON needs no more than a file', () => {
  mkdirSync(path.join(folder, 'folder'))
  writeFileSync(path.join(folder, 'folder', 'one.json'), tools)
  expect(loadedBy('lint', 'folder').own).toEqual(loadedBy('lint', 'one.json').own)
})

test.each(['--version', '-v'])('`%s` needs no more either', option => {
  const { own, stdout } = loadedBy(option)
  expect(stdout).toBe(`${version}\n`)
  expect(own.length).toBeLessThanOrEqual(2)
})

test('more is loaded when it is needed', () => {
  expect(loadedBy('lint', '*.json').own.length).toBeGreaterThan(2)
  expect(loadedBy('lint', 'one.json', '--output-file', 'out.txt').builtin).toContain('node:crypto')
})

test('a clean file is parsed once', async () => {
  const parse = vi.spyOn(JSON, 'parse')
  const outcome = await lintFile({ path: path.join(folder, 'one.json'), named: true }, rulesetOf())
  const times = parse.mock.calls.filter(([text]) => text === tools).length
  parse.mockRestore()
  expect(outcome.kind).toBe('linted')
  expect(times).toBe(1)
})

test('no place is looked up in a clean file', async () => {
  const document = loadJson(tools)
  const locate = vi.spyOn(document, 'locate')
  const outcome = await lintDocuments(
    [document],
    { path: 'one.json', named: true },
    rulesetOf(),
    'one.json',
    { edits: true },
  )
  expect(outcome.kind).toBe('linted')
  expect(locate).not.toHaveBeenCalled()
})

test('a clean tool is read no more than six times over, and one with a problem no more than ten times', () => {
  const ruleset = rulesetOf()
  const readings = (tool: object): number => {
    const { value, reads } = counted(tool)
    lintToolsets({ value, duplicateKeys: [], mayHoldSurrogates: false }, findTools(value), ruleset)
    return reads() / membersIn(tool)
  }
  const [tool] = JSON.parse(tools)
  expect(readings(tool)).toBeLessThan(6)
  delete tool.function.parameters.additionalProperties
  expect(readings(tool)).toBeLessThan(10)
})

function membersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce((sum: number, member) => sum + 1 + membersIn(member), 0)
}
