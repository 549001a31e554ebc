import type { Report } from '../report.ts'
import type { Diagnostic } from '../types.ts'
import { element, xmlDeclaration } from './xml.ts'

/** Checkstyle's XML, which many CI systems and review bots read. */
export function checkstyle({ results }: Report): string {
  const files = results.map(({ file, diagnostics }) =>
    element('file', { name: file }, diagnostics.map(errorOf).join('')),
  )
  return `${xmlDeclaration}\n${element('checkstyle', { version: '4.3' }, `\n${files.join('\n')}\n`)}\n`
}

function errorOf({ ruleId, severity, message, location }: Diagnostic): string {
  const place = { line: location?.line ?? 1, column: location?.column }
  return `\n  ${element('error', { ...place, severity, message, source: `strictcall.${ruleId}` })}`
}
