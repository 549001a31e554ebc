import { createCallValidator } from '../calls/index.ts'
import { expand } from '../files.ts'
import { hashOf } from '../merge/run.ts'
import { parseShard } from '../merge/shard.ts'
import { readTools } from '../read-tools.ts'
import type { CallTally, Report } from '../report.ts'
import { UsageError } from '../usage-error.ts'
import { validateFile } from '../validate-file.ts'
import type { RowTally } from '../validate-rows.ts'
import { needsOf, targetsOf } from './format.ts'
import { checkOutput, exitCode, type OutputArguments, output } from './output.ts'
import { standardOutput } from './print.ts'
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
  ignoreUnknown: boolean
  shard?: string
}

/** `strictcall validate`: gives the exit code. */
export async function validateCommand(args: ValidateArguments): Promise<number> {
  const byRow = args.format === 'jsonl'
  const targets = byRow ? [] : await targetsOf(args.format, args.outputFile)
  checkOutput(args)
  const shard = args.shard === undefined ? undefined : parseShard(args.shard)
  if (shard && byRow) throw new UsageError('--shard is for reports, and jsonl is none.')
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
    ignoreUnknown: args.ignoreUnknown,
  })
  const tally: RowTally = { calls: 0, valid: 0, tools: new Map(), refused: 0, warnings: 0 }
  if (byRow) {
    await (await import('./rows.ts')).writeRows(files, validator, tally, failures, args)
    if (args.stats) process.stderr.write(statistics(tally))
    return exitCode(failures, tally.refused, tally.warnings, args)
  }
  const report: Report = { results: [], skipped: 0, cwd: process.cwd(), calls: tally }
  const progress = createProgress(tally)
  for (const [position, file] of files.entries()) {
    const name = file.path === '-' ? (args.stdinFilename ?? '-') : file.path
    const outcome = await validateFile(file, validator, tally, name, progress.step, shard)
    if (outcome.kind === 'judged') report.results.push({ ...outcome.result, position })
    else if (outcome.kind === 'skipped') report.skipped++
    else if (outcome.kind === 'failed') failures.push(outcome.message)
  }
  progress.end()
  if (needsOf(targets).run)
    report.run = {
      command: 'validate',
      shard: shard ?? { index: 1, of: 1 },
      inputs: hashOf(files),
      settings: hashOf([tools, repair, args.quiet, args.stdinFilename]),
      failures,
    }
  const code = await output(targets, report, failures, args)
  // A program reads the standard output, so the table must not get into its way.
  const isText = targets.every(({ name, file }) => file !== undefined || name === 'text')
  if (args.stats) (isText ? standardOutput : process.stderr).write(statistics(tally))
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
