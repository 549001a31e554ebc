import type { CallTally, Report } from '../report.ts'
import type { SavedTally } from '../reporters/saved.ts'
import type { SavedResult } from '../saved-result.ts'
import { concluded } from '../validate-file.ts'
import { mergeParts } from './parts.ts'
import type { ShardReport } from './read.ts'
import type { Outdated } from './run.ts'

/** One report of those of all shards, as a run without shards would have made it; and what could not be read. */
export function mergeReports(
  reports: readonly ShardReport[],
  cwd: string,
): { report: Report; failures: string[] } {
  const failures = [...new Set(reports.flatMap(report => report.failures))]
  const report: Report = { results: [], skipped: 0, cwd }
  for (const { skipped, fixing, calls, pluginRules } of reports) {
    report.pluginRules = { ...report.pluginRules, ...pluginRules }
    report.skipped += skipped
    if (fixing) report.fixing = fixing
    if (!calls) continue
    report.calls ??= { calls: 0, valid: 0, tools: new Map() }
    addTally(report.calls, calls)
  }
  for (const saved of filesOf(reports)) {
    const { named, calls, result } = mergeParts(saved)
    const outcome =
      named === undefined ? { kind: 'judged' as const, result } : concluded(result, named, calls)
    if (outcome.kind === 'judged') report.results.push(outcome.result)
    else if (outcome.kind === 'skipped') report.skipped++
    else failures.push(outcome.message)
  }
  return { report, failures }
}

/** What the baseline lists and is gone, of all shards together. */
export function outdatedIn(reports: readonly ShardReport[]): Outdated | undefined {
  const all = reports.flatMap(({ outdated }) => outdated ?? [])
  const [first] = all
  return first && { ...first, problems: all.reduce((sum, { problems }) => sum + problems, 0) }
}

/** The results of each file, in the order of a run. */
function filesOf(reports: readonly ShardReport[]): SavedResult[][] {
  const files = new Map<number, SavedResult[]>()
  const last: SavedResult[][] = []
  for (const result of reports.flatMap(({ results }) => results)) {
    if (result.position === undefined) last.push([result])
    else files.set(result.position, [...(files.get(result.position) ?? []), result])
  }
  const inOrder = [...files].sort(([a], [b]) => a - b).map(([, results]) => results)
  return [...inOrder, ...last]
}

function addTally(sum: CallTally, { calls, valid, tools }: SavedTally): void {
  sum.calls += calls
  sum.valid += valid
  for (const [name, counts] of tools) {
    const own = sum.tools.get(name) ?? { calls: 0, valid: 0, failures: new Map<string, number>() }
    sum.tools.set(name, own)
    own.calls += counts.calls
    own.valid += counts.valid
    for (const [kind, times] of counts.failures) own.failures.set(kind, (own.failures.get(kind) ?? 0) + times)
  }
}
