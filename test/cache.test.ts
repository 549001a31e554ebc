import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyOf } from '../src/cache/key.ts'
import { createStore } from '../src/cache/store.ts'
import { strictcall, temporaryFolder } from './helpers/command.ts'

const tool = (name: string, property: string) => `[
  // strictcall-disable-next-line require-strict
  { "type": "function", "function": { "name": "${name}", "description": "Finds.",
    "parameters": { "type": "object", "required": ["a"], "properties": { "a": ${property} } } } }
]
`

/** What a file may hold: tools with problems, without, none at all, no JSON. */
const contents = [
  tool('find', '{ "type": "string" }'),
  tool('find', '{ "type": "string", "minLength": 1 }'),
  tool('find.it', '{ "enum": ["a"] }'),
  tool('find', '{ "type": "string" }').replace('"required": ["a"],', ''),
  '{ "tools": [',
  '{ "no": "tools" }',
  'name: find\nparameters: { type: object }\n',
  '',
]
const files = ['a.jsonc', 'b.json', 'c.yaml', 'd.jsonl']
const formats = ['text', 'json', 'html']

function lint(cwd: string, ...args: string[]) {
  return strictcall(['lint', ...files, '--no-suppressions', '--concurrency', 'off', ...args], { cwd })
}

const edits = fc.array(
  fc.record({ file: fc.constantFrom(...files), content: fc.constantFrom(...contents) }),
  { minLength: 1, maxLength: 4 },
)

describe('--cache', () => {
  test('changes no byte of a report, whatever is edited', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(edits, fc.constantFrom(...formats)), { minLength: 2, maxLength: 3 }),
        async rounds => {
          const cwd = temporaryFolder()
          for (const file of files) writeFileSync(path.join(cwd, file), contents[0]!)
          for (const [changes, format] of rounds) {
            for (const { file, content } of changes) writeFileSync(path.join(cwd, file), content)
            const plain = await lint(cwd, '--format', format)
            expect(await lint(cwd, '--format', format, '--cache')).toEqual(plain)
            expect(await lint(cwd, '--format', format, '--cache')).toEqual(plain)
          }
        },
      ),
      { numRuns: 4 },
    )
  })

  test('knows results by their options, too', async () => {
    const cwd = temporaryFolder()
    for (const file of files) writeFileSync(path.join(cwd, file), contents[1]!)
    const variants = [
      [],
      ['--rule', 'no-unsupported-keywords=off'],
      ['--rule', 'no-unsupported-keywords=warning'],
      ['--format', 'json'],
      ['--report-unused-suppressions', 'error'],
      ['--ignore-unknown'],
    ]
    for (const variant of [...variants, ...variants]) {
      expect(await lint(cwd, ...variant, '--cache')).toEqual(await lint(cwd, ...variant))
    }
  })

  test('takes results from the cache', async () => {
    const cwd = temporaryFolder()
    for (const file of files) writeFileSync(path.join(cwd, file), contents[0]!)
    await lint(cwd, '--cache')
    const before = readFileSync(path.join(cwd, '.strictcallcache'))
    const { ino } = statSync(path.join(cwd, '.strictcallcache'))
    await lint(cwd, '--cache')
    // A run that found all of its results there writes none.
    expect(statSync(path.join(cwd, '.strictcallcache')).ino).toBe(ino)
    writeFileSync(path.join(cwd, 'a.jsonc'), contents[1]!)
    await lint(cwd, '--cache')
    expect(readFileSync(path.join(cwd, '.strictcallcache')).equals(before)).toBe(false)
  })

  test('a file that is no cache, or is damaged, is left aside with a warning', async () => {
    const cwd = temporaryFolder()
    for (const file of files) writeFileSync(path.join(cwd, file), contents[1]!)
    const plain = await lint(cwd)
    await lint(cwd, '--cache-location', 'cache')
    const cache = readFileSync(path.join(cwd, 'cache'))
    const flipped = Buffer.from(cache)
    flipped[cache.length - 20]! ^= 1
    for (const bytes of [Buffer.from(''), Buffer.from('{}'), cache.subarray(0, 300), flipped]) {
      writeFileSync(path.join(cwd, 'cache'), bytes)
      const { stderr, ...rest } = await lint(cwd, '--cache-location', 'cache')
      expect(rest).toEqual({ code: plain.code, stdout: plain.stdout })
      expect(stderr).toContain('strictcall: cache: this is no cache that can be used; it is left aside\n')
      expect(readFileSync(path.join(cwd, 'cache')).equals(cache)).toBe(true)
    }
  })

  test('that of another version is left aside without a word', async () => {
    const cwd = temporaryFolder()
    for (const file of files) writeFileSync(path.join(cwd, file), contents[1]!)
    const plain = await lint(cwd)
    writeFileSync(path.join(cwd, 'cache'), 'strictcall cache\n0.0.0 1.2\nabc\nxyz')
    expect(await lint(cwd, '--cache-location', 'cache')).toEqual(plain)
    expect(await lint(cwd, '--cache-location', 'cache')).toEqual(plain)
  })

  test('one that cannot be written is no reason to fail', async () => {
    const cwd = temporaryFolder()
    for (const file of files) writeFileSync(path.join(cwd, file), contents[0]!)
    const plain = await lint(cwd)
    const { stderr, ...rest } = await lint(cwd, '--cache-location', 'none/cache')
    expect(rest).toEqual({ code: plain.code, stdout: plain.stdout })
    expect(stderr).toContain('cannot write none/cache: there is no such file or folder')
  })
})

describe('the store', () => {
  test('gives what was put, as it was then', () => {
    const key = { a: 1 }
    const result = { map: new Map([[key, -0]]), key, none: undefined }
    const store = createStore()
    store.put('a', 'k', result)
    key.a = 2
    const got = store.get('a') as typeof result
    expect(got).toEqual({ map: new Map([[{ a: 1 }, -0]]), key: { a: 1 }, none: undefined })
    expect(got.map.has(got.key)).toBe(true)
    expect(store.keyOf('a')).toBe('k')
    expect(store.keyOf('__proto__')).toBeUndefined()
  })

  test('leaves out what is nested too deep', () => {
    let deep: unknown[] = []
    for (let i = 0; i < 100_000; i++) deep = [deep]
    const store = createStore()
    store.put('a', 'k', deep)
    expect(store.keyOf('a')).toBeUndefined()
    expect(store.changes()).toBe(0)
  })

  test('keys differ when the bytes or the settings do', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.uint8Array(), fc.uint8Array(), (a, b, x, y) => {
        const isSame = a === b && Buffer.from(x).equals(y)
        expect(keyOf(a, x) === keyOf(b, y)).toBe(isSame)
      }),
    )
    expect(keyOf('a', Buffer.from('bc'))).not.toBe(keyOf('ab', Buffer.from('c')))
  })
})

describe('--concurrency', () => {
  test('changes no byte of a report, with a cache or without', async () => {
    const cwd = temporaryFolder()
    const names = Array.from({ length: 150 }, (_, i) => `${i}.${['jsonc', 'json', 'yaml', 'jsonl'][i % 4]}`)
    for (const [i, name] of names.entries())
      writeFileSync(path.join(cwd, name), contents[i % contents.length]!)
    for (const format of formats) {
      const args = ['lint', '.', ...names.slice(0, 20), 'missing.json', '--format', format, '--concurrency']
      const plain = await strictcall([...args, 'off'], { cwd })
      expect(await strictcall([...args, '2'], { cwd })).toEqual(plain)
      expect(await strictcall([...args, '7'], { cwd })).toEqual(plain)
      expect(await strictcall([...args, '3', '--cache'], { cwd })).toEqual(plain)
      expect(await strictcall([...args, '3', '--cache'], { cwd })).toEqual(plain)
    }
  })

  test('what is nested deep comes out the same', async () => {
    const cwd = temporaryFolder()
    const deep = `${'{"anyOf":['.repeat(20_000)}{"type":"string"}${']}'.repeat(20_000)}`
    for (let i = 0; i < 6; i++)
      writeFileSync(path.join(cwd, `${i}.json`), tool('find', deep).replace(/\/\/.*/, ''))
    const plain = await strictcall(['lint', '.', '--format', 'json', '--concurrency', 'off'], { cwd })
    expect(await strictcall(['lint', '.', '--format', 'json', '--concurrency', '3'], { cwd })).toEqual(plain)
  })

  test('a configuration holds in every thread', async () => {
    const cwd = temporaryFolder()
    writeFileSync(path.join(cwd, 'strictcall.config.json'), '{ "rules": { "require-strict": "off" } }')
    for (let i = 0; i < 40; i++)
      writeFileSync(path.join(cwd, `${i}.json`), contents[1]!.replace(/\/\/.*/, ''))
    const plain = await strictcall(['lint', '.', '--concurrency', 'off'], { cwd })
    expect(plain.stdout).not.toContain('require-strict')
    expect(await strictcall(['lint', '.', '--concurrency', '4'], { cwd })).toEqual(plain)
  })

  test.each(['0', '-1', 'two', '1.5', '1000'])('takes no %s', async number => {
    const { code, stderr } = await strictcall(['lint', '.', `--concurrency=${number}`])
    expect([code, stderr]).toEqual([
      2,
      `strictcall: --concurrency takes a number of threads, auto or off, not "${number}".\n`,
    ])
  })
})
