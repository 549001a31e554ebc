import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { cliPage } from '../scripts/cli-page.ts'
import { verbs } from '../src/cli/options/index.ts'
import { strictcall } from './helpers/command.ts'

const names = Object.keys(verbs)

/** The commands of all transcripts, each with its verb. */
const commands = readdirSync('fixtures/cli')
  .filter(name => name.endsWith('.txt'))
  .flatMap(name => readFileSync(`fixtures/cli/${name}`, 'utf8').split('\n'))
  .filter(line => line.startsWith('$ '))
  .flatMap(line => line.split('strictcall ').slice(1))
  .map(line => ({ verb: names.find(name => line.startsWith(name)) ?? names[0]!, line }))

const tests = readdirSync('test')
  .filter(name => name.endsWith('.test.ts') && name !== 'options.test.ts')
  .map(name => readFileSync(`test/${name}`, 'utf8'))

/** Whether a transcript gives the verb this option, or a test that names the verb does. */
function isTried(verb: string, option: string): boolean {
  const spelling = new RegExp(`--(no-)?${option}(?![\\w-])`)
  return (
    commands.some(command => command.verb === verb && spelling.test(command.line)) ||
    tests.some(text => spelling.test(text) && new RegExp(`\\b${verb}\\b`).test(text))
  )
}

describe.each(names)('%s', name => {
  const { options, examples } = verbs[name]!

  test('--help lists exactly the options that there are', async () => {
    const { stdout } = await strictcall([name, '--help'])
    const [described = ''] = stdout.split('Examples:')
    const listed = [...described.matchAll(/^ {2,6}(?:-\w, )?--([\w-]+) /gm)].map(([, option]) => option)
    expect(listed.sort()).toEqual([...Object.keys(options), 'help', 'version'].sort())
  })

  test('--help has examples and the exit codes', async () => {
    const { stdout } = await strictcall([name, '--help'])
    expect(examples.length).toBeGreaterThan(0)
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('Exit codes:')
  })

  test('every option is tried by a transcript or a test', () => {
    expect(Object.keys(options).filter(option => !isTried(name, option))).toEqual([])
  })
})

test('docs/cli.md is what the tables say', async () => {
  await expect(cliPage()).toMatchFileSnapshot('../docs/cli.md')
})
