import yargs, { type Argv } from 'yargs'
import { nearest } from '../nearest.ts'
import { UsageError } from '../usage-error.ts'
import { version } from '../version.ts'
import { verbs } from './options/index.ts'
import type { Option, Verb } from './options/option.ts'
import { type Command, camel } from './parse.ts'

/**
 * Reads a command line with yargs, which answers `--help` and `--version` by itself: then there is nothing to run.
 *
 * @throws UsageError for a command line that makes no sense
 */
export async function parse(argv: readonly string[]): Promise<Command | undefined> {
  let command: Command | undefined
  const program = parser((verb, args) => {
    command = { verb, args: restored(args) }
  })
  await program.parseAsync(argv.map(word => (word === '-' ? standardInput : word)))
  return command
}

const exitCodes = 'Exit codes: 0 no errors, 1 errors found, 2 could not run.'

/** yargs loses a lone `-` among the positional arguments; this stands in for it. */
const standardInput = '\u0000-'

function restored(args: object): Record<string, unknown> {
  const restore = (value: unknown): unknown =>
    value === standardInput ? '-' : Array.isArray(value) ? value.map(restore) : value
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, restore(value)]))
}

function parser(take: (verb: Verb, args: object) => void): Argv {
  const program = yargs()
    .scriptName('strictcall')
    .locale('en')
    .usage('$0 <command> [options]\n\nFinds what a strict-mode server would refuse in your tool definitions.')
  for (const [i, verb] of Object.values(verbs).entries()) {
    program.command(
      i === 0 ? [verb.usage, '$0'] : verb.usage,
      verb.describe,
      args => describeVerb(args, verb),
      args => {
        checkRepeats(verb, args)
        take(verb, args)
      },
    )
  }
  return program
    .parserConfiguration({ 'duplicate-arguments-array': true, 'camel-case-expansion': true })
    .strictOptions()
    .exitProcess(false)
    .showHelpOnFail(false)
    .version(version)
    .alias('help', 'h')
    .alias('version', 'v')
    .group(['help', 'version'], 'About:')
    .wrap(Math.min(process.stdout.columns ?? 80, 100))
    .epilogue(exitCodes)
    .fail((message, error) => {
      throw error ?? new UsageError(improve(message, program))
    })
}

function describeVerb(args: Argv, { usage, positionals, options, examples }: Verb): Argv {
  for (const [name, describe] of Object.entries(positionals)) {
    const isList = usage.includes(`${name}..`)
    const demandOption = usage.includes(`<${name}>`)
    args.positional(name, {
      type: 'string',
      describe,
      ...(isList && { array: true }),
      ...(demandOption && { demandOption }),
    })
  }
  for (const [name, { repeatable: _, words: __, ...option }] of Object.entries(options)) {
    args.option(name, { ...option, ...(option.type !== 'boolean' && { requiresArg: true }) })
  }
  for (const [line, purpose] of examples) args.example(line, purpose)
  return args.epilogue(exitCodes)
}

function checkRepeats({ options }: Verb, args: object): void {
  const given = new Map(Object.entries(args))
  const isTwice = ([name, { repeatable }]: [string, Option]) =>
    !repeatable && Array.isArray(given.get(camel(name)))
  const twice = Object.entries(options).find(isTwice)
  if (twice) throw new UsageError(`--${twice[0]} is given more than once.`)
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
