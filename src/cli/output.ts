import { describe } from '../files.ts'
import { nearest } from '../nearest.ts'
import { type Report, type Reporter, totals } from '../report.ts'
import { reporters } from '../reporters/index.ts'
import { UsageError } from '../usage-error.ts'
import { writeFileAtomically } from '../write-file.ts'
import { terminalWidth, wantsColor } from './terminal.ts'

/** The options of all commands that report. */
export interface OutputArguments {
  format: string
  quiet: boolean
  maxWarnings?: number
  outputFile?: string
  color?: boolean
}

/** @throws UsageError when there is none */
export function reporterNamed(name: string): Reporter {
  const reporter = Object.hasOwn(reporters, name) ? reporters[name] : undefined
  if (reporter) return reporter
  const names = Object.keys(reporters)
  const meant = nearest(name, names)
  throw new UsageError(
    `There is no format "${name}"${meant ? `: did you mean "${meant}"?` : `: there are ${names.join(', ')}.`}`,
  )
}

/** @throws UsageError for an option whose value makes no sense */
export function checkOutput({ maxWarnings }: OutputArguments): void {
  if (maxWarnings !== undefined && !(Number.isInteger(maxWarnings) && maxWarnings >= 0)) {
    throw new UsageError('--max-warnings takes a number, 0 or more.')
  }
}

/** Prints the report, and what could not be read. Gives the exit code. */
export async function output(
  reporter: Reporter,
  report: Report,
  failures: readonly string[],
  { quiet, maxWarnings, outputFile, color }: OutputArguments,
  stream: NodeJS.WriteStream = process.stdout,
): Promise<number> {
  const { errors, warnings } = totals(report)
  if (report.results.length > 0 || failures.length === 0) {
    const shown = quiet ? withoutWarnings(report) : report
    const options = { color: outputFile === undefined && wantsColor(color, stream), width: terminalWidth() }
    const text = reporter(shown, options)
    if (outputFile === undefined) stream.write(text)
    else await writeText(text, outputFile)
  }
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
  try {
    await writeFileAtomically(file, text)
  } catch (error) {
    throw new UsageError(`cannot write ${describe(error, file, 'write')}`)
  }
}
