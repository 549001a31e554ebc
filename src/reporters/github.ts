import { count, type FileResult, type Report, totals } from '../report.ts'
import type { Diagnostic } from '../types.ts'
import { placeOf } from './groups.ts'
import { clean, plural } from './words.ts'

/** GitHub shows no more annotations of each kind for a step. */
const MOST = 10

/**
 * Commands of GitHub Actions: what is wrong by file, in groups of the log, and annotations for the worst problems. What
 * there is no room for is counted.
 */
export function github(report: Report): string {
  const groups = report.results.filter(({ diagnostics }) => diagnostics.length > 0).flatMap(groupOf)
  const all = report.results.flatMap(result => result.diagnostics.map(diagnostic => ({ diagnostic, result })))
  const worst = all.sort((a, b) => rank(a.diagnostic) - rank(b.diagnostic))
  const errors = worst.filter(({ diagnostic }) => diagnostic.severity === 'error')
  const warnings = worst.filter(({ diagnostic }) => diagnostic.severity === 'warning')
  const shown = [...errors.slice(0, MOST), ...warnings.slice(0, MOST)]
  const commands = shown.map(({ diagnostic, result }) => annotation(diagnostic, result))
  return `${[...groups, ...commands, ...restOf(errors.length, warnings.length), lastLine(report)].join('\n')}\n`
}

/** What the server refuses in every request comes first. */
function rank({ severity, gate }: Diagnostic): number {
  return severity === 'warning' ? 3 : (gate ?? 3) - 1
}

function groupOf({ file, diagnostics }: FileResult): string[] {
  const errors = count(diagnostics, 'error')
  const counts = `${plural(errors, 'error')}, ${plural(diagnostics.length - errors, 'warning')}`
  return [`::group::${escapeData(`${file}: ${counts}`)}`, ...diagnostics.map(logLine), '::endgroup::']
}

function logLine(diagnostic: Diagnostic): string {
  const { severity, message, tool, ruleId } = diagnostic
  const owner = tool === undefined ? '' : `${tool}: `
  return harmless(`  ${placeOf(diagnostic)} ${severity} ${owner}${message} [${ruleId}]`)
}

function annotation(
  { severity, message, ruleId, tool, location, serverText }: Diagnostic,
  result: FileResult,
): string {
  const place = location && {
    line: location.line,
    endLine: location.endLine,
    // On several lines columns are not allowed.
    ...(location.line === location.endLine && { col: location.column, endColumn: location.endColumn }),
  }
  const title = tool === undefined ? ruleId : `${tool}: ${ruleId}`
  const properties = Object.entries({ ...(!result.isLive && { file: result.file }), ...place, title })
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',')
  const text = serverText ? `${message}\nserver: ${serverText}` : message
  return `::${severity} ${properties}::${escapeData(text)}`
}

function restOf(errors: number, warnings: number): string[] {
  const left = [
    errors > MOST && plural(errors - MOST, 'error'),
    warnings > MOST && plural(warnings - MOST, 'warning'),
  ].filter(Boolean)
  return left.length > 0
    ? [`${left.join(' and ')} more: GitHub annotates ${MOST} of each kind, the groups above list all.`]
    : []
}

function lastLine(report: Report): string {
  const { errors, warnings, tools } = totals(report)
  return `${plural(errors, 'error')}, ${plural(warnings, 'warning')} in ${plural(report.results.length, 'file')}, ${plural(tools, 'tool')}`
}

/** A line of the log that the runner takes for no command: those begin with `::`, or have `##[` anywhere. */
function harmless(line: string): string {
  return clean(line.toWellFormed().replace(/\s/g, ' ')).replaceAll('##[', '#\\x23[')
}

function escapeData(text: string): string {
  return text
    .split('\n')
    .map(line => harmless(line).replaceAll('%', '%25'))
    .join('%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
