import type { Diagnostic, Severity, ToolReport, Verdict } from './types.ts'

/** What became of one file. */
export interface FileResult {
  /** As a person would write it; `-` never stands here, but the name given for the standard input. */
  file: string
  diagnostics: Diagnostic[]
  tools: ToolReport[]
  /** The lines that diagnostics begin on, by number. */
  lines: Map<number, string>
}

/** What a reporter makes a text of. */
export interface Report {
  /** The files that hold tools or cannot be read as text, in the order of their names. */
  results: FileResult[]
  /** How many files were looked at that hold no tools. */
  skipped: number
  cwd: string
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
