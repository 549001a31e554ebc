import { mergeReports } from '../merge/merge.ts'
import { readShardReport, type ShardReport } from '../merge/read.ts'
import { verify } from '../merge/verify.ts'
import { version } from '../version.ts'
import { targetsOf } from './format.ts'
import { checkOutput, type OutputArguments, output } from './output.ts'

export interface MergeArguments extends OutputArguments {
  reports?: string[]
}

/** `strictcall merge`: gives the exit code that a run without shards would have given. */
export async function mergeCommand(args: MergeArguments): Promise<number> {
  const targets = await targetsOf(args.format, args.outputFile)
  checkOutput(args)
  const reports: ShardReport[] = []
  for (const file of args.reports ?? []) reports.push(await readShardReport(file))
  verify(reports, version)
  reports.sort((a, b) => a.shard.index - b.shard.index)
  const { report, failures } = mergeReports(reports, process.cwd())
  const [{ command, inputs, settings }] = reports as [ShardReport]
  report.run = { command, shard: { index: 1, of: 1 }, inputs, settings, failures }
  return output(targets, report, failures, args)
}
