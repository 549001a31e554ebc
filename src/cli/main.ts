import yargs, { type Argv } from 'yargs'
import { nearest } from '../nearest.ts'
import { UsageError } from '../usage-error.ts'
import { version } from '../version.ts'
import type { ConvertArguments } from './convert.ts'
import type { ExplainArguments } from './explain.ts'
import type { LintArguments } from './lint.ts'
import type { RulesArguments } from './rules.ts'
import type { ValidateArguments } from './validate.ts'

const verbs = ['lint', 'convert', 'validate', 'rules', 'explain']

/** Runs the command line. Gives the exit code: 0 no errors, 1 errors found, 2 could not run. */
export async function run(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', ignoreClosedPipe)
  let code = 0
  const set = (result: Promise<number>) =>
    result.then(value => {
      code = value
    })
  try {
    await parser(set).parseAsync(argv.map(word => (word === '-' ? standardInput : word)))
    return code
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`strictcall: ${error.message}\n`)
    return 2
  }
}

/** yargs loses a lone `-` among the positional arguments; this stands in for it. */
const standardInput = '\u0000-'

function restored<Arguments>(args: unknown): Arguments {
  const restore = (value: unknown): unknown =>
    value === standardInput ? '-' : Array.isArray(value) ? value.map(restore) : value
  return Object.fromEntries(
    Object.entries(args as object).map(([name, value]) => [name, restore(value)]),
  ) as Arguments
}

/** Whoever reads our output may stop reading: `strictcall lint . | head`. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

function parser(set: (result: Promise<number>) => Promise<void>): Argv {
  const program = yargs()
  return program
    .scriptName('strictcall')
    .locale('en')
    .usage('$0 <command> [options]\n\nFinds what a strict-mode server would refuse in your tool definitions.')
    .command(
      ['lint [files..]', '$0'],
      'Lint tool definitions in files, folders and globs',
      lintOptions,
      async args => set((await import('./lint.ts')).lintCommand(restored<LintArguments>(args), verbs)),
    )
    .command(
      'convert [files..]',
      'Make tools strict without losing what they mean',
      convertOptions,
      async args => set((await import('./convert.ts')).convertCommand(restored<ConvertArguments>(args))),
    )
    .command(
      'validate [calls..]',
      'Check the calls that a model made against their tools',
      validateOptions,
      async args => set((await import('./validate.ts')).validateCommand(restored<ValidateArguments>(args))),
    )
    .command('rules', 'List the rules with their severities and evidence', rulesOptions, async args =>
      set((await import('./rules.ts')).rulesCommand(restored<RulesArguments>(args))),
    )
    .command(
      'explain <query> [files..]',
      'Explain a rule, or an error that the server answered',
      explainOptions,
      async args => set((await import('./explain.ts')).explainCommand(restored<ExplainArguments>(args))),
    )
    .parserConfiguration({ 'duplicate-arguments-array': true, 'camel-case-expansion': true })
    .strictOptions()
    .exitProcess(false)
    .showHelpOnFail(false)
    .version(version)
    .alias('help', 'h')
    .alias('version', 'v')
    .group(['help', 'version'], 'About:')
    .wrap(Math.min(process.stdout.columns ?? 80, 100))
    .epilogue('Exit codes: 0 no errors, 1 errors found, 2 could not run.')
    .fail((message, error) => {
      throw error ?? new UsageError(improve(message, program))
    })
}

function profileOption(args: Argv): Argv {
  return args
    .option('profile', {
      type: 'string',
      default: 'deepseek',
      requiresArg: true,
      describe: 'Whose rules hold',
    })
    .option('color', { type: 'boolean', describe: 'Colour, or --no-color; by default when a terminal reads' })
}

/** The options of commands that read files. */
function inputOptions(args: Argv): Argv {
  return args
    .option('ignore-pattern', {
      type: 'string',
      requiresArg: true,
      describe: 'Leave files out, as in .gitignore; repeatable',
    })
    .option('ignore', { type: 'boolean', default: true, describe: 'Follow .gitignore; --no-ignore does not' })
    .option('stdin-filename', {
      type: 'string',
      requiresArg: true,
      describe: 'What to call the standard input; its ending tells the format',
    })
}

/** The options of commands that read files and report. */
function fileOptions(args: Argv): Argv {
  return inputOptions(args)
    .option('format', {
      type: 'string',
      default: 'text',
      requiresArg: true,
      describe: 'How to report: text or json',
    })
    .option('quiet', { type: 'boolean', default: false, describe: 'Report errors only' })
    .option('max-warnings', {
      type: 'number',
      requiresArg: true,
      describe: 'Fail when there are more warnings than this',
    })
    .option('output-file', { type: 'string', requiresArg: true, describe: 'Write the report into a file' })
    .option('color', { type: 'boolean', describe: 'Colour, or --no-color; by default when a terminal reads' })
}

function convertOptions(args: Argv): Argv {
  return inputOptions(profileOption(args))
    .positional('files', {
      type: 'string',
      array: true,
      describe: 'Files with tools; - is the standard input',
    })
    .option('output', {
      type: 'string',
      requiresArg: true,
      describe: 'Write the converted tools into a file, or each file into a folder',
    })
    .option('codec', {
      type: 'string',
      requiresArg: true,
      describe: 'Write the codec, which turns the answers back, into a file',
    })
    .option('envelope', {
      type: 'string',
      default: 'chat',
      requiresArg: true,
      describe: 'chat: as chat completions take tools; same: as they came',
    })
    .option('open', {
      type: 'string',
      default: 'close',
      requiresArg: true,
      describe: 'Objects with `additionalProperties: true`: close them, or encode what they do not declare',
    })
    .option('report', {
      type: 'string',
      requiresArg: true,
      describe: 'Say each change: text, markdown or json',
    })
    .example('$0 convert tools.json --output strict.json --codec codec.json', 'Into files')
    .example(
      '$0 convert mcp.json --report markdown > strict.json',
      'The tools to a file, the report to the terminal',
    )
}

function validateOptions(args: Argv): Argv {
  return fileOptions(args)
    .positional('calls', {
      type: 'string',
      array: true,
      describe: 'Files with answers or calls; - is the standard input',
    })
    .option('tools', {
      type: 'string',
      requiresArg: true,
      describe: 'The file with the tools; repeatable; not needed for recorded requests with their answers',
    })
    .option('repair', {
      type: 'boolean',
      default: false,
      describe: 'Repair what can be without changing the content, and say so',
    })
    .option('unsafe', { type: 'boolean', default: false, describe: 'With --repair: also what takes a guess' })
    .option('stats', { type: 'boolean', default: false, describe: 'Count by tool and by what was wrong' })
    .example('$0 validate --tools tools.json answers.jsonl --stats', 'A log of answers')
    .example('curl -s … | $0 validate --tools tools.json -', 'What an endpoint answered')
}

function lintOptions(args: Argv): Argv {
  return fileOptions(profileOption(args))
    .positional('files', {
      type: 'string',
      array: true,
      describe: 'Files, folders and globs; - is the standard input',
    })
    .option('format', {
      type: 'string',
      default: 'text',
      requiresArg: true,
      describe: 'How to report: text or json',
    })
    .option('rule', {
      type: 'string',
      requiresArg: true,
      describe: 'Set a rule: --rule valid-refs=off (or warning, error); repeatable',
    })
    .option('fix', {
      type: 'boolean',
      default: false,
      describe: 'Write the safe fixes into the files; print what the standard input becomes',
    })
    .option('unsafe', {
      type: 'boolean',
      default: false,
      describe: 'With --fix, --fix-dry-run or --diff: also fixes that change what a tool accepts',
    })
    .option('fix-dry-run', {
      type: 'boolean',
      default: false,
      describe: 'Report what --fix would leave, and write nothing; --format json has the texts',
    })
    .option('diff', {
      type: 'boolean',
      default: false,
      describe: 'Print what --fix would write, for git apply, and write nothing',
    })
    .group(['fix', 'unsafe', 'fix-dry-run', 'diff'], 'Fixing (the exit code is about what remains):')
    .example('$0 lint tools.json', 'Lint one file')
    .example('$0 lint src "config/**/*.yaml" --format json', 'Lint a folder and a glob, for a program')
    .example('curl -s …/tools | $0 lint - --rule require-strict=off', 'Lint what another program prints')
    .example('$0 lint --fix tools.json', 'Fix what can be without changing what the tools accept')
}

function rulesOptions(args: Argv): Argv {
  return profileOption(args)
    .option('format', { type: 'string', default: 'text', requiresArg: true, describe: 'text or json' })
    .example('$0 rules', 'The table of rules')
}

function explainOptions(args: Argv): Argv {
  return profileOption(args)
    .positional('query', {
      type: 'string',
      demandOption: true,
      describe: 'A rule, or the text that the server answered; - reads it from the standard input',
    })
    .positional('files', { type: 'string', array: true, describe: 'Files in which to look for the cause' })
    .example('$0 explain require-closed-objects', 'A rule')
    .example(
      '$0 explain "An object with no properties is not allowed." tools.json',
      'An error, and where it comes from',
    )
}

/** Adds the nearest right name to what yargs says of a wrong one. */
function improve(message: string, program: Argv): string {
  const unknown = message.match(/^Unknown arguments?: (.+)$/)?.[1]?.split(', ')
  if (!unknown) return message
  const { key } = (program as unknown as { getOptions(): { key: Record<string, unknown> } }).getOptions()
  return [...new Set(unknown)]
    .filter((name, _, all) => !all.some(other => other !== name && camel(other) === name))
    .map(name => {
      const meant = nearest(name, Object.keys(key))
      return `there is no option --${name}${meant ? `: did you mean --${meant}?` : '. See strictcall --help.'}`
    })
    .join('\n')
}

function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
