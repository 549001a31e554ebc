import { createCallValidator } from '../calls/index.ts'
import { expand } from '../files.ts'
import { readTools } from '../read-tools.ts'
import type { CallTally, Report } from '../report.ts'
import { UsageError } from '../usage-error.ts'
import { validateFile } from '../validate-file.ts'
import { checkOutput, type OutputArguments, output, reporterNamed } from './output.ts'
import { listOf } from './terminal.ts'

export interface ValidateArguments extends OutputArguments {
  calls?: string[]
  tools?: string | string[]
  repair: boolean
  unsafe: boolean
  stats: boolean
  stdinFilename?: string
  ignorePattern?: string | string[]
  ignore: boolean
}

/** `strictcall validate`: gives the exit code. */
export async function validateCommand(args: ValidateArguments): Promise<number> {
  const reporter = reporterNamed(args.format)
  checkOutput(args)
  const inputs = args.calls ?? []
  if (inputs.length === 0)
    throw new UsageError(
      'Name the files with calls, or - for the standard input. See strictcall validate --help.',
    )
  const tools = (await Promise.all(listOf(args.tools).map(file => readTools(file))))
    .flat()
    .map(({ value }) => value)
  const repair = args.repair ? (args.unsafe ? 'unsafe' : true) : false
  const validator = createCallValidator(tools, { repair })
  const { files, failures } = await expand(inputs, {
    ignorePatterns: listOf(args.ignorePattern),
    gitignore: args.ignore,
  })
  const tally: CallTally = { calls: 0, valid: 0, tools: new Map() }
  const report: Report = { results: [], skipped: 0, cwd: process.cwd(), calls: tally }
  const progress = createProgress(tally)
  for (const file of files) {
    const name = file.path === '-' ? (args.stdinFilename ?? '-') : file.path
    const outcome = await validateFile(file, validator, tally, name, progress.step)
    if (outcome.kind === 'judged') report.results.push(outcome.result)
    else if (outcome.kind === 'skipped') report.skipped++
    else failures.push(outcome.message)
  }
  progress.end()
  const code = await output(reporter, report, failures, args)
  // A program reads the standard output, so the table must not get into its way.
  if (args.stats) (args.format === 'text' ? process.stdout : process.stderr).write(statistics(tally))
  return code
}

/** Says on a terminal how far a long run has come. */
function createProgress(tally: CallTally): { step(): void; end(): void } {
  if (!process.stderr.isTTY) return { step: () => {}, end: () => {} }
  let last = Date.now()
  let shown = false
  return {
    step() {
      if (Date.now() - last < 500) return
      last = Date.now()
      shown = true
      process.stderr.write(
        `\r${tally.calls.toLocaleString('en')} calls, ${(tally.calls - tally.valid).toLocaleString('en')} not valid`,
      )
    },
    end() {
      if (shown) process.stderr.write('\r\u001b[K')
    },
  }
}

/** A line for each tool: how often it was called, how often rightly, and what was wrong how often. */
function statistics({ tools }: CallTally): string {
  const rows = [...tools].sort(([a], [b]) => (a < b ? -1 : 1))
  const width = Math.max(4, ...rows.map(([name]) => name.length))
  const lines = rows.map(([name, { calls, valid, failures }]) => {
    const kinds = [...failures].sort((a, b) => b[1] - a[1]).map(([kind, number]) => `${number} ${kind}`)
    return `${name.padEnd(width)}  ${String(calls).padStart(7)}  ${String(valid).padStart(7)}  ${kinds.join(', ')}`.trimEnd()
  })
  return `\n${'tool'.padEnd(width)}    calls    valid  failures\n${lines.join('\n')}\n`
}
