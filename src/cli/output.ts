import { describe } from '../files.ts'
import { metasOf, rules } from '../registry.ts'
import { type Report, type ReporterOptions, totals } from '../report.ts'
import { UsageError } from '../usage-error.ts'
import { version } from '../version.ts'
import type { Target } from './format.ts'
import { standardOutput } from './print.ts'
import { terminalWidth, wantsColor } from './terminal.ts'

/** The options of all commands that report. */
export interface OutputArguments {
  format: string | string[]
  quiet: boolean
  maxWarnings?: number
  outputFile?: string
  color?: boolean
}

/** Where a report is printed. */
export interface Output {
  isTTY?: boolean
  write(text: string): unknown
}

/** @throws UsageError for an option whose value makes no sense */
export function checkOutput({ maxWarnings }: OutputArguments): void {
  if (maxWarnings !== undefined && !(Number.isInteger(maxWarnings) && maxWarnings >= 0)) {
    throw new UsageError('--max-warnings takes a number, 0 or more.')
  }
}

/** Prints the report, and what could not be read. Gives the exit code. */
export async function output(
  targets: readonly Target[],
  report: Report,
  failures: readonly string[],
  { quiet, maxWarnings, color }: OutputArguments,
  stream: Output = standardOutput,
): Promise<number> {
  const { errors, warnings } = totals(report)
  const isFruitless = report.results.length === 0 && failures.length > 0
  // A shard whose files cannot be read is a part of the run all the same.
  const told = isFruitless ? targets.filter(({ needs }) => needs.run) : targets
  const shown = quiet ? withoutWarnings(report) : report
  for (const target of told) await write(target, shown, wantsColor(color, stream), stream)
  return exitCode(failures, errors, warnings, { maxWarnings })
}

async function write(
  { name, file, load }: Target,
  report: Report,
  color: boolean,
  stream: Output,
): Promise<void> {
  const options: ReporterOptions = {
    color: file === undefined && color,
    width: terminalWidth(),
    version,
    rules: { ...metasOf(rules), ...report.pluginRules },
  }
  const reporter = await load()
  const text = await written(() => reporter(report, options), name)
  if (file === undefined) stream.write(text)
  else await writeText(text, file)
  const { GITHUB_STEP_SUMMARY: summary } = process.env
  if (name === 'github' && summary) await (await import('./job-summary.ts')).writeJobSummary(report, summary)
}

/** @throws UsageError for a report that is longer than JavaScript's strings can be */
async function written(report: () => string | Promise<string>, format: string): Promise<string> {
  try {
    return await report()
  } catch (error) {
    if (!(error instanceof RangeError && error.message === 'Invalid string length')) throw error
    throw new UsageError(`The ${format} report would be longer than 512 MB: lint fewer files at once.`)
  }
}

/** Says what could not be read, and gives the exit code. */
export function exitCode(
  failures: readonly string[],
  errors: number,
  warnings: number,
  { maxWarnings }: { maxWarnings?: number | undefined },
): number {
  for (const failure of failures) process.stderr.write(`strictcall: ${failure}\n`)
  if (failures.length > 0) return 2
  if (maxWarnings !== undefined && warnings > maxWarnings) {
    process.stderr.write(`strictcall: ${warnings} warnings are more than the ${maxWarnings} allowed.\n`)
    return 1
  }
  return errors > 0 ? 1 : 0
}

function withoutWarnings(report: Report): Report {
  const results = report.results.map(result => ({
    ...result,
    diagnostics: result.diagnostics.filter(({ severity }) => severity === 'error'),
  }))
  return { ...report, results }
}

/** Writes a file as a whole: whoever reads it sees the old text or the new one. */
export async function writeText(text: string, file: string): Promise<void> {
  const { writeFileAtomically } = await import('../write-file.ts')
  try {
    await writeFileAtomically(file, text)
  } catch (error) {
    throw new UsageError(`cannot write ${describe(error, file, 'write')}`)
  }
}
