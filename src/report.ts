import type { Part } from './merge/rows.ts'
import type { Run } from './merge/run.ts'
import type { Diagnostic, Location, RuleMeta, Severity, Span, ToolReport, Verdict } from './types.ts'

/** What became of one file. */
export interface FileResult {
  /** As a person would write it; `-` never stands here, but the name given for the standard input. */
  file: string
  /** There is no file of that name: a program gave the tools while it ran. Diagnostics have no location then. */
  isLive?: true
  diagnostics: Diagnostic[]
  tools: ToolReport[]
  /** What a comment or the baseline suppresses; each says which in `suppression`. */
  suppressed?: Diagnostic[]
  /** The lines that diagnostics begin on, by `lineKey`. */
  lines: Map<number, string>
  /** What of source code is not known without running it, where that was asked for. */
  unknown?: UnknownPart[]
  /** The tool that a diagnostic is about; diagnostics outside the tools are left out. */
  owners?: Map<Diagnostic, ToolReport>
  /** The tools as text, where a format shows them. */
  listings?: Map<ToolReport, Listing>
  /** What to write in the file to fix a problem, as far as that is known. */
  edits?: Map<Diagnostic, Edit>
  /** What fixing did to the file, where that was asked for. */
  fixes?: FileFixes
  /** Its place among the files of the run, of which a shard looks at some. */
  position?: number
  /** What there is to know of the other shards' rows, where rows are shared out. */
  part?: Part
}

/** A part of a program that is not known without running it. */
export interface UnknownPart {
  /** `a call of "schema"` */
  reason: string
  /** Into the literal it is in. */
  pointer: string
  location: Location
}

/** The number of a line; in a notebook, where each cell counts its own, one that no other line of the file has. */
export function lineKey({ cell = 0, line }: Location): number {
  return cell * 2 ** 32 + line
}

/** Other text in the place of a span of the file's text; the byte order mark is no part of that. */
export interface Edit extends Span {
  text: string
}

/** A tool, pretty-printed. */
export interface Listing {
  lines: string[]
  /** The line that each diagnostic is about, from 0. */
  marks: Map<Diagnostic, number>
}

export interface FileFixes {
  /** How many fixes were applied. */
  applied: number
  /** How many there are that cannot be written into this file. */
  unwritten: number
  /** What the file would hold; left out once it does. */
  output?: string
}

/** What a reporter makes a text of. */
export interface Report {
  /** The files that hold tools or cannot be read as text, in the order of their names. */
  results: FileResult[]
  /** How many files were looked at that hold no tools. */
  skipped: number
  cwd: string
  /** Whether fixes were written, or it is only said what they would do. */
  fixing?: 'written' | 'shown'
  /** What was counted of calls, where calls were judged. */
  calls?: CallTally
  /** What is known of the rules of plug-ins, by id. */
  pluginRules?: Readonly<Record<string, RuleMeta>>
  /** What merging this report with those of other shards takes. */
  run?: Run
}

export interface CallTally {
  calls: number
  valid: number
  tools: Map<string, { calls: number; valid: number; failures: Map<string, number> }>
}

/** What a format shows besides the diagnostics, and what takes time to find out. */
export interface Needs {
  /** What to write in the files to fix each problem. */
  edits?: boolean
  /** The tools as text. */
  listings?: boolean
  /** What merging takes. */
  run?: boolean
}

export interface TextOptions {
  color: boolean
  /** Columns of the terminal. */
  width: number
}

export interface ReporterOptions extends TextOptions {
  /** The version of strictcall. */
  version: string
  /** What is known of the rules, by id. */
  rules: Readonly<Record<string, RuleMeta>>
}

/** Makes a text of a report: what the default export of a formatter of your own is. */
export type Reporter = (report: Report, options: ReporterOptions) => string | Promise<string>

export function count(diagnostics: readonly Diagnostic[], severity: Severity): number {
  let number = 0
  for (const diagnostic of diagnostics) if (diagnostic.severity === severity) number++
  return number
}

export interface Totals {
  errors: number
  warnings: number
  tools: number
  verdicts: Record<Verdict, number>
}

export function totals(report: Report): Totals {
  const sum: Totals = {
    errors: 0,
    warnings: 0,
    tools: 0,
    verdicts: { 'strict-ready': 0, 'non-strict only': 0, 'refused always': 0 },
  }
  for (const { diagnostics, tools } of report.results) {
    sum.errors += count(diagnostics, 'error')
    sum.warnings += count(diagnostics, 'warning')
    sum.tools += tools.length
    for (const { verdict } of tools) sum.verdicts[verdict]++
  }
  return sum
}
