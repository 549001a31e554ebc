import { rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expand } from '../files.ts'
import { lintFile } from '../lint-file.ts'
import { nearest } from '../nearest.ts'
import { rulesetOf } from '../registry.ts'
import { type Report, totals } from '../report.ts'
import { reporters } from '../reporters/index.ts'
import type { RuleSetting } from '../settings.ts'
import { UsageError } from '../usage-error.ts'
import { listOf, terminalWidth, wantsColor } from './terminal.ts'

export interface LintArguments {
  files?: string[]
  format: string
  profile: string
  rule?: string | string[]
  quiet: boolean
  maxWarnings?: number
  ignorePattern?: string | string[]
  ignore: boolean
  stdinFilename?: string
  outputFile?: string
  color?: boolean
}

/** `strictcall lint`: gives the exit code. */
export async function lintCommand(args: LintArguments, verbs: readonly string[]): Promise<number> {
  const reporter = reporterNamed(args.format)
  const { maxWarnings } = args
  if (maxWarnings !== undefined && !(Number.isInteger(maxWarnings) && maxWarnings >= 0)) {
    throw new UsageError('--max-warnings takes a number, 0 or more.')
  }
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
  })
  suggestVerb(inputs, failures, verbs)

  const report: Report = { results: [], skipped: 0, cwd: process.cwd() }
  for (const file of files) {
    const name = file.path === '-' ? (args.stdinFilename ?? '-') : file.path
    const outcome = await lintFile(file, ruleset, name)
    if (outcome.kind === 'linted') report.results.push(outcome.result)
    else if (outcome.kind === 'skipped') report.skipped++
    else failures.push(outcome.message)
  }
  const { errors, warnings } = totals(report)
  if (args.quiet) {
    for (const result of report.results) {
      result.diagnostics = result.diagnostics.filter(({ severity }) => severity === 'error')
    }
  }
  if (report.results.length > 0 || failures.length === 0) {
    const color = args.outputFile === undefined && wantsColor(args.color)
    await write(reporter(report, { color, width: terminalWidth() }), args.outputFile)
  }
  for (const failure of failures) process.stderr.write(`strictcall: ${failure}\n`)
  if (failures.length > 0) return 2
  if (maxWarnings !== undefined && warnings > maxWarnings) {
    process.stderr.write(`strictcall: ${warnings} warnings are more than the ${maxWarnings} allowed.\n`)
    return 1
  }
  return errors > 0 ? 1 : 0
}

function reporterNamed(name: string) {
  const reporter = Object.hasOwn(reporters, name) ? reporters[name] : undefined
  if (reporter) return reporter
  const names = Object.keys(reporters)
  const meant = nearest(name, names)
  throw new UsageError(
    `There is no format "${name}"${meant ? `: did you mean "${meant}"?` : `: there are ${names.join(', ')}.`}`,
  )
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
function suggestVerb([first = '']: readonly string[], failures: string[], verbs: readonly string[]): void {
  const at = failures.findIndex(failure => failure.startsWith(`${first}:`))
  const meant = nearest(first, verbs)
  if (at !== -1 && meant) failures[at] += `; did you mean the command "${meant}"?`
}

/** Prints, or writes a file as a whole: whoever reads it sees the old report or the new one. */
async function write(text: string, file: string | undefined): Promise<void> {
  if (file === undefined) {
    process.stdout.write(text)
    return
  }
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`)
  try {
    await writeFile(draft, text)
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw new UsageError(`cannot write ${describe(error, file)}`)
  }
}
