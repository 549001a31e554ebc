import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import glob from 'fast-glob'
import { describe, expect, test } from 'vitest'
import { type ExpandOptions, expand } from '../src/files.ts'
import { extensions } from '../src/folders.ts'
import { lintFile } from '../src/lint-file.ts'
import { readFor } from '../src/read-for.ts'
import { rulesetOf } from '../src/registry.ts'
import { temporaryFolder } from './helpers/command.ts'

/** Which files a folder holds for us. */

async function found(inputs: string[], options: ExpandOptions): Promise<string[]> {
  return (await expand(inputs, options)).files.map(file => file.path)
}

/** The same, as a glob library finds it. */
async function globbed(cwd: string): Promise<string[]> {
  const names = await glob(`**/*.{${extensions}}`, {
    cwd,
    ignore: ['**/node_modules/**', '**/.git/**', '**/*.min.{js,mjs,cjs}', '**/{.venv,venv,site-packages}/**'],
    dot: true,
    caseSensitiveMatch: false,
    followSymbolicLinks: false,
    suppressErrors: true,
  })
  return names.sort()
}

function write(folder: string, name: string, content = '{}'): void {
  const file = path.join(folder, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
}

/** Names of files and folders; those of Windows allow less. */
const odd =
  process.platform === 'win32' ? [] : ['a\\b.json', 'what?.json', '*.json', 'a:b.json', '"q".json', ' ']
const names = [
  ...['a.json', 'B.JSON', 'tools.YmL', '.json', '.hidden.json', 'a.json.txt', 'json', 'a.json5', 'x.py'],
  ...[
    'a.min.js',
    '.min.js',
    'amin.js',
    'a.MIN.MJS',
    'a.min.ts',
    'b.min.cjs',
    'min.js',
    'x.d.ts',
    'ünï 语.json',
  ],
  ...[
    'node_modules',
    'Node_Modules',
    'node_modules2',
    '.git',
    '.gitx',
    '.venv',
    'venv',
    'Venv',
    'site-packages',
  ],
  ...['folder', 'f.json', 'a.min.js', '.config', '[x].json', '{a,b}.json', '(a).json', '!a.json', '#a.json'],
  ...['..json', '...', 'a b.json', '-', '+(a).yaml', 'constructor', '__proto__', ...odd],
]

describe('a folder', () => {
  test('holds what a glob library finds in it', async () => {
    const trees = fc.uniqueArray(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }), {
      selector: way => way.join('/'),
      minLength: 1,
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(trees, async ways => {
        const cwd = temporaryFolder()
        for (const way of ways) {
          try {
            write(cwd, way.join('/'))
          } catch {
            // A file stands where a folder would have to, or the other way around.
          }
        }
        expect(await found([cwd], { cwd, gitignore: false })).toEqual(await globbed(cwd))
      }),
      { numRuns: 150 },
    )
  })

  test('with links, unreadable folders and odd files', async () => {
    const cwd = temporaryFolder()
    write(cwd, 'real/a.json')
    write(cwd, 'real/folder.json/b.json')
    write(cwd, 'closed/c.json')
    symlinkSync('real', path.join(cwd, 'linked'))
    symlinkSync('real/a.json', path.join(cwd, 'linked.json'))
    symlinkSync('nowhere', path.join(cwd, 'broken.json'))
    symlinkSync('..', path.join(cwd, 'real', 'circle'))
    if (process.platform !== 'win32') execFileSync('mkfifo', [path.join(cwd, 'pipe.json')])
    chmodSync(path.join(cwd, 'closed'), 0)
    try {
      const files = await found(['.'], { cwd, gitignore: false })
      expect(files).toEqual(await globbed(cwd))
      expect(files).toEqual(expect.arrayContaining(['real/a.json', 'real/folder.json/b.json']))
      expect(await found(['linked'], { cwd })).toEqual(['linked/a.json', 'linked/folder.json/b.json'])
    } finally {
      chmodSync(path.join(cwd, 'closed'), 0o700)
    }
  })

  test('is found by the names a person would write', async () => {
    const cwd = temporaryFolder()
    write(cwd, 'app/a.json')
    write(cwd, 'other/b.json')
    write(cwd, 'app/..drafts/c.json')
    const app = path.join(cwd, 'app')
    expect(await found(['..'], { cwd: app })).toEqual(
      [`${cwd}/other/b.json`, 'a.json', '..drafts/c.json'].sort(),
    )
    expect(await found(['.', './', '../app', app], { cwd: app })).toEqual(['..drafts/c.json', 'a.json'])
    expect(await found(['app/', 'app/a.json'], { cwd })).toEqual(['app/..drafts/c.json', 'app/a.json'])
  })
})

describe('.gitignore', () => {
  const patterns =
    '*.json !a.json folder/ /folder folder/* !folder/b.json **/b.json #a.json x/** * /x/y y a.json [ab].json'
      .split(' ')
      .concat('y/a.json', '\\!a.json', 'x ', '')
  // Only at the top: what is in a folder that one file leaves out and another takes in again stays out, unlike in git.
  const folders = ['!*/', '!x/', '!folder', '!y/']
  const files = ['a.json', 'b.json'].flatMap(file =>
    ['', 'folder/', 'x/', 'x/y/', 'folder/x/', 'x/folder/y/'].map(folder => folder + file),
  )

  /** Git is asked as a whole, and so is a pattern that finds all files. */
  test('leaves out of a repository what git leaves out', async () => {
    const lists = fc.array(fc.constantFrom(...patterns), { maxLength: 4 })
    const listsAtTop = fc.array(fc.constantFrom(...patterns, ...folders), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(listsAtTop, lists, lists, async (top, inX, inY) => {
        const cwd = temporaryFolder()
        for (const file of files) write(cwd, file)
        write(cwd, '.gitignore', top.join('\n'))
        write(cwd, 'x/.gitignore', inX.join('\n'))
        write(cwd, 'x/y/.gitignore', inY.join('\r\n'))
        const git = (...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' })
        git('init', '--quiet')
        const listed = git('ls-files', '--others', '--exclude-standard').split('\n')
        const kept = listed.filter(name => name.endsWith('.json')).sort()
        expect(await found(['.'], { cwd })).toEqual(kept)
        expect(await found(['**/*.json'], { cwd })).toEqual(kept)
        const x = path.join(cwd, 'x')
        expect(await found(['.'], { cwd: x })).toEqual(
          kept.filter(name => name.startsWith('x/')).map(name => name.slice(2)),
        )
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  test('holds down to another repository, and nowhere without one', async () => {
    const cwd = temporaryFolder()
    write(cwd, '.gitignore', 'a.json')
    write(cwd, 'a.json')
    write(cwd, 'inner/a.json')
    write(cwd, 'inner/b.json')
    expect(await found(['.'], { cwd })).toEqual(['a.json', 'inner/a.json', 'inner/b.json'])
    mkdirSync(path.join(cwd, '.git'))
    expect(await found(['.'], { cwd })).toEqual(['inner/b.json'])
    write(cwd, 'inner/.git', 'gitdir: elsewhere')
    write(cwd, 'inner/.gitignore', 'b.json')
    expect(await found(['.'], { cwd })).toEqual(['inner/a.json'])
    expect(await found(['.'], { cwd, gitignore: false })).toHaveLength(3)
    expect(await found(['a.json'], { cwd })).toEqual(['a.json'])
  })

  test('a folder that is left out is not looked into, whatever is said in there', async () => {
    const cwd = temporaryFolder()
    mkdirSync(path.join(cwd, '.git'))
    write(cwd, '.gitignore', 'build/')
    write(cwd, 'build/.gitignore', '!*.json')
    write(cwd, 'build/a.json')
    write(cwd, 'b.json')
    for (const input of ['.', '**/*.json']) expect(await found([input], { cwd })).toEqual(['b.json'])
    expect(await found(['build'], { cwd })).toEqual([])
    expect(await found(['build/a.json'], { cwd })).toEqual(['build/a.json'])
  })
})

test('a file that is found is read like one that is named', async () => {
  const cwd = temporaryFolder()
  const tools = '[{"type": "function", "function": {"name": "größe", "description": "%"}}]'
  const utf16 = Buffer.from(`\ufeff${tools}`, 'utf16le')
  const contents = [
    tools,
    `\ufeff${tools}`,
    tools.replace('%', '\ufffd'),
    tools.replace('%', '\0'),
    utf16,
    Buffer.from(utf16).swap16(),
    Buffer.from(tools, 'latin1'),
    Buffer.concat([Buffer.from(tools), Buffer.of(0xed, 0xa0, 0x80)]),
    '',
  ]
  for (const content of contents) {
    const file = path.join(cwd, 'tools.json')
    writeFileSync(file, content)
    const named = await lintFile({ path: file, named: true }, rulesetOf())
    const found = await lintFile({ path: file, named: false }, rulesetOf())
    expect(found).toEqual(content === '' ? { kind: 'skipped' } : named)
  }
})

describe('a big file', () => {
  const tools = JSON.stringify([
    { name: 'search', description: `${'x'.repeat(1_100_000)} ü€😀`, parameters: { type: 'object' } },
  ])
  const inAll: [string, Buffer][] = [
    ['UTF-8', Buffer.from(tools)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${tools}`)],
    ['UTF-16', Buffer.from(`\ufeff${tools}`, 'utf16le')],
    ['bytes that are no UTF-8', Buffer.concat([Buffer.from(tools), Buffer.from([0xff])])],
    ['a NUL', Buffer.concat([Buffer.from(tools), Buffer.from([0])])],
  ]

  test.each(inAll)('is read like its bytes: %s', async (_, bytes) => {
    const file = path.join(temporaryFolder(), 'tools.json')
    writeFileSync(file, bytes)
    const input = { path: file, named: true }
    expect(await lintFile(input, rulesetOf())).toEqual(
      await lintFile(input, rulesetOf(), file, {}, new Uint8Array(bytes)),
    )
  })

  test('leaves no bytes behind', () => {
    const file = path.join(temporaryFolder(), 'tools.json')
    writeFileSync(file, tools)
    let kept: Uint8Array = new Uint8Array()
    const length = readFor(file, bytes => {
      kept = bytes
      return bytes.length
    })
    expect([length, kept.length]).toEqual([Buffer.byteLength(tools), 0])
  })
})
