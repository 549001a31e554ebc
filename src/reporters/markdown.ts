import { count, type FileResult, type Report, totals } from '../report.ts'
import type { Diagnostic, Verdict } from '../types.ts'
import { type Group, groupsOf, placeOf } from './groups.ts'
import { clean, plural } from './words.ts'

/** Markdown as GitHub and GitLab show it: the tools with their verdicts, and a table of problems for each that has some. */
export function markdown(report: Report): string {
  const { errors, warnings } = totals(report)
  const parts = [
    `## strictcall: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}`,
    countsOf(report),
  ]
  for (const result of report.results) {
    if (result.diagnostics.length > 0) parts.push(...fileParts(result))
  }
  return `${parts.join('\n\n')}\n`
}

function countsOf(report: Report): string {
  const { tools, verdicts } = totals(report)
  const parts = (Object.entries(verdicts) as [Verdict, number][])
    .filter(([, number]) => number > 0)
    .map(([verdict, number]) => `${icons[verdict]} ${number} ${verdict}`)
  const lines = [plural(report.results.length, 'file')]
  if (tools > 0) lines.push(`${plural(tools, 'tool')}: ${parts.join(', ')}`)
  if (report.calls) {
    const { calls, valid } = report.calls
    lines.push(`${plural(calls, 'call')}: ${valid} valid, ${calls - valid} not valid`)
  }
  return lines.join(', ')
}

const icons: Record<Verdict, string> = {
  'strict-ready': '✅',
  'non-strict only': '⚠️',
  'refused always': '❌',
}

function fileParts(result: FileResult): string[] {
  const parts = [`### ${code(result.file)}`]
  for (const group of groupsOf(result)) {
    if (group.diagnostics.length > 0) parts.push(titleOf(group), tableOf(group.diagnostics))
  }
  return parts
}

function titleOf({ title, tool, diagnostics }: Group): string {
  const errors = count(diagnostics, 'error')
  const counts = `${plural(errors, 'error')}, ${plural(diagnostics.length - errors, 'warning')}`
  return `#### ${code(title)}${tool ? ` ${icons[tool.verdict]} ${tool.verdict}` : ''} (${counts})`
}

function tableOf(diagnostics: readonly Diagnostic[]): string {
  const rows = diagnostics.map(diagnostic => {
    const { severity, message, ruleId, url } = diagnostic
    const rule = url ? `[${escapeText(ruleId)}](<${encodeURI(url.toWellFormed())}>)` : escapeText(ruleId)
    return `| ${escapeText(placeOf(diagnostic))} | ${severity} | ${prose(message)} | ${rule} |`
  })
  return ['| place | | problem | rule |', '|---|---|---|---|', ...rows].join('\n')
}

/** A sentence with keywords in backticks. What stands between two backticks is code, whatever it is made of. */
function prose(sentence: string): string {
  const parts = sentence.split('`')
  const isClosed = parts.length % 2 === 1
  return parts
    .map((part, i) => {
      if (i % 2 === 0) return escapeText(part)
      return isClosed || i < parts.length - 1 ? code(part) : `\\\`${escapeText(part)}`
    })
    .join('')
}

/** In a table, even code must not have a bar. */
function code(text: string): string {
  const shown = flat(text).replaceAll('`', 'ˋ').replaceAll('|', '\\|')
  return shown.trim() === '' ? '(empty)' : `\`${shown}\``
}

function escapeText(text: string): string {
  return flat(text).replace(/[\\`*_{}[\]<>&|#~@]/g, character =>
    character === '<' ? '&lt;' : character === '&' ? '&amp;' : character === '@' ? '&#64;' : `\\${character}`,
  )
}

/** On one line, with nothing that is not seen. */
function flat(text: string): string {
  return clean(text.toWellFormed().replace(/\s/g, ' '))
}
