import { count, type FileResult, type Report } from '../report.ts'
import type { Diagnostic } from '../types.ts'
import { type Group, groupsOf, placeOf } from './groups.ts'
import { element, escapeXml, xmlDeclaration } from './xml.ts'

/** JUnit's XML: a suite a file, a test case a tool or a call with problems. Errors fail it, warnings are its output. */
export function junit({ results }: Report): string {
  const suites = results.map(suiteOf)
  const sum = (key: 'tests' | 'failures') => suites.reduce((total, suite) => total + suite[key], 0)
  const totals = { name: 'strictcall', tests: sum('tests'), failures: sum('failures'), errors: 0 }
  const content = suites.map(({ xml }) => `\n  ${xml}`).join('')
  return `${xmlDeclaration}\n${element('testsuites', totals, `${content}\n`)}\n`
}

function suiteOf(result: FileResult): { tests: number; failures: number; xml: string } {
  const groups = groupsOf(result)
  if (groups.length === 0) groups.push({ title: '(no problems)', diagnostics: [] })
  const tests = groups.length
  const failures = groups.filter(({ diagnostics }) => count(diagnostics, 'error') > 0).length
  const cases = groups.map(group => `\n    ${caseOf(group, result.file)}`).join('')
  const attributes = { name: result.file, tests, failures, errors: 0, skipped: 0 }
  return { tests, failures, xml: element('testsuite', attributes, `${cases}\n  `) }
}

function caseOf({ title, diagnostics }: Group, file: string): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning')
  const parts: string[] = []
  const [first] = errors
  if (first) {
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
    const attributes = { message: `${first.message}${more}`, type: first.ruleId }
    parts.push(element('failure', attributes, escapeXml(listOf(errors, file))))
  }
  if (warnings.length > 0) parts.push(element('system-out', {}, escapeXml(listOf(warnings, file))))
  const content = parts.map(part => `\n      ${part}`).join('')
  return element('testcase', { name: title, classname: file, time: 0 }, content && `${content}\n    `)
}

function listOf(diagnostics: readonly Diagnostic[], file: string): string {
  return diagnostics
    .map(diagnostic => {
      const { severity, message, ruleId, serverText } = diagnostic
      const server = serverText ? `\n  server: ${serverText}` : ''
      return `${file}:${placeOf(diagnostic)}: ${severity}: ${message} [${ruleId}]${server}`
    })
    .join('\n')
}
