import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { verbs } from '../src/cli/options/index.ts'
import { rules } from '../src/index.ts'
import { shell, strictcall, temporaryFolder } from './helpers/command.ts'
import { hasProgram } from './helpers/repository.ts'

const ruleIds = Object.keys(rules)

/** What is typed, up to the cursor, and all that the shell is to offer there. */
const offers: [typed: string, expected: readonly string[]][] = [
  ['strictcall val', ['validate']],
  ['strictcall convert --env', ['--envelope']],
  ['strictcall convert --envelope ', ['chat', 'same']],
  ['strictcall lint --no-i', ['--no-ignore']],
  ['strictcall tools.json --fix-', ['--fix-dry-run']],
  ['strictcall lint --rule valid-ty', ['valid-types=off']],
  ['strictcall explain require-t', ruleIds.filter(id => id.startsWith('require-t'))],
  ['strictcall completion ', ['bash', 'fish', 'zsh']],
]

async function scriptFor(name: string): Promise<string> {
  const file = path.join(temporaryFolder(), name)
  writeFileSync(file, (await strictcall(['completion', name])).stdout)
  return file
}

function run(program: string, ...args: string[]): string {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 30_000 })
  expect(stderr).toBe('')
  return stdout
}

const note = (program: string) => (hasProgram(program) ? '' : ` (skipped: ${program} is not installed)`)

describe.skipIf(note('bash'))(`bash${note('bash')}`, () => {
  test.each(offers)('%s', async (typed, expected) => {
    const words = typed.split(' ')
    const stdout = run(
      'bash',
      '--norc',
      '-c',
      `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _strictcall; printf "%s\\n" "\${COMPREPLY[@]}"`,
      'bash',
      await scriptFor('bash'),
      ...words,
    )
    expect(stdout.trim().split('\n').sort()).toEqual(expected)
  })

  test('every verb and every option is offered', async () => {
    const file = await scriptFor('bash')
    for (const [name, { options }] of Object.entries(verbs)) {
      const typed = `COMP_WORDS=(strictcall ${name} --) COMP_CWORD=2`
      const stdout = run(
        'bash',
        '--norc',
        '-c',
        `source ${file}; ${typed}; _strictcall; echo "\${COMPREPLY[@]}"`,
      )
      for (const option of Object.keys(options)) expect(stdout.split(/\s/)).toContain(`--${option}`)
    }
  })

  test('where nothing is known to fit, files are completed', async () => {
    const complete = run('bash', '--norc', '-c', `source ${await scriptFor('bash')}; complete -p strictcall`)
    expect(complete).toContain('-o default')
  })

  test.skipIf(note('shellcheck'))(`shellcheck finds nothing${note('shellcheck')}`, async () => {
    expect(run('shellcheck', '--shell', 'bash', await scriptFor('bash'))).toBe('')
  })
})

describe.skipIf(note('fish'))(`fish${note('fish')}`, () => {
  test.each(offers)('%s', async (typed, expected) => {
    const stdout = run(
      'fish',
      '--no-config',
      '-c',
      `source ${await scriptFor('fish')}; complete -C ${JSON.stringify(typed)}`,
    )
    const words = stdout
      .trim()
      .split('\n')
      .map(line => line.split('\t')[0])
    expect(words.sort()).toEqual(expected)
  })
})

describe.skipIf(note('zsh'))(`zsh${note('zsh')}`, () => {
  // A terminal in which somebody types, presses the tabulator and then return: `strictcall` says what it was given.
  const typing = `
    zmodload zsh/zpty
    zpty shell zsh -f -i
    await() { local all= line; while [[ $all != *$1* ]]; do zpty -r shell line || break; all+=$line; done; print -r -- $all }
    zpty -w shell "PS1= ; autoload -Uz compinit; compinit -u -D; source $1; strictcall() { print -r -- \\"given[\\$*]\\" }; print re'ady'"
    await ready > /dev/null
    zpty -w shell "$2"$'\\t'
    await 'given['
  `
  const unique: [typed: string, given: string][] = [
    ['strictcall val', 'validate'],
    ['strictcall convert --enve', 'convert --envelope'],
    ['strictcall convert --envelope sa', 'convert --envelope same'],
    ['strictcall tools.json --fix-', 'tools.json --fix-dry-run'],
    ['strictcall explain require-strict', 'explain require-strict'],
    ['strictcall completion fi', 'completion fish'],
  ]

  test.each(unique)('%s', async (typed, given) => {
    const stdout = run('zsh', '-f', '-c', typing, 'zsh', await scriptFor('zsh'), typed)
    expect(stdout.replaceAll('\r', '')).toMatch(new RegExp(`^given\\[${given} ?\\]$`, 'm'))
  })
})

test('the shell is the user’s own when none is named', () => {
  expect(shell('SHELL=/usr/bin/fish strictcall completion | head -1', '.').stdout).toContain('for fish')
  expect(shell('strictcall completion zhs', '.')).toMatchObject({
    code: 2,
    stdout: 'strictcall: There is completion for bash, zsh, fish, not for "zhs": did you mean "zsh"?\n',
  })
})
