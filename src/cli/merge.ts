import { mergeReports, outdatedIn } from '../merge/merge.ts'
import { readShardReport, type ShardReport } from '../merge/read.ts'
import { verify } from '../merge/verify.ts'
import { version } from '../version.ts'
import { targetsOf } from './format.ts'
import { tellOutdated } from './outdated.ts'
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
  const outdated = outdatedIn(reports)
  report.run = { command, shard: { index: 1, of: 1 }, inputs, settings, failures, outdated }
  const code = outdated ? tellOutdated(outdated) : 0
  return Math.max(code, await output(targets, report, failures, args))
}
