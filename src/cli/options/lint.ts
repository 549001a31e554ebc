import type { LintArguments } from '../lint.ts'
import { inputOptions, profileOptions, reportOptions } from './common.ts'
import type { Verb } from './option.ts'

const fixing = 'Fixing (the exit code is about what remains):'

export const lint: Verb = {
  usage: 'lint [files..]',
  describe: 'Lint tool definitions in files, folders and globs',
  positionals: { files: 'Files, folders and globs; - is the standard input' },
  options: {
    ...profileOptions,
    ...inputOptions,
    ...reportOptions,
    rule: {
      type: 'string',
      repeatable: true,
      describe: 'Set a rule: --rule valid-refs=off (or warning, error); repeatable',
    },
    fix: {
      type: 'boolean',
      default: false,
      group: fixing,
      describe: 'Write the safe fixes into the files; print what the standard input becomes',
    },
    unsafe: {
      type: 'boolean',
      default: false,
      group: fixing,
      describe: 'With --fix, --fix-dry-run or --diff: also fixes that change what a tool accepts',
    },
    'fix-dry-run': {
      type: 'boolean',
      default: false,
      group: fixing,
      describe: 'Report what --fix would leave, and write nothing; --format json has the texts',
    },
    diff: {
      type: 'boolean',
      default: false,
      group: fixing,
      describe: 'Print what --fix would write, for git apply, and write nothing',
    },
  },
  examples: [
    ['$0 lint tools.json', 'Lint one file'],
    ['$0 lint src "config/**/*.yaml" --format json', 'Lint a folder and a glob, for a program'],
    ['curl -s …/tools | $0 lint - --rule require-strict=off', 'Lint what another program prints'],
    ['$0 lint --fix tools.json', 'Fix what can be without changing what the tools accept'],
  ],
  run: async args => (await import('../lint.ts')).lintCommand(args as LintArguments),
}
