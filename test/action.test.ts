import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from './helpers/command.ts'
import { hasProgram } from './helpers/repository.ts'

interface Action {
  inputs: Record<string, { description: string; default: string }>
  outputs: Record<string, { value: string }>
  runs: {
    using: string
    steps: {
      id: string
      shell: string
      run: string
      env: Record<string, string>
      'working-directory': string
    }[]
  }
}

const action = load(readFileSync('action.yml', 'utf8')) as Action
const example = readFileSync('fixtures/cli/files/clean.json', 'utf8')
const open = example.replace('"additionalProperties": false', '"additionalProperties": true')

/** Runs the steps as a runner does: expressions are filled in, each step's script goes through its shell. */
function runAction(inputs: Record<string, string>, files: Record<string, string>) {
  const workspace = temporaryFolder()
  const github = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(workspace, name), text)
  const [output, summary] = ['output', 'summary'].map(name => path.join(github, name)) as [string, string]
  for (const file of [output, summary]) writeFileSync(file, '')
  const given = {
    ...Object.fromEntries(Object.entries(action.inputs).map(([k, v]) => [k, v.default])),
    ...inputs,
  }
  const fill = (text: string) =>
    text.replace(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
      if (expression === 'github.action_path') return process.cwd()
      return given[expression.replace(/^inputs\./, '')]!
    })
  let code = 0
  let log = ''
  for (const step of action.runs.steps) {
    expect(step.shell).toBe('bash')
    const script = path.join(github, 'step.sh')
    writeFileSync(script, step.run)
    const ran = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
      cwd: path.resolve(workspace, fill(step['working-directory'])),
      encoding: 'utf8',
      env: {
        ...process.env,
        GITHUB_ACTIONS: 'true',
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        GITHUB_WORKSPACE: workspace,
        ...Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, fill(value)])),
      },
    })
    code = ran.status ?? 1
    log += ran.stdout + ran.stderr
    if (code !== 0) break
  }
  const outputs = Object.fromEntries(
    readFileSync(output, 'utf8')
      .split('\n')
      .filter(line => line !== '')
      .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
  return { code, log, outputs, summary: readFileSync(summary, 'utf8'), workspace }
}

describe('the steps of action.yml', () => {
  test('a good repository passes', () => {
    const { code, log, outputs } = runAction({}, { 'tools.json': example })
    expect(code, log).toBe(0)
    expect(outputs).toEqual({ errors: '0', warnings: '0' })
  })

  test('a bad one fails, with an annotation at the place and a summary', () => {
    const { code, log, outputs, summary } = runAction({}, { 'tools.json': open })
    expect(code).toBe(1)
    expect(log).toMatch(/^::error .*file=tools\.json,line=\d+/m)
    expect(outputs).toEqual({ errors: '1', warnings: '0' })
    expect(summary).toContain('require-closed-objects')
  })

  test('fail-on: never reports and passes, warning fails on warnings', () => {
    expect(runAction({ 'fail-on': 'never' }, { 'tools.json': open })).toMatchObject({
      code: 0,
      outputs: { errors: '1' },
    })
    const args = '--rule\nrequire-closed-objects=warning'
    expect(runAction({ args }, { 'tools.json': open }).code).toBe(0)
    expect(runAction({ args, 'fail-on': 'warning' }, { 'tools.json': open })).toMatchObject({
      code: 1,
      outputs: { errors: '0', warnings: '1' },
    })
    expect(runAction({ 'fail-on': 'warnings' }, { 'tools.json': example })).toMatchObject({
      code: 2,
      log: expect.stringContaining('fail-on takes error, warning or never'),
    })
  })

  test('what cannot be run fails whatever fail-on says', () => {
    const { code, log } = runAction({ files: 'nowhere.json', 'fail-on': 'never' }, {})
    expect(code).toBe(2)
    expect(log).toContain('nowhere.json: there is no such file or folder')
  })

  test('files are one a line, with blanks in them', () => {
    const { outputs } = runAction(
      { files: 'my tools.json\nmore.json\n' },
      { 'my tools.json': open, 'more.json': open, 'other.json': open },
    )
    expect(outputs.errors).toBe('2')
  })

  test('sarif-file holds a report for an upload', () => {
    const { code, outputs, workspace } = runAction(
      { 'sarif-file': 'strictcall.sarif' },
      { 'tools.json': open },
    )
    expect(code).toBe(1)
    expect(outputs['sarif-file']).toBe('strictcall.sarif')
    const sarif = JSON.parse(readFileSync(path.join(workspace, 'strictcall.sarif'), 'utf8'))
    expect(sarif).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ ruleId: 'require-closed-objects' }] }],
    })
  })

  test('a value of an input is never part of the script', () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{')
    const { code, log } = runAction({ files: '$(touch pwned).json' }, {})
    expect(code).toBe(2)
    expect(log).toContain('$(touch pwned).json')
  })
})

describe('action.yml', () => {
  test('every input and output is used', () => {
    const steps = JSON.stringify(action.runs)
    for (const name of Object.keys(action.inputs)) expect(steps).toContain(`\${{ inputs.${name} }}`)
    for (const name of Object.keys(action.outputs)) expect(steps).toContain(name)
  })

  const missing = hasProgram('shellcheck') ? '' : ' (skipped: shellcheck is not installed)'
  test.skipIf(missing)(`shellcheck finds nothing in the steps${missing}`, () => {
    for (const { run } of action.runs.steps) {
      const { stdout } = spawnSync('shellcheck', ['--shell', 'bash', '-'], { input: run, encoding: 'utf8' })
      expect(stdout).toBe('')
    }
  })
})
