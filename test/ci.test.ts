import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { shell, temporaryFolder } from './helpers/command.ts'
import { createRepository, hasProgram } from './helpers/repository.ts'

const good = readFileSync('fixtures/cli/files/clean.json', 'utf8')
const open = good.replace('"additionalProperties": false', '"additionalProperties": true')
const calls = readFileSync('fixtures/cli/files/calls.jsonl', 'utf8')

/** All commands of a pipeline, in their order, as they are typed where strictcall is installed. */
function commandsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('strictcall@') ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(commandsOf)
}

const recipes = readdirSync('examples/ci')
const pipeline = (recipe: string) => load(readFileSync(`examples/ci/${recipe}`, 'utf8'))
const run = (command: string, folder: string) =>
  shell(command.replaceAll('npx --yes strictcall@0.1.0', 'strictcall'), folder)

describe('recipes', () => {
  test.each(['gitlab.yml', 'circleci.yml', 'azure.yml'])(
    '%s: a bad tool fails, and leaves a report',
    recipe => {
      const [command] = commandsOf(pipeline(recipe))
      const report = command!.match(/--format \w+:(\S+)/)![1]!
      for (const [text, code] of [
        [good, 0],
        [open, 1],
      ] as const) {
        const folder = temporaryFolder()
        mkdirSync(path.join(folder, 'tools'))
        writeFileSync(path.join(folder, 'tools/mail.json'), text)
        expect(run(command!, folder)).toMatchObject({ code })
        expect(existsSync(path.join(folder, report))).toBe(true)
      }
    },
  )

  test('github-matrix.yml: the parts make the whole', () => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'tools.json'), readFileSync('fixtures/cli/files/weather-tools.json'))
    writeFileSync(path.join(folder, 'calls.jsonl'), calls)
    const [part, whole] = commandsOf(pipeline('github-matrix.yml'))
    for (const shard of ['1', '2', '3', '4']) {
      expect(run(part!.replaceAll(`\${{ matrix.shard }}`, shard), folder)).toMatchObject({ code: 0 })
    }
    const merged = run(whole!, folder)
    const single = shell('strictcall validate --tools tools.json calls.jsonl --format github', folder)
    expect(merged).toEqual(single)
    expect(merged.code).toBe(1)
  })

  test('the GitHub workflows give the action inputs that it has', () => {
    const { inputs } = load(readFileSync('action.yml', 'utf8')) as { inputs: object }
    for (const recipe of recipes.filter(name => name.startsWith('github'))) {
      const given = JSON.stringify(pipeline(recipe)).matchAll(
        /"uses":"strictcall\/strictcall@v0","with":(\{.*?\})/g,
      )
      for (const [, text] of given) {
        for (const name of Object.keys(JSON.parse(text!))) expect(Object.keys(inputs)).toContain(name)
      }
    }
  })
})

describe('docs', () => {
  test.each(recipes)('docs/ci.md shows %s', recipe => {
    expect(readFileSync('docs/ci.md', 'utf8')).toContain(readFileSync(`examples/ci/${recipe}`, 'utf8'))
  })

  test.each(readdirSync('examples/pre-commit'))('docs/pre-commit.md shows %s', file => {
    expect(readFileSync('docs/pre-commit.md', 'utf8')).toContain(
      readFileSync(`examples/pre-commit/${file}`, 'utf8'),
    )
  })
})

describe('the release', () => {
  test('puts the built code on two tags, once', () => {
    const work = createRepository({ NPM_PUBLISH: 'echo published' })
    const origin = createRepository()
    work.run('git', 'remote', 'add', 'origin', origin.folder)
    for (const name of [
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
      'action.yml',
      '.pre-commit-hooks.yaml',
    ]) {
      work.write(name, readFileSync(name, 'utf8'))
    }
    const manifest = JSON.parse(work.read('package.json'))
    work.write('package.json', JSON.stringify({ ...manifest, scripts: { build: 'true' } }))
    work.write('dist/cli.cjs', '')
    work.write('.gitignore', 'dist/\n')
    for (const name of ['release.sh', 'release-tree.mjs']) {
      work.write(`scripts/${name}`, readFileSync(`scripts/${name}`, 'utf8'))
    }
    work.commit()
    const first = work.run('bash', 'scripts/release.sh')
    expect(first.output).toContain('published')
    expect(first.code).toBe(0)
    expect(work.run('git', 'status', '--short').stdout).toBe('')
    const tag = `v${manifest.version}`
    expect(origin.run('git', 'tag').stdout.trim().split('\n')).toEqual([tag.split('.')[0], tag])
    const files = origin.run('git', 'ls-tree', '-r', '--name-only', tag).stdout.trim().split('\n')
    expect(files).toEqual([
      '.pre-commit-hooks.yaml',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'action.yml',
      'dist/cli.cjs',
      'package.json',
    ])
    expect(work.run('bash', 'scripts/release.sh').output).toBe(`${tag} is released.\n`)
  })

  const missing = hasProgram('shellcheck') ? '' : ' (skipped: shellcheck is not installed)'
  test.skipIf(missing)(`shellcheck finds nothing${missing}`, () => {
    expect(spawnSync('shellcheck', ['scripts/release.sh'], { encoding: 'utf8' }).stdout).toBe('')
  })

  test('the workflows are YAML, and publish with provenance', () => {
    for (const name of readdirSync('.github/workflows'))
      load(readFileSync(`.github/workflows/${name}`, 'utf8'))
    expect(readFileSync('.github/workflows/release.yml', 'utf8')).toContain('id-token: write')
    expect(readFileSync('scripts/release.sh', 'utf8')).toContain('npm publish --provenance')
  })
})
