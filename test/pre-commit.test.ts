import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { load } from 'js-yaml'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { extensions } from '../src/folders.ts'
import { createRepository, hasProgram, type Repository } from './helpers/repository.ts'

const missing = hasProgram('pre-commit') ? '' : ' (skipped: pre-commit is not installed)'

const tool = (parameters: object) =>
  `${JSON.stringify([{ type: 'function', function: { name: 'get_weather', strict: true, parameters } }], null, 2)}\n`
const good = tool({
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
})
const open = tool({ type: 'object', properties: { city: { type: 'string' } }, required: ['city'] })

describe.skipIf(missing)(`with the pre-commit program${missing}`, () => {
  let home: string
  /** A repository as the release makes it: the hooks and the built code on a tag. */
  let released: Repository
  let tarball: string

  beforeAll(() => {
    home = mkdtempSync(path.join(tmpdir(), 'strictcall-pre-commit-'))
    released = createRepository({}, path.join(home, 'released'))
    execFileSync(process.execPath, ['scripts/release-tree.mjs', released.folder])
    released.commit('Release')
    released.run('git', 'tag', 'v0.1.0')
    const pack = ['pack', '--silent', '--pack-destination', home]
    tarball = path.join(home, execFileSync('npm', pack, { encoding: 'utf8' }).trim())
  })

  afterAll(() => rmSync(home, { recursive: true, force: true }))

  /** A user's repository with an example's configuration, in which the hook is installed. */
  function userRepository(example: string): Repository {
    const repository = createRepository({
      PRE_COMMIT_HOME: path.join(home, 'cache'),
      // Nothing but the hook's own code is needed, so no registry is asked.
      npm_config_offline: 'true',
    })
    const config = readFileSync(`examples/pre-commit/${example}`, 'utf8')
      .replace('https://github.com/strictcall/strictcall', released.folder)
      .replace('strictcall@0.1.0', tarball)
    repository.write('.pre-commit-config.yaml', config)
    repository.write('package.json', '{ "name": "an-app" }\n')
    expect(repository.run('pre-commit', 'install').code).toBe(0)
    return repository
  }

  test.each(['lint.yaml', 'local.yaml'])('%s: a bad tool keeps a commit back', example => {
    const repository = userRepository(example)
    repository.write('tools.json', open)
    const refused = repository.commit()
    expect(refused.output).toContain('The object does not say `additionalProperties: false`.')
    expect(refused.code).toBe(1)

    repository.write('tools.json', good)
    expect(repository.commit()).toMatchObject({ code: 0, output: expect.stringContaining('Passed') })
  })

  test('only what is staged is looked at', () => {
    const repository = userRepository('lint.yaml')
    repository.write('old.json', open)
    repository.run('git', 'add', '--all')
    repository.run('git', 'commit', '--no-verify', '--message', 'Before the hook')
    repository.write('new.json', good)
    repository.run('git', 'add', 'new.json')
    repository.write('new.json', open)
    expect(repository.run('git', 'commit', '--message', 'New').code).toBe(0)
    expect(repository.read('new.json')).toBe(open)
  })

  test('files without tools are nobody’s business', () => {
    const repository = userRepository('lint.yaml')
    repository.write('package.json', '{ "name": "another-app" }\n')
    repository.write('tsconfig.json', '{ "compilerOptions": { "strict": true, } }\n')
    expect(repository.commit().code).toBe(0)
  })

  test('fix.yaml: what can be repaired is repaired, and committed the next time', () => {
    const repository = userRepository('fix.yaml')
    repository.write('tools.json', open)
    expect(repository.commit()).toMatchObject({
      code: 1,
      output: expect.stringContaining('files were modified by this hook'),
    })
    expect(JSON.parse(repository.read('tools.json'))).toEqual(JSON.parse(good))
    expect(repository.commit().code).toBe(0)
  })

  test('fix.yaml: recorded calls are held against the tools', () => {
    const repository = userRepository('fix.yaml')
    repository.write('tools.json', good)
    repository.write('logs/calls.jsonl', '{"name": "get_weather", "arguments": "{\\"town\\": \\"Graz\\"}"}\n')
    expect(repository.commit()).toMatchObject({
      code: 1,
      output: expect.stringContaining('`town` is not a known property.'),
    })
    repository.write('logs/calls.jsonl', '{"name": "get_weather", "arguments": "{\\"city\\": \\"Graz\\"}"}\n')
    expect(repository.commit().code).toBe(0)
  })

  test('`pre-commit try-repo` finds every hook', () => {
    const repository = userRepository('lint.yaml')
    repository.write('tools.json', good)
    repository.run('git', 'add', '--all')
    const tried = repository.run('pre-commit', 'try-repo', released.folder, '--all-files')
    expect(tried.output.match(/Passed|Skipped/g)).toHaveLength(3)
    expect(tried.code).toBe(0)
  })
})

test('the hooks are shown the files that a folder is searched for', () => {
  const hooks = load(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as { id: string; files: string }[]
  for (const { id, files } of hooks.filter(({ id }) => id !== 'strictcall-validate')) {
    expect([id, files]).toEqual([id, `\\.(${extensions.join('|')})$`])
  }
  const local = readFileSync('examples/pre-commit/local.yaml', 'utf8')
  expect(local).toContain(`\\.(${extensions.join('|')})$`)
  for (const name of ['lint-staged.json', 'lefthook.yml']) {
    expect(readFileSync(`examples/pre-commit/${name}`, 'utf8')).toContain(`*.{${extensions.join(',')}}`)
  }
})

describe('the release tree', () => {
  test('needs nothing to be installed or built', () => {
    const { folder } = createRepository()
    execFileSync(process.execPath, ['scripts/release-tree.mjs', folder])
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
    for (const key of ['dependencies', 'devDependencies', 'scripts']) expect(manifest).not.toHaveProperty(key)
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['.pre-commit-hooks.yaml', 'action.yml', 'dist', 'LICENSE', 'package.json']),
    )
  })
})
