import type { RuleNames } from '../lint.ts'
import type { Diagnostic, Pointer, ToolReport } from '../types.ts'

/** How many problems of one kind in one place are suppressed. */
export interface BaselineEntry {
  /** From the folder of the baseline, with `/`. */
  file: string
  rule: string
  /** The name of the tool; null outside of named tools. */
  tool: string | null
  /** Into the tool, so that it stays what it is when tools are added or moved; into the document where there is no tool. */
  pointer: Pointer
  count: number
}

/** What was found in a file: the diagnostics that are reported, and the tools. */
export interface Findings {
  diagnostics: readonly Diagnostic[]
  tools: readonly Pick<ToolReport, 'name' | 'pointer'>[]
}

/** The entries of one file, by place. */
export type FileBaseline = Map<string, BaselineEntry>

/** The entries by file. Of two for one place, the one that allows more holds. */
export function createBaseline(entries: Iterable<BaselineEntry>): Map<string, FileBaseline> {
  const baseline = new Map<string, FileBaseline>()
  for (const entry of entries) {
    const ofFile: FileBaseline = baseline.get(entry.file) ?? new Map()
    baseline.set(entry.file, ofFile)
    const key = keyOf(entry)
    if ((ofFile.get(key)?.count ?? 0) < entry.count) ofFile.set(key, entry)
  }
  return baseline
}

/** All entries, in an order that does not depend on how they were found. */
export function sortedEntries(baseline: ReadonlyMap<string, FileBaseline>): BaselineEntry[] {
  return [...baseline.keys()]
    .sort()
    .flatMap(file => [...baseline.get(file)!].sort(([a], [b]) => (a < b ? -1 : 1)))
    .map(([, entry]) => entry)
}

/**
 * The diagnostics that the baseline suppresses. Where there are more of a kind in a place than it allows, it suppresses none
 * of them: nobody can tell which one is new.
 */
export function suppressedBy(ofFile: FileBaseline, findings: Findings): Set<Diagnostic> {
  const suppressed = new Set<Diagnostic>()
  for (const [key, { diagnostics }] of groups(findings)) {
    if (diagnostics.length > (ofFile.get(key)?.count ?? 0)) continue
    for (const diagnostic of diagnostics) suppressed.add(diagnostic)
  }
  return suppressed
}

/** Tells of which problems the baseline knows, however many there are. */
export function listedIn(
  ofFile: FileBaseline,
  tools: Findings['tools'],
): (diagnostic: Diagnostic) => boolean {
  const place = placesIn(tools)
  return diagnostic => ofFile.has(keyOf(place(diagnostic)))
}

/** The file's entries without the problems that are gone. What was not looked for is not gone. */
export function pruned(ofFile: FileBaseline, findings: Findings, names: RuleNames): FileBaseline {
  const found = groups(findings)
  const rest: FileBaseline = new Map()
  const isCertain = findings.diagnostics.every(({ ruleId }) => ruleId !== 'syntax')
  for (const [key, entry] of ofFile) {
    const left = found.get(key)?.diagnostics.length ?? 0
    const isLookedFor = isCertain && (names.active.has(entry.rule) || !names.known.has(entry.rule))
    if (!isLookedFor || left >= entry.count) rest.set(key, entry)
    else if (left > 0) rest.set(key, { ...entry, count: left })
  }
  return rest
}

/** The file's entries with all that is found now of the rules; of all rules, when none are named. */
export function recorded(
  ofFile: FileBaseline,
  file: string,
  findings: Findings,
  rules?: ReadonlySet<string>,
): FileBaseline {
  const all = new Map(ofFile)
  for (const [key, { rule, tool, pointer, diagnostics }] of groups(findings)) {
    if (!rules || rules.has(rule)) all.set(key, { file, rule, tool, pointer, count: diagnostics.length })
  }
  return all
}

/** How many problems entries allow. */
export function total(entries: Iterable<BaselineEntry>): number {
  let sum = 0
  for (const { count } of entries) sum += count
  return sum
}

/* ------------------------------------------------------------------ places */

type Place = Pick<BaselineEntry, 'rule' | 'tool' | 'pointer'>

function keyOf({ rule, tool, pointer }: Place): string {
  return JSON.stringify([rule, tool, pointer])
}

/** The diagnostics by rule and place. What is wrong with the text or with a directive is never suppressed. */
function groups({ diagnostics, tools }: Findings): Map<string, Place & { diagnostics: Diagnostic[] }> {
  const found = new Map<string, Place & { diagnostics: Diagnostic[] }>()
  const placeOf = placesIn(tools)
  for (const diagnostic of diagnostics) {
    const place = placeOf(diagnostic)
    if (place.rule === 'syntax' || place.rule === 'unused-suppression') continue
    const key = keyOf(place)
    const group = found.get(key)
    if (group) group.diagnostics.push(diagnostic)
    else found.set(key, { ...place, diagnostics: [diagnostic] })
  }
  return found
}

/** Tells the place of a diagnostic, from the tool that it is in. */
function placesIn(tools: Findings['tools']): (diagnostic: Diagnostic) => Place {
  const known = new Set<string>()
  let longest = 0
  for (const { name, pointer } of tools) {
    known.add(JSON.stringify([name, pointer]))
    longest = Math.max(longest, pointer.length)
  }

  function fromTool(tool: string, pointer: Pointer): Pointer {
    let end = pointer.length <= longest ? pointer.length : pointer.lastIndexOf('/', longest)
    while (end > 0 && !known.has(JSON.stringify([tool, pointer.slice(0, end)])))
      end = pointer.lastIndexOf('/', end - 1)
    return pointer.slice(Math.max(end, 0))
  }

  return ({ ruleId: rule, tool, pointer }) =>
    tool === undefined ? { rule, tool: null, pointer } : { rule, tool, pointer: fromTool(tool, pointer) }
}
