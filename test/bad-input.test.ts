import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { lint } from '../src/index.ts'
import { maxDepth } from '../src/walk.ts'
import { strictcall, temporaryFolder } from './helpers/command.ts'

const strictTool = (name: string, parameters: unknown) => ({
  type: 'function',
  function: { name, description: 'A tool.', strict: true, parameters },
})
const closed = (properties: Record<string, unknown>) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})

/** Runs the linter on a file of this content, in a folder of its own. */
async function lintContent(name: string, content: string | Uint8Array, ...options: string[]) {
  const cwd = temporaryFolder()
  writeFileSync(path.join(cwd, name), content)
  return strictcall(['lint', name, ...options], { cwd })
}

/** Whatever happens, nobody sees the inside of the program. */
function expectNoTrace({ stdout, stderr }: { stdout: string; stderr: string }) {
  expect(stdout + stderr).not.toMatch(/^\s+at .*[:(]\d+|internal error|RangeError|TypeError/m)
}

describe('files', () => {
  test('a missing file, beside a good one', async () => {
    const cwd = temporaryFolder()
    writeFileSync(
      path.join(cwd, 'good.json'),
      JSON.stringify([strictTool('a', closed({ b: { type: 'string' } }))]),
    )
    const ran = await strictcall(['lint', 'missing.json', 'good.json'], { cwd })
    expect(ran.code).toBe(2)
    expect(ran.stderr).toBe('strictcall: missing.json: there is no such file or folder\n')
    expect(ran.stdout).toContain('No problems in 1 file')
  })

  test.skipIf(process.getuid?.() === 0)(
    'a file that may not be read (skipped for root, who may read all)',
    async () => {
      const cwd = temporaryFolder()
      writeFileSync(path.join(cwd, 'secret.json'), '[]')
      chmodSync(path.join(cwd, 'secret.json'), 0)
      const ran = await strictcall(['lint', 'secret.json'], { cwd })
      expect(ran).toMatchObject({
        code: 2,
        stderr: 'strictcall: secret.json: you have no permission to read it\n',
      })
    },
  )

  test('a folder that is called like a file', async () => {
    const cwd = temporaryFolder()
    mkdirSync(path.join(cwd, 'tools.json'))
    const ran = await strictcall(['lint', 'tools.json'], { cwd })
    expect(ran.code).toBe(0)
    expectNoTrace(ran)
  })

  test('symbolic links in a circle', async () => {
    const cwd = temporaryFolder()
    symlinkSync('b.json', path.join(cwd, 'a.json'))
    symlinkSync('a.json', path.join(cwd, 'b.json'))
    mkdirSync(path.join(cwd, 'folder'))
    symlinkSync('.', path.join(cwd, 'folder', 'again'))
    const named = await strictcall(['lint', 'a.json'], { cwd })
    expect(named).toMatchObject({
      code: 2,
      stderr: 'strictcall: a.json: its symbolic links lead in a circle\n',
    })
    expect((await strictcall(['lint', 'folder'], { cwd })).code).toBe(0)
  })

  test('a pattern that matches nothing', async () => {
    const ran = await strictcall(['lint', '*.tools.json'], { cwd: temporaryFolder() })
    expect(ran).toMatchObject({ code: 2, stderr: 'strictcall: No file matches "*.tools.json".\n' })
  })

  test('binary, UTF-32, invalid UTF-8, empty, blank', async () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)
    const cases: [Uint8Array, RegExp, number][] = [
      [png, /NUL|UTF-8/, 2],
      [Uint8Array.of(0xff, 0xfe, 0, 0, 0x5b, 0, 0, 0), /UTF-32/, 2],
      [Uint8Array.of(0x5b, 0x22, 0xc3, 0x28, 0x22, 0x5d), /UTF-8/, 2],
      [Uint8Array.of(), /empty/, 1],
      [Uint8Array.of(0x20, 0x0a), /white space/, 1],
    ]
    for (const [bytes, words, code] of cases) {
      const ran = await lintContent('tools.json', bytes)
      expect(ran.stdout + ran.stderr).toMatch(words)
      expect(ran.code).toBe(code)
      expectNoTrace(ran)
    }
  })

  test('a report that cannot be written leaves nothing behind', async () => {
    const cwd = temporaryFolder()
    writeFileSync(
      path.join(cwd, 'tools.json'),
      JSON.stringify([strictTool('a', closed({ b: { type: 'string' } }))]),
    )
    mkdirSync(path.join(cwd, 'report.txt'))
    const ran = await strictcall(['lint', 'tools.json', '--output-file', 'report.txt'], { cwd })
    expect(ran.code).toBe(2)
    expect(readdirSync(cwd).sort()).toEqual(['report.txt', 'tools.json'])
    expect(existsSync(path.join(cwd, 'report.txt'))).toBe(true)
  })
})

describe('texts', () => {
  test('JSON that breaks at the end of 5 MB', async () => {
    const tool = JSON.stringify(strictTool('a', closed({ b: { type: 'string' } })))
    const lines = Math.ceil(5e6 / tool.length)
    const ran = await lintContent(
      'tools.json',
      `[\n${`${tool},\n`.repeat(lines)}${tool} }\n`,
      '--format',
      'json',
    )
    const [{ messages }] = JSON.parse(ran.stdout)
    expect(messages[0]).toMatchObject({
      ruleId: 'syntax',
      line: lines + 2,
      column: tool.length + 2,
      fatal: true,
    })
    expect(ran.code).toBe(1)
  })

  test('50 MB', async () => {
    const tool = JSON.stringify(
      strictTool('a', closed({ b: { type: 'string', description: 'x'.repeat(1000) } })),
    )
    const ran = await lintContent(
      'tools.json',
      `[${`${tool},`.repeat(Math.ceil(50e6 / tool.length))}${tool}]`,
      '--quiet',
    )
    expect(ran.stdout).toMatch(/strict-ready/)
    expectNoTrace(ran)
  })

  test.each(['json', 'jsonc', 'yaml'])('100,000 levels of arrays as %s', async ending => {
    const ran = await lintContent(`tools.${ending}`, '['.repeat(100_000) + ']'.repeat(100_000))
    expect([1, 2]).toContain(ran.code)
    expectNoTrace(ran)
  })

  test('100,000 levels of schema', async () => {
    const open = '{"type":"object","additionalProperties":false,"required":["a"],"properties":{"a":'
    const text = `[{"type":"function","function":{"name":"deep","strict":true,"parameters":${open.repeat(100_000)}{"type":"string"}${'}}'.repeat(100_000)}}}]`
    const ran = await lintContent('tools.json', text)
    expect(ran.stdout).toContain('nested more than 1,000 levels deep')
    expect(ran.code).toBe(1)
    expectNoTrace(ran)
  })

  test('100,000 problems in one line', async () => {
    const properties = Array.from({ length: 100_000 }, (_, i) => `"p${i}":{"type":"string"}`)
    const text = `[{"type":"function","function":{"name":"wide","strict":true,"parameters":{"type":"object","required":[],"additionalProperties":false,"properties":{${properties}}}}}]`
    const ran = await lintContent('tools.json', text, '--format', 'json')
    expect(JSON.parse(ran.stdout)[0].errorCount).toBe(100_000)
  })
})

describe('schemas', () => {
  const chain = (length: number, last: unknown) =>
    Object.fromEntries(
      Array.from({ length }, (_, i) => [
        `d${i}`,
        i + 1 < length ? closed({ next: { $ref: `#/$defs/d${i + 1}` } }) : last,
      ]),
    )

  test.each([1, 2, 50])('a ring of %i references', length => {
    const $defs = chain(length, closed({ next: { $ref: '#/$defs/d0' } }))
    const { diagnostics } = lint([
      strictTool('ring', { ...closed({ first: { $ref: '#/$defs/d0' } }), $defs }),
    ])
    expect(diagnostics.map(({ ruleId, pointer }) => `${ruleId} ${pointer}`)).toEqual([
      `no-endless-recursion /0/function/parameters/$defs/d${length - 1}/properties/next/$ref`,
    ])
  })

  test('references to nothing but references', () => {
    const $defs = { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }
    const { diagnostics } = lint([strictTool('ring', { ...closed({ first: { $ref: '#/$defs/a' } }), $defs })])
    expect(diagnostics.map(({ ruleId }) => ruleId)).toEqual(['no-endless-recursion'])
  })

  test('a chain of 10,000 definitions', () => {
    const $defs = chain(10_000, closed({ end: { type: 'string' } }))
    const { diagnostics, tools } = lint([
      strictTool('chain', { ...closed({ first: { $ref: '#/$defs/d0' } }), $defs }),
    ])
    expect(diagnostics).toEqual([])
    expect(tools[0]!.verdict).toBe('strict-ready')
  })

  test('an object that contains itself', () => {
    const ring: Record<string, unknown> = closed({})
    ring.properties = { again: ring }
    const { diagnostics } = lint([strictTool('ring', ring)])
    expect(diagnostics.map(({ ruleId }) => ruleId)).toContain('require-all-properties')
  })

  test('names that mean something to JavaScript', () => {
    const text =
      '[{"type":"function","function":{"name":"constructor","strict":true,"parameters":{"type":"object","properties":{"__proto__":{"type":"string"},"constructor":{"type":"string","minLength":1},"$ref":{"type":"string"}},"required":["constructor","toString","$ref"],"additionalProperties":false}}}]'
    const { diagnostics } = lint(JSON.parse(text))
    expect(
      diagnostics.map(({ ruleId, pointer }) => `${ruleId} ${pointer.slice('/0/function/parameters'.length)}`),
    ).toEqual([
      'require-all-properties /properties/__proto__',
      'valid-required /required/1',
      'no-unsupported-keywords /properties/constructor/minLength',
    ])
    expect(({} as Record<string, unknown>).type).toBeUndefined()
  })

  test('what is in enum, const, default and examples is data', () => {
    const data = { type: 'object', properties: { a: {} }, minLength: 1, $ref: 'nowhere' }
    const parameters = closed({
      a: { type: 'string', default: data, examples: [data] },
      b: { type: 'number', const: data },
    })
    expect(lint([strictTool('a', parameters)]).diagnostics).toEqual([])
  })

  test('what is nested too deep is cut off, not judged', () => {
    let schema: unknown = { type: 'nonsense' }
    for (let i = 0; i < maxDepth + 10; i++) schema = { type: 'array', items: schema }
    const { diagnostics } = lint([strictTool('deep', closed({ a: schema }))])
    expect(diagnostics.map(({ messageId }) => messageId)).toEqual(['too-deep'])
  })
})
