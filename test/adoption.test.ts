import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { built, temporaryFolder } from './helpers/command.ts'
import { corpusFiles } from './helpers/corpus.ts'
import { createRepository, hasProgram, type Repository } from './helpers/repository.ts'

/** Tools as people have them, most of them not fit for strict mode. */
const files = [
  'examples/mcp-server/tools.json',
  'fixtures/quickstart/tools.json',
  ...readdirSync('fixtures/guides')
    // A comma too many is repaired, not put up with: there is no baseline for what is no JSON.
    .filter(name => name.endsWith('.json') && name !== 'weather-strict.json')
    .map(name => `fixtures/guides/${name}`),
  ...corpusFiles('mcp').filter(name => name.endsWith('.tools.json')),
]

const anotherTool = `[
  {
    "type": "function",
    "function": {
      "name": "cancel_order",
      "description": "Cancel an order.",
      "strict": true,
      "parameters": {
        "type": "object",
        "properties": { "order": { "type": "string" } },
        "required": ["order"]
      }
    }
  }
]
`

function repositoryWithTools(env: NodeJS.ProcessEnv = {}): Repository {
  const repository = createRepository(env)
  for (const file of files) repository.write(`tools/${path.basename(file)}`, readFileSync(file, 'utf8'))
  repository.write('package.json', '{ "name": "an-app", "private": true }\n')
  return repository
}

/** What somebody types who adopts strictcall in a repository with old violations. */
function adopt({ run, folder }: Repository): void {
  const strictcall = (...args: string[]) => run(process.execPath, built, ...args)
  const old = strictcall('lint', 'tools')
  expect(old.code).toBe(1)
  const init = strictcall('init')
  expect(init.output).toContain('strictcall.config.json')
  expect(init.code).toBe(0)
  const baseline = strictcall('lint', 'tools', '--suppress-all')
  expect(baseline.code, baseline.output).toBe(0)
  expect(readdirSync(folder)).toEqual(
    expect.arrayContaining(['strictcall.config.json', 'strictcall-suppressions.json']),
  )
}

describe('adoption', () => {
  test('in CI: init, baseline, green, a new violation, red, --fix, green', () => {
    const repository = repositoryWithTools()
    const gitlab = load(readFileSync('examples/ci/gitlab.yml', 'utf8')) as {
      strictcall: { script: string[] }
    }
    const [step] = gitlab.strictcall.script
    const ci = () => {
      const command = step!.replace('npx --yes strictcall@0.1.0', `"${process.execPath}" "${built}"`)
      return repository.run('sh', '-c', command)
    }
    adopt(repository)
    const green = ci()
    expect(green.code, green.output).toBe(0)

    repository.write('tools/orders.json', anotherTool)
    const red = ci()
    expect(red.code).toBe(1)
    expect(red.stdout).toContain('cancel_order')
    expect(red.stdout).toContain('1 error')

    expect(repository.run(process.execPath, built, 'lint', '--fix', 'tools/orders.json').code).toBe(0)
    expect(repository.read('tools/orders.json')).toContain('"additionalProperties": false')
    const fixed = ci()
    expect(fixed.code, fixed.output).toBe(0)
  })

  test('a new violation in an old file is seen among the old ones', () => {
    const repository = repositoryWithTools()
    adopt(repository)
    const name = 'tools/tools.json'
    const tools = JSON.parse(repository.read(name))
    repository.write(name, JSON.stringify([...(tools.tools ?? tools), ...JSON.parse(anotherTool)], null, 2))
    const { code, stdout } = repository.run(process.execPath, built, 'lint', 'tools')
    expect(code).toBe(1)
    expect(stdout).toContain('cancel_order')
  })

  const missing = hasProgram('pre-commit') ? '' : ' (skipped: pre-commit is not installed)'
  test.skipIf(missing)(`with pre-commit: the same${missing}`, () => {
    const released = createRepository()
    execFileSync(process.execPath, ['scripts/release-tree.mjs', released.folder])
    released.commit('Release')
    released.run('git', 'tag', 'v0.1.0')
    const repository = repositoryWithTools({ PRE_COMMIT_HOME: temporaryFolder(), npm_config_offline: 'true' })
    const config = readFileSync('examples/pre-commit/lint.yaml', 'utf8')
    repository.write(
      '.pre-commit-config.yaml',
      config.replace('https://github.com/strictcall/strictcall', released.folder),
    )
    adopt(repository)
    expect(repository.run('pre-commit', 'install').code).toBe(0)
    const green = repository.commit('Adopt strictcall')
    expect(green.code, green.output).toBe(0)

    repository.write('tools/orders.json', anotherTool)
    const red = repository.commit('Cancel orders')
    expect(red.code).toBe(1)
    expect(red.output).toContain('cancel_order')

    expect(repository.run(process.execPath, built, 'lint', '--fix', 'tools/orders.json').code).toBe(0)
    const fixed = repository.commit('Cancel orders')
    expect(fixed.code, fixed.output).toBe(0)
  })
})
