import type { Run } from '../merge/run.ts'
import type { CallTally, Report, ReporterOptions } from '../report.ts'
import { type SavedResult, saveResult } from '../saved-result.ts'

/** The report of a run as one JSON object, whole: what `strictcall merge` reads. */
export interface SavedReport extends Pick<Report, 'skipped' | 'fixing' | 'pluginRules'>, Partial<Run> {
  /** The version of strictcall. */
  strictcall: string
  calls?: SavedTally
  results: SavedResult[]
}

/** Each tool with how often it was called, how often rightly, and what was wrong how often. */
export interface SavedTally extends Pick<CallTally, 'calls' | 'valid'> {
  tools: [string, { calls: number; valid: number; failures: [string, number][] }][]
}

export function saved(
  { results, skipped, fixing, calls, pluginRules = {}, run }: Report,
  { version }: ReporterOptions,
): string {
  const report: SavedReport = {
    strictcall: version,
    ...run,
    skipped,
    ...(fixing && { fixing }),
    ...(calls && { calls: saveTally(calls) }),
    ...(Object.keys(pluginRules).length > 0 && { pluginRules: wordsOf(pluginRules) }),
    results: results.map(saveResult),
  }
  return `${JSON.stringify(report)}\n`
}

/** Without the options, which may be anything. */
function wordsOf(rules: NonNullable<Report['pluginRules']>): NonNullable<Report['pluginRules']> {
  return Object.fromEntries(
    Object.entries(rules).map(([id, { description, why, how, url }]) => [
      id,
      { description, why, how, ...(url && { url }) },
    ]),
  )
}

function saveTally({ calls, valid, tools }: CallTally): SavedTally {
  return {
    calls,
    valid,
    tools: [...tools].map(([name, { failures, ...counts }]) => [
      name,
      { ...counts, failures: [...failures] },
    ]),
  }
}
