import type { MergeArguments } from '../merge.ts'
import { reportOptions } from './common.ts'
import type { Verb } from './option.ts'

export const merge: Verb = {
  usage: 'merge [reports..]',
  describe: 'Put the reports of all shards of a run together',
  positionals: { reports: 'Files that were written with --shard and --format report' },
  options: reportOptions,
  examples: [['$0 merge part-*.json --format text --format sarif:tools.sarif', 'Into any format']],
  run: async args => (await import('../merge.ts')).mergeCommand(args as MergeArguments),
}
