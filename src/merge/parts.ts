import type { FileResult } from '../report.ts'
import { restoreResult, type SavedResult } from '../saved-result.ts'
import type { Diagnostic } from '../types.ts'
import { UsageError } from '../usage-error.ts'
import type { Part } from './rows.ts'

export interface MergedFile {
  result: FileResult
  /** Of a file whose rows were shared out: whether the user named it, and the calls that are in it. */
  named?: boolean
  calls: number
}

/**
 * Puts together what the shards say of one file. A file whose rows were shared out must be whole: the same rows in each
 * report, and each judged once.
 *
 * @throws UsageError for a file that is not
 */
export function mergeParts(saved: readonly SavedResult[]): MergedFile {
  const [first, second] = saved as [SavedResult, SavedResult?]
  const parts = saved.flatMap(({ part }) => part ?? [])
  if (parts.length === 0) {
    if (second) throw new UsageError(`${first.file} is in two reports.`)
    return { result: restoreResult(first), calls: 0 }
  }
  verifyParts(first.file, parts)
  const { part: _, ...result } = restoreResult(first)
  result.diagnostics = numbered(saved, parts)
  result.lines = new Map(saved.flatMap(({ lines }) => lines).sort(([a], [b]) => a - b))
  const calls = parts.reduce((sum, part) => sum + part.calls, 0)
  return { result, named: parts[0]!.named, calls }
}

function verifyParts(file: string, parts: readonly Part[]): void {
  const [{ rows, digest }] = parts as [Part]
  if (parts.some(part => part.rows !== rows || part.digest !== digest))
    throw new UsageError(`${file} was not the same for all shards: it has other rows in one of them.`)
  const own = parts.reduce((sum, part) => sum + part.own, 0)
  if (own !== rows) throw new UsageError(`${file} has ${rows} rows, and the shards judged ${own} of them.`)
}

/** A shard counts one call for each row of another: here the rows with none or several are known. */
function numbered(saved: readonly SavedResult[], parts: readonly Part[]): Diagnostic[] {
  const counts = parts.flatMap(part => part.counts).sort(([a], [b]) => a - b)
  const diagnostics = saved.flatMap(result => result.diagnostics).sort((a, b) => lineOf(a) - lineOf(b))
  let at = 0
  let more = 0
  for (const diagnostic of diagnostics) {
    for (; at < counts.length && counts[at]![0] < lineOf(diagnostic); at++) more += counts[at]![1] - 1
    if (diagnostic.callIndex !== undefined) diagnostic.callIndex += more
  }
  return diagnostics
}

function lineOf({ location }: Diagnostic): number {
  return location?.line ?? 0
}
