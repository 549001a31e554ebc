import { type LintArguments, lintCommand } from '../lint.ts'
import { configOptions, inputOptions, reportOptions, shardOptions } from './common.ts'
import type { Verb } from './option.ts'

const fixing = 'Fixing (the exit code is about what remains):'
const speed = 'Repeated and large runs:'
const suppressing = 'Problems that are known:'
const live = 'Tools that are made when a program runs:'

export const lint: Verb = {
  usage: 'lint [files..]',
  describe: 'Lint tool definitions in files, folders and globs',
  positionals: { files: 'Files, folders and globs; - is the standard input' },
  options: {
    ...configOptions,
    ...inputOptions,
    ...reportOptions,
    ...shardOptions,
    verbose: {
      type: 'boolean',
      default: false,
      describe: 'Say which parts of source code are not known without running it, and so not judged',
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
    import: {
      type: 'string',
      repeatable: true,
      group: live,
      describe: 'Run a module and lint what it exports: --import ./tools.ts#tools; repeatable',
    },
    mcp: {
      type: 'string',
      repeatable: true,
      group: live,
      describe: 'Ask an MCP server: a command, a URL, or an mcp.json for all that it lists; repeatable',
    },
    timeout: {
      type: 'number',
      group: live,
      describe: 'Seconds that a module or server may take; 60 when left out',
    },
    save: { type: 'string', group: live, describe: 'Write the tools into a file, to fix or convert them' },
    'suppress-all': {
      type: 'boolean',
      default: false,
      group: suppressing,
      describe: 'Write all problems there are now into the baseline: from then on, only new ones count',
    },
    'suppress-rule': {
      type: 'string',
      repeatable: true,
      group: suppressing,
      describe: 'The same for the problems of one rule; repeatable',
    },
    'prune-suppressions': {
      type: 'boolean',
      default: false,
      group: suppressing,
      describe: 'Take out of the baseline what is gone',
    },
    'pass-on-unpruned-suppressions': {
      type: 'boolean',
      default: false,
      group: suppressing,
      describe: 'Do not fail because the baseline lists what is gone',
    },
    'suppressions-location': {
      type: 'string',
      group: suppressing,
      describe: 'Where the baseline is; strictcall-suppressions.json by default',
    },
    suppressions: {
      type: 'boolean',
      default: true,
      group: suppressing,
      describe: 'Use the baseline; --no-suppressions does not',
    },
    'report-unused-suppressions': {
      type: 'string',
      default: 'warning',
      group: suppressing,
      describe: 'What a comment that suppresses nothing is: off, warning or error',
    },
    cache: {
      type: 'boolean',
      default: false,
      group: speed,
      describe: 'Keep results in .strictcallcache, and lint only what has changed since',
    },
    'cache-location': {
      type: 'string',
      group: speed,
      describe: 'The file to keep them in, or a folder for it; --cache goes without saying',
    },
    concurrency: {
      type: 'string',
      default: 'auto',
      group: speed,
      describe: 'Threads: a number, off, or auto, which takes more than one when that pays',
    },
    watch: {
      type: 'boolean',
      default: false,
      group: speed,
      describe: 'Lint again whenever a file changes, until Ctrl-C',
    },
    poll: {
      type: 'boolean',
      default: false,
      group: speed,
      describe: 'With --watch, look at the files twice a second; for file systems that tell of no changes',
    },
  },
  examples: [
    ['$0 lint tools.json', 'Lint one file'],
    ['$0 lint src "config/**/*.yaml" --format json', 'Lint a folder and a glob, for a program'],
    ['curl -s …/tools | $0 lint - --rule require-strict=off', 'Lint what another program prints'],
    ['$0 lint --mcp "npx -y @modelcontextprotocol/server-everything"', 'Lint the tools of an MCP server'],
    ['$0 lint --fix tools.json', 'Fix what can be without changing what the tools accept'],
  ],
  run: args => lintCommand(args as LintArguments),
}
