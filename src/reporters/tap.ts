import { count, type Report } from '../report.ts'
import type { Diagnostic } from '../types.ts'
import { type Group, groupsOf } from './groups.ts'

/** TAP 14: a test point a tool, a call with problems, or a file without either, with its diagnostics in YAML. */
export function tap({ results }: Report): string {
  const points = results.flatMap(result => {
    const groups = groupsOf(result)
    if (groups.length === 0) groups.push({ title: '(no problems)', diagnostics: [] })
    return groups.map(group => ({ ...group, file: result.file }))
  })
  const lines = points.flatMap((group, i) => pointOf(group, group.file, i + 1))
  const plan = points.length === 0 ? '1..0 # SKIP no tools' : `1..${points.length}`
  return `${['TAP version 14', plan, ...lines].join('\n')}\n`
}

function pointOf({ title, diagnostics }: Group, file: string, number: number): string[] {
  const passed = count(diagnostics, 'error') === 0
  const line = `${passed ? 'ok' : 'not ok'} ${number} - ${escapeDescription(`${file}: ${title}`)}`
  if (diagnostics.length === 0) return [line]
  return [line, '  ---', '  diagnostics:', ...diagnostics.flatMap(entryOf), '  ...']
}

/** JSON strings are YAML, and hold no line ends. */
function entryOf({ ruleId, severity, message, pointer, location }: Diagnostic): string[] {
  const fields = {
    ruleId,
    severity,
    message,
    pointer,
    ...(location && { line: location.line, column: location.column }),
  }
  return Object.entries(fields).map(([key, value], i) => `    ${i === 0 ? '-' : ' '} ${key}: ${quote(value)}`)
}

function quote(value: string | number): string {
  return typeof value === 'number' ? String(value) : escapeControls(JSON.stringify(value))
}

/** A description ends at a line end, and `#` begins a directive. */
function escapeDescription(text: string): string {
  const escaped = text.toWellFormed().replace(/[\\#]/g, '\\$&')
  return escapeControls(escaped.replace(/[\r\n\t]/g, ' '))
}

function escapeControls(text: string): string {
  return text.replace(control, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g
