import { createHash } from 'node:crypto'
import {
  count,
  type FileResult,
  type Listing,
  lineKey,
  type Report,
  type ReporterOptions,
  totals,
} from '../report.ts'
import type { Diagnostic, Suppression, Verdict } from '../types.ts'
import { type Group, groupsOf, placeOf } from './groups.ts'
import { script, style } from './html-assets.ts'
import { clean, plural } from './words.ts'

/** One page that needs nothing else: each tool with its verdict and its problems, marked in the tool where it is known. */
export function html(report: Report, { version }: ReporterOptions): string {
  const files = report.results.map(fileSection)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>strictcall: ${escapeHtml(problemsOf(report))}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>strictcall <small>${escapeHtml(version)}</small></h1>
${summaryOf(report)}
${filterOf(report)}
</header>
<main>
${files.join('\n')}
<p id="nothing" hidden>Nothing is left that the filter shows.</p>
</main>
<script>${script}</script>
</body>
</html>
`
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function problemsOf(report: Report): string {
  const { errors, warnings } = totals(report)
  return errors + warnings === 0
    ? 'no problems'
    : `${plural(errors, 'error')}, ${plural(warnings, 'warning')}`
}

function summaryOf(report: Report): string {
  const { errors, warnings, tools, verdicts } = totals(report)
  const cards: [string, number, string][] = [
    ['error', errors, errors === 1 ? 'error' : 'errors'],
    ['warning', warnings, warnings === 1 ? 'warning' : 'warnings'],
  ]
  if (tools > 0) {
    for (const [verdict, number] of Object.entries(verdicts) as [Verdict, number][])
      cards.push([classes[verdict], number, verdict])
  }
  if (report.calls) {
    cards.push(['ready', report.calls.valid, 'valid calls'])
    cards.push(['refused', report.calls.calls - report.calls.valid, 'calls not valid'])
  }
  const suppressed = report.results.reduce((sum, result) => sum + (result.suppressed?.length ?? 0), 0)
  if (suppressed > 0) cards.push(['suppressed', suppressed, 'suppressed'])
  const items = cards.map(
    ([name, number, label]) =>
      `<li class="${name}${number === 0 ? ' none' : ''}"><b>${number}</b> ${label}</li>`,
  )
  return `<ul class="cards">${items.join('')}</ul>`
}

const classes: Record<Verdict, string> = {
  'strict-ready': 'ready',
  'non-strict only': 'lax',
  'refused always': 'refused',
}

function filterOf({ results }: Report): string {
  const times = new Map<string, number>()
  for (const { diagnostics } of results)
    for (const { ruleId } of diagnostics) times.set(ruleId, (times.get(ruleId) ?? 0) + 1)
  const options = [...times]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([rule, number]) => `<option value="${escapeHtml(rule)}">${escapeHtml(rule)} (${number})</option>`)
  return `<form id="filter">
<label><input type="checkbox" name="severity" value="error" checked> errors</label>
<label><input type="checkbox" name="severity" value="warning" checked> warnings</label>
<label><input type="checkbox" name="suppressed"> suppressed</label>
<label><input type="checkbox" name="clean"> tools without problems</label>
<label>rule <select name="rule"><option value="">all</option>${options.join('')}</select></label>
<label>find <input type="search" name="text" placeholder="tool or message"></label>
</form>`
}

function fileSection(result: FileResult): string {
  const diagnostics = [...result.diagnostics, ...(result.suppressed ?? [])]
  const groups = groupsOf({ ...result, diagnostics }).map(group => groupArticle(group, result))
  return `<section class="file"><h2>${escapeHtml(result.file)}</h2>\n${groups.join('\n')}\n</section>`
}

function groupArticle(group: Group, result: FileResult): string {
  const { title, tool, diagnostics } = group
  const listing = tool && result.listings?.get(tool)
  const open = diagnostics.filter(isOpen)
  const errors = count(open, 'error')
  const counts =
    open.length === 0 ? '' : `${plural(errors, 'error')}, ${plural(open.length - errors, 'warning')}`
  const verdict = tool ? `<span class="verdict ${classes[tool.verdict]}">${tool.verdict}</span>` : ''
  const problems = diagnostics.map(diagnostic => problemItem(diagnostic, listing ? undefined : result))
  const body = listing ? listingBlock(listing, diagnostics) : `<ul class="problems">${problems.join('')}</ul>`
  const state = open.length > 0 ? ' open' : ''
  return `<details class="tool" data-name="${escapeHtml(title)}"${state}><summary><h3>${escapeHtml(title)}</h3> ${verdict} <span class="counts">${counts}</span></summary>\n${body}\n</details>`
}

function isOpen({ suppression }: Diagnostic): boolean {
  return !suppression
}

/** With the line it stands on, where no listing shows that. */
function problemItem(diagnostic: Diagnostic, result?: FileResult): string {
  const { severity, ruleId, message, serverText, evidence, location, suppression } = diagnostic
  const line = location && result?.lines.get(lineKey(location))
  const parts = [
    `<span class="place">${escapeHtml(placeOf(diagnostic))}</span> <span class="severity">${severity}</span> ${prose(message)} ${ruleLink(diagnostic)}`,
  ]
  if (evidence && evidence.level !== 'local') parts.push(`<span class="evidence">${evidence.level}</span>`)
  if (suppression) parts.push(`<span class="evidence">${escapeHtml(reasonOf(suppression))}</span>`)
  if (serverText) parts.push(`<div class="server">server: <q>${escapeHtml(serverText)}</q></div>`)
  if (line)
    parts.push(`<pre class="line">${escapeHtml(line.length > 400 ? `${line.slice(0, 400)}…` : line)}</pre>`)
  const state = suppression ? 'suppressed' : severity
  return `<li class="problem ${state}" data-rule="${escapeHtml(ruleId)}" data-state="${state}">${parts.join(' ')}</li>`
}

function reasonOf({ kind, justification }: Suppression): string {
  const by = kind === 'baseline' ? 'the baseline' : 'a comment'
  return `suppressed by ${by}${justification && `: ${justification}`}`
}

function ruleLink({ ruleId, url }: Diagnostic): string {
  const text = escapeHtml(ruleId)
  return url && /^https?:/.test(url)
    ? `<a class="rule" rel="noopener noreferrer" href="${escapeHtml(url)}">${text}</a>`
    : `<span class="rule">${text}</span>`
}

function listingBlock({ lines, marks }: Listing, diagnostics: readonly Diagnostic[]): string {
  const notes = new Map<number, Diagnostic[]>()
  for (const diagnostic of diagnostics) {
    const line = marks.get(diagnostic) ?? 0
    notes.set(line, [...(notes.get(line) ?? []), diagnostic])
  }
  const rows = lines.map((line, i) => {
    const own = notes.get(i)
    if (!own) return `<div class="row">${highlight(line)}</div>`
    const open = own.filter(isOpen)
    const worst = open.length === 0 ? 'suppressed' : count(open, 'error') > 0 ? 'error' : 'warning'
    const items = own.map(diagnostic => problemItem(diagnostic)).join('')
    return `<div class="row mark ${worst}">${highlight(line)}</div><ul class="notes">${items}</ul>`
  })
  return `<div class="listing">${rows.join('')}</div>`
}

/** A line of JSON, with its keys and values told apart. */
function highlight(line: string): string {
  const token = /"(?:[^"\\]|\\.)*"(\s*:)?|\b(?:true|false|null)\b|-?\d[\d.eE+-]*/g
  let out = ''
  let at = 0
  for (const match of line.matchAll(token)) {
    const kind = match[1] ? 'key' : match[0].startsWith('"') ? 'string' : 'atom'
    out += `${escapeHtml(line.slice(at, match.index))}<span class="${kind}">${escapeHtml(match[0])}</span>`
    at = match.index + match[0].length
  }
  return out + escapeHtml(line.slice(at))
}

function prose(sentence: string): string {
  const parts = sentence.split('`')
  if (parts.length % 2 === 0) return escapeHtml(sentence)
  return parts
    .map((part, i) => (i % 2 === 0 ? escapeHtml(part) : `<code>${escapeHtml(part)}</code>`))
    .join('')
}

function escapeHtml(text: string): string {
  return clean(text.toWellFormed()).replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`)
}
