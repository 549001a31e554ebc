import type { FileResult, Report } from '../report.ts'
import type { Diagnostic } from '../types.ts'
import { fingerprintsOf } from './fingerprint.ts'

/** GitLab's code quality report. What the server refuses in every request is critical, other errors are major. */
export function gitlab({ results }: Report): string {
  return `${JSON.stringify(results.flatMap(issuesOf), null, 2)}\n`
}

function issuesOf(result: FileResult) {
  const fingerprints = fingerprintsOf(result, result.file)
  return result.diagnostics.map(diagnostic => ({
    description: diagnostic.message,
    check_name: diagnostic.ruleId,
    fingerprint: fingerprints.get(diagnostic)!,
    severity: severityOf(diagnostic),
    location: { path: result.file, lines: linesOf(diagnostic) },
  }))
}

function severityOf({ severity, gate }: Diagnostic): 'critical' | 'major' | 'minor' {
  if (severity === 'warning') return 'minor'
  return gate === 1 ? 'critical' : 'major'
}

function linesOf({ location }: Diagnostic) {
  return location ? { begin: location.line, end: location.endLine } : { begin: 1 }
}
