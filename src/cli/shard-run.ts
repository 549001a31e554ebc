import { hashOf, type Run } from '../merge/run.ts'
import type { Shard } from '../merge/shard.ts'
import type { Report } from '../report.ts'
import type { LintArguments } from './lint.ts'
import type { ChosenFile } from './lint-files.ts'

interface LintRun extends Pick<Run, 'failures' | 'outdated'> {
  shard: Shard | undefined
  /** What it said before the run. */
  baseline: unknown
}

/** Adds to a report of linting what merging takes. `chosen` are the files of all shards. */
export function describeRun(
  report: Report,
  chosen: readonly ChosenFile[],
  args: LintArguments,
  { shard = { index: 1, of: 1 }, baseline = null, failures, outdated }: LintRun,
): void {
  const { unsafe, quiet, import: modules, mcp, reportUnusedSuppressions, passOnUnprunedSuppressions } = args
  const positions = new Map(chosen.map(({ name }, position) => [name === '-' ? '<stdin>' : name, position]))
  for (const result of report.results) {
    const position = positions.get(result.file)
    if (position !== undefined && !result.isLive) result.position = position
  }
  report.run = {
    command: 'lint',
    shard,
    inputs: hashOf(chosen.map(({ file, name }) => [name, file.named])),
    settings: hashOf([
      report.fixing,
      unsafe,
      quiet,
      modules,
      mcp,
      reportUnusedSuppressions,
      passOnUnprunedSuppressions,
      baseline,
      [...new Set(chosen.map(({ config }) => config.hash))],
    ]),
    failures,
    outdated,
  }
}
