import { existsSync } from 'node:fs'
import type { Severity } from '../types.ts'
import { UsageError } from '../usage-error.ts'

export interface SuppressionArguments {
  suppressions: boolean
  suppressAll: boolean
  suppressRule?: string | string[]
  suppressionsLocation?: string
  pruneSuppressions: boolean
  passOnUnprunedSuppressions: boolean
  reportUnusedSuppressions: string
  fixDryRun: boolean
  diff: boolean
  shard?: string
}

/** Where the baseline lies when nobody says so. */
export const defaultLocation = 'strictcall-suppressions.json'

/** Whether this run has to do with a baseline. */
export function usesBaseline(args: SuppressionArguments): boolean {
  const { suppressions, suppressAll, suppressRule, suppressionsLocation, pruneSuppressions } = args
  const isAsked = suppressAll || suppressRule !== undefined || pruneSuppressions
  if (isAsked) return true
  return suppressions && (suppressionsLocation !== undefined || existsSync(defaultLocation))
}

/** @throws UsageError for anything but off, warning and error */
export function unusedSeverity({ reportUnusedSuppressions: name }: SuppressionArguments): Severity | 'off' {
  if (name === 'off' || name === 'warning' || name === 'error') return name
  throw new UsageError(`--report-unused-suppressions takes off, warning or error, not "${name}".`)
}
