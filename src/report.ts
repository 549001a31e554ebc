import type { Diagnostic, Severity, Span, ToolReport, Verdict } from './types.ts'

/** What became of one file. */
export interface FileResult {
  /** As a person would write it; `-` never stands here, but the name given for the standard input. */
  file: string
  diagnostics: Diagnostic[]
  tools: ToolReport[]
  /** The lines that diagnostics begin on, by number. */
  lines: Map<number, string>
  /** What to write in the file to fix a problem, as far as that is known. */
  edits?: ReadonlyMap<Diagnostic, Edit>
  /** What fixing did to the file, where that was asked for. */
  fixes?: FileFixes
}

/** Other text in the place of a span of the file's text; the byte order mark is no part of that. */
export interface Edit extends Span {
  text: string
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
}

export interface CallTally {
  calls: number
  valid: number
  tools: Map<string, { calls: number; valid: number; failures: Map<string, number> }>
}

export interface ReporterOptions {
  color: boolean
  /** Columns of the terminal. */
  width: number
}

export type Reporter = (report: Report, options: ReporterOptions) => string

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
