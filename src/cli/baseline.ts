import { existsSync } from 'node:fs'
import path from 'node:path'
import { nameIn } from '../file-names.ts'
import type { RuleNames } from '../lint.ts'
import type { Outdated } from '../merge/run.ts'
import type { Shard } from '../merge/shard.ts'
import { nearest } from '../nearest.ts'
import type { FileResult, Report } from '../report.ts'
import { plural } from '../reporters/words.ts'
import {
  createBaseline,
  type FileBaseline,
  type Findings,
  listedIn,
  pruned,
  recorded,
  sortedEntries,
  suppressedBy,
  total,
} from '../suppress/baseline.ts'
import { readBaseline, writeBaseline } from '../suppress/baseline-file.ts'
import type { Diagnostic, ToolReport } from '../types.ts'
import { UsageError } from '../usage-error.ts'
import { tell } from './outdated.ts'
import { defaultLocation, type SuppressionArguments } from './suppressions.ts'
import { listOf } from './terminal.ts'

/** A file that could be read, whether it holds tools or not. */
export interface LintedFile {
  file: string
  /** Its name is not that of a file. */
  isLive?: true | undefined
  names: RuleNames
}

export interface BaselineSession {
  /** Whether a file is the baseline: a search of folders is not about it. */
  isIn(file: string): boolean
  /** What it says before the run, and where from: all that has a say in the results. */
  content: unknown
  /** What a fix is not to touch in a file. */
  protectedIn(file: string): (tools: readonly ToolReport[]) => (diagnostic: Diagnostic) => boolean
  /**
   * Takes out of a report what the baseline suppresses, and writes the baseline anew when that is asked for. Says on the
   * standard error what there is to say. Gives what the baseline lists and is gone; the first shard counts what is listed
   * of files that are gone.
   */
  settle(report: Report, linted: readonly LintedFile[], shard?: Shard): Promise<Outdated | undefined>
}

/** @throws UsageError for options that make no sense together, and for a baseline that cannot be read */
export async function openBaseline(args: SuppressionArguments): Promise<BaselineSession> {
  const rules = args.suppressRule === undefined ? undefined : new Set(listOf(args.suppressRule))
  check(args)
  const location = args.suppressionsLocation ?? defaultLocation
  const folder = path.dirname(path.resolve(location))
  const isRecording = args.suppressAll || rules !== undefined
  const entries = await readBaseline(location)
  if (!entries && !isRecording)
    throw new UsageError(`${location}: there is no such file. --suppress-all writes one.`)
  const baseline = createBaseline(entries ?? [])

  function keyOf({ file, isLive }: Pick<LintedFile, 'file' | 'isLive'>): string {
    return isLive ? `${live}${file}` : nameIn(folder, path.resolve(file))
  }

  /** What is to be in the baseline about a file, and how many problems in it are gone. */
  function renew(old: FileBaseline, key: string, found: Findings, names: RuleNames) {
    const all = isRecording ? recorded(old, key, found, rules) : old
    const rest = pruned(all, found, names)
    const renewed = args.suppressAll || args.pruneSuppressions ? rest : all
    return { renewed, gone: total(renewed.values()) - total(rest.values()) }
  }

  function settleFiles(report: Report, linted: readonly LintedFile[]): number {
    const results = new Map(report.results.map(result => [keyOf(result), result]))
    let stale = 0
    for (const file of linted) {
      const key = keyOf(file)
      const result = results.get(key)
      const { renewed, gone } = renew(
        baseline.get(key) ?? new Map(),
        key,
        result ?? { diagnostics: [], tools: [] },
        file.names,
      )
      stale += gone
      baseline.set(key, renewed)
      if (result) suppress(result, renewed)
    }
    return stale
  }

  function settleOthers(linted: readonly LintedFile[]): number {
    const seen = new Set(linted.map(keyOf))
    let stale = 0
    for (const [key, entries] of baseline) {
      if (seen.has(key) || key.startsWith(live) || existsSync(path.resolve(folder, key))) continue
      if (args.suppressAll || args.pruneSuppressions) baseline.delete(key)
      else stale += total(entries.values())
    }
    return stale
  }

  return {
    isIn: file => path.resolve(file) === path.resolve(location),
    content: [nameIn(process.cwd(), folder), sortedEntries(baseline)],
    protectedIn: file => tools => listedIn(baseline.get(keyOf({ file })) ?? new Map(), tools),
    async settle(report, linted, shard) {
      if (rules) checkRules(rules, linted)
      const before = total(sortedEntries(baseline))
      const isFirst = shard === undefined || shard.index === 1
      const gone = settleFiles(report, linted) + (isFirst ? settleOthers(linted) : 0)
      const after = sortedEntries(baseline)
      if (isRecording || args.pruneSuppressions) {
        await writeBaseline(location, after)
        tell(`${location} lists ${plural(total(after), 'problem')}; before, it listed ${before}.`)
      }
      const passes = args.passOnUnprunedSuppressions
      return gone > 0 ? { baseline: location, problems: gone, passes } : undefined
    },
  }
}

/** Stands before the names of what is no file. */
const live = 'live:'

/** A baseline is written by one option at a time, and not from what is merely shown, or only a part. */
function check(args: SuppressionArguments): void {
  const writing = [
    args.suppressAll && 'suppress-all',
    args.suppressRule !== undefined && 'suppress-rule',
    args.pruneSuppressions && 'prune-suppressions',
  ].filter(name => name !== false)
  if (writing.length === 0) return
  const others = [
    ...writing.slice(1),
    args.shard !== undefined && 'shard',
    !args.suppressions && 'no-suppressions',
    args.fixDryRun && 'fix-dry-run',
    args.diff && 'diff',
  ]
  const other = others.find(name => name !== false)
  if (other) throw new UsageError(`--${writing[0]} does not go with --${other}.`)
}

function checkRules(rules: ReadonlySet<string>, linted: readonly LintedFile[]): void {
  const known = new Set(linted.flatMap(({ names }) => [...names.known]))
  if (known.size === 0) return
  for (const id of rules) {
    if (known.has(id)) continue
    const meant = nearest(id, known)
    throw new UsageError(
      `There is no rule "${id}"${meant ? `: did you mean "${meant}"?` : '. `strictcall rules` lists them.'}`,
    )
  }
}

function suppress(result: FileResult, baseline: FileBaseline): void {
  const found = suppressedBy(baseline, result)
  if (found.size === 0) return
  for (const diagnostic of found) diagnostic.suppression = { kind: 'baseline', justification: '' }
  result.suppressed = [...(result.suppressed ?? []), ...found]
  result.diagnostics = result.diagnostics.filter(diagnostic => !found.has(diagnostic))
}
