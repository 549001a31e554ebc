import { expand } from '../files.ts'
import { lintFile } from '../lint-file.ts'
import { nearest } from '../nearest.ts'
import { rulesetOf } from '../registry.ts'
import type { Report } from '../report.ts'
import { summary } from '../reporters/text.ts'
import type { RuleSetting } from '../settings.ts'
import { UsageError } from '../usage-error.ts'
import { type FixArguments, fixAndWrite, fixingOf } from './fix.ts'
import { verbs } from './options/index.ts'
import { checkOutput, type OutputArguments, output, reporterNamed } from './output.ts'
import { listOf } from './terminal.ts'

export interface LintArguments extends OutputArguments, FixArguments {
  files?: string[]
  profile: string
  rule?: string | string[]
  ignorePattern?: string | string[]
  ignore: boolean
  ignoreUnknown: boolean
  stdinFilename?: string
}

/** `strictcall lint`: gives the exit code. */
export async function lintCommand(args: LintArguments): Promise<number> {
  const reporter = reporterNamed(args.format)
  checkOutput(args)
  const fixing = fixingOf(args)
  const ruleset = rulesetOf({ profile: args.profile, rules: ruleSettings(listOf(args.rule)) })
  const inputs = args.files ?? []
  if (inputs.length === 0) {
    throw new UsageError(
      'Name the files, folders or globs to lint, or - for the standard input. See strictcall --help.',
    )
  }
  const { files, failures } = await expand(inputs, {
    ignorePatterns: listOf(args.ignorePattern),
    gitignore: args.ignore,
    ignoreUnknown: args.ignoreUnknown,
  })
  suggestVerb(inputs, failures)

  const report: Report = { results: [], skipped: 0, cwd: process.cwd(), ...(fixing && { fixing }) }
  for (const file of files) {
    const name = file.path === '-' ? (args.stdinFilename ?? '-') : file.path
    const outcome = fixing
      ? await fixAndWrite(file, ruleset, name, args)
      : await lintFile(file, ruleset, name, { edits: args.format === 'json' })
    if (outcome.kind === 'linted') report.results.push(outcome.result)
    else if (outcome.kind === 'skipped') report.skipped++
    else failures.push(outcome.message)
  }
  if (args.diff && args.outputFile === undefined)
    return output(summary, report, failures, args, process.stderr)
  // The standard output is taken by the text that came through the standard input.
  const isPiped = fixing === 'written' && files.some(({ path }) => path === '-')
  return output(reporter, report, failures, args, isPiped ? process.stderr : process.stdout)
}

/** `id=severity` as the library takes it. */
function ruleSettings(options: readonly string[]): Record<string, RuleSetting> {
  const settings: Record<string, RuleSetting> = {}
  for (const option of options) {
    const at = option.indexOf('=')
    if (at < 1)
      throw new UsageError(
        `--rule takes a rule and a severity, like --rule valid-refs=off; "${option}" is not.`,
      )
    settings[option.slice(0, at)] = option.slice(at + 1) as RuleSetting
  }
  return settings
}

/** A first word that is no file was perhaps meant to be a command. */
function suggestVerb([first = '']: readonly string[], failures: string[]): void {
  const at = failures.findIndex(failure => failure.startsWith(`${first}:`))
  const meant = nearest(first, Object.keys(verbs))
  if (at !== -1 && meant) failures[at] += `; did you mean the command "${meant}"?`
}
