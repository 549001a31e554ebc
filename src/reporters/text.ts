import { styleText } from 'node:util'
import { displayWidth } from '../display-width.ts'
import { ownersOf } from '../owners.ts'
import { isWithin } from '../pointer.ts'
import { type FileResult, lineKey, type Report, type TextOptions, totals } from '../report.ts'
import type { Diagnostic, ToolReport, Verdict } from '../types.ts'
import { clean, grouped, placeIn, plural } from './words.ts'

type Style = Parameters<typeof styleText>[0]
type Paint = (style: Style, text: string) => string

/** For people: by file and tool, each problem with the line it is on and what the server would have answered. */
export function text(report: Report, options: TextOptions): string {
  return `${[...problems(report, options), summary(report, options)].join('\n')}`
}

/** The problems alone, a block for each file that has some. */
export function problems(report: Report, options: TextOptions): string[] {
  const paint = painter(options)
  return report.results
    .filter(({ diagnostics, isLive }) => isLive || diagnostics.length > 0)
    .map(result => fileBlock(result, Math.max(options.width, 40), paint))
}

function painter({ color }: TextOptions): Paint {
  return color ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text
}

function fileBlock(result: FileResult, width: number, paint: Paint): string {
  const lines = [paint('underline', clean(result.file))]
  let current: string | undefined
  for (const diagnostic of result.diagnostics) {
    const owner = `${diagnostic.callIndex} ${diagnostic.tool}`
    if (owner !== current) {
      current = owner
      const title = toolTitle(diagnostic, result, paint)
      if (title) lines.push('', `  ${title}`)
      else if (lines.length > 1) lines.push('', paint('dim', '  (outside the tools)'))
    }
    lines.push('', ...problem(diagnostic, result.lines, width, paint))
  }
  if (result.isLive) lines.push(...flawless(result, paint))
  return `${lines.join('\n')}\n`
}

/** Nobody can look up what is not in a file: of tools that ran by, those are named too that nothing is wrong with. */
function flawless({ diagnostics, tools }: FileResult, paint: Paint): string[] {
  const blamed = new Set(ownersOf(diagnostics, tools).values())
  const titles = tools.filter(tool => !blamed.has(tool)).map(tool => `  ${titleOf(tool, paint)}`)
  return titles.length > 0 ? ['', ...titles] : []
}

function toolTitle({ tool, pointer, callIndex }: Diagnostic, { tools }: FileResult, paint: Paint): string {
  if (callIndex !== undefined)
    return `${paint('bold', clean(tool ?? '(no tool)'))}  ${paint('dim', `call ${callIndex + 1}`)}`
  const owner = tools.find(report => report.name === tool && isWithin(pointer, report.pointer))
  if (!owner) return tool === undefined ? '' : paint('bold', clean(tool))
  return titleOf(owner, paint)
}

function titleOf({ name, envelope, verdict }: ToolReport, paint: Paint): string {
  const title = name ?? (envelope === 'schema' ? '(schema)' : '(no name)')
  return `${paint('bold', clean(title))}  ${paint(shades[verdict], verdict)}`
}

const shades: Record<Verdict, Style> = {
  'strict-ready': 'green',
  'non-strict only': 'yellow',
  'refused always': 'red',
}

function problem(diagnostic: Diagnostic, lines: FileResult['lines'], width: number, paint: Paint): string[] {
  const { severity, message, ruleId, location, pointer, serverText, evidence } = diagnostic
  const shade = severity === 'error' ? 'red' : 'yellow'
  const place = location ? placeIn(location) : ''
  const head = `    ${paint('dim', place.padEnd(7))} ${paint(shade, severity.padEnd(7))}  `
  // Where there is no room beside the place, the words go below it.
  const isNarrow = width < 70
  const margin = ' '.repeat(isNarrow ? 4 : 21)
  const room = width - margin.length
  const words = wrap(clean(message), room)
  const known = evidence && evidence.level !== 'local' ? `[${ruleId}, ${evidence.level}]` : `[${ruleId}]`
  if (displayWidth(words.at(-1)!) + known.length + 2 <= room)
    words.push(`${words.pop()}  ${paint('dim', known)}`)
  else words.push(paint('dim', known))
  const out = isNarrow ? [head.trimEnd()] : [head + words.shift()]
  out.push(...words.map(line => margin + line))
  if (location) out.push(...frame(location, lines.get(lineKey(location)), width, paint, shade))
  else if (pointer !== '') out.push(`${margin}${paint('dim', `at ${clean(pointer)}`)}`)
  if (serverText) {
    const [start = '', ...more] = wrap(clean(serverText), room - 'server: '.length)
    out.push(`${margin}${paint('dim', 'server:')} ${start}`, ...more.map(line => `${margin}        ${line}`))
  }
  return out
}

/** The line, cut to what fits around the place, and carets below it. */
function frame(
  { line, column, endLine, endColumn }: NonNullable<Diagnostic['location']>,
  source: string | undefined,
  width: number,
  paint: Paint,
  shade: Style,
): string[] {
  if (source === undefined) return []
  const gutter = `    ${String(line).padStart(width < 70 ? 2 : 5)} │ `
  const room = Math.max(width - gutter.length - 2, 16)
  const end = endLine === line ? endColumn : source.length + 1
  const from = windowStart(source, column - 1, end - 1, room)
  const shown = source.slice(from, from + room)
  const cutLeft = from > 0 ? '…' : ''
  const cutRight = from + room < source.length ? '…' : ''
  const before = cutLeft + clean(source.slice(from, column - 1)).replaceAll('\t', ' ')
  const marked = clean(source.slice(column - 1, Math.min(end - 1, from + room))).replaceAll('\t', ' ')
  return [
    `${paint('dim', gutter)}${cutLeft}${clean(shown).replaceAll('\t', ' ')}${cutRight}`,
    `${paint('dim', `${' '.repeat(gutter.length - 2)}│ `)}${' '.repeat(displayWidth(before))}${paint(shade, '^'.repeat(Math.max(displayWidth(marked), 1)))}`,
  ]
}

function windowStart(source: string, start: number, end: number, room: number): number {
  if (source.length <= room || end <= room) return 0
  return Math.max(0, Math.min(start - Math.floor(room / 4), source.length - room))
}

/** Breaks a text between words; a word that is too long for a line stays whole. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && displayWidth(line) + 1 + displayWidth(word) > Math.max(width, 20)) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  lines.push(line)
  return lines
}

/** The last lines alone: how much there was of what. */
export function summary(report: Report, options: TextOptions): string {
  const paint = painter(options)
  const { errors, warnings, tools, verdicts } = totals(report)
  const lines: string[] = []
  const files = report.results.length
  const noun = files > 0 && report.results.every(({ isLive }) => isLive) ? 'source' : 'file'
  if (errors + warnings > 0) {
    const affected = report.results.filter(({ diagnostics }) => diagnostics.length > 0).length
    lines.push(
      paint(
        errors > 0 ? 'red' : 'yellow',
        `✖ ${plural(errors + warnings, 'problem')} (${plural(errors, 'error')}, ${plural(warnings, 'warning')}) in ${affected === files ? plural(files, noun) : `${affected} of ${plural(files, noun)}`}`,
      ),
    )
  } else if (tools > 0 || report.calls) lines.push(paint('green', `✔ No problems in ${plural(files, noun)}`))
  if (report.calls) {
    const { calls, valid } = report.calls
    lines.push(`  ${plural(calls, 'call')}: ${grouped(valid)} valid, ${grouped(calls - valid)} not valid`)
  }
  lines.push(...fixed(report).map(line => paint('green', line)))
  if (tools > 0) {
    const parts = (Object.entries(verdicts) as [Verdict, number][])
      .filter(([, number]) => number > 0)
      .map(([verdict, number]) => paint(shades[verdict], `${number} ${verdict}`))
    const partial = report.results.flatMap(result => result.tools).filter(tool => tool.unknownParts).length
    const rest =
      partial > 0 ? paint('dim', ` (${grouped(partial)} known only in part: --verbose says why)`) : ''
    lines.push(`  ${plural(tools, 'tool')}: ${parts.join(', ')}${rest}`)
  }
  const suppressed = report.results.reduce((sum, { suppressed: own }) => sum + (own?.length ?? 0), 0)
  if (suppressed > 0) lines.push(paint('dim', `  ${plural(suppressed, 'problem')} suppressed`))
  if (report.skipped > 0) {
    lines.push(
      paint(
        'dim',
        `  ${plural(report.skipped, 'file')} without tools ${report.skipped === 1 ? 'was' : 'were'} skipped`,
      ),
    )
  }
  return `${lines.join('\n')}\n`
}

/** What fixing did, or would do. */
function fixed({ results, fixing }: Report): string[] {
  const fixes = results.flatMap(result => (result.fixes ? [result.fixes] : []))
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
  const applied = sum(fixes.map(fix => fix.applied))
  const unwritten = sum(fixes.map(fix => fix.unwritten))
  const files = fixes.filter(fix => fix.applied > 0).length
  const done = fixing === 'shown' ? 'would be fixed' : 'fixed'
  const lines: string[] = []
  if (applied > 0) lines.push(`  ${plural(applied, 'problem')} ${done} in ${plural(files, 'file')}`)
  if (unwritten > 0) {
    const reason = 'an alias, a shared constant, a repeated key, a comment or code is in the way'
    lines.push(`  ${plural(unwritten, 'fix', 'fixes')} cannot be written: ${reason}`)
  }
  return lines
}
