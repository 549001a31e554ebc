import path from 'node:path'
import { count, type FileResult, type Report } from '../report.ts'
import type { Diagnostic } from '../types.ts'

/**
 * The shape of ESLint's results, so that what reads those reads ours: an array with an object a file. A message has more
 * besides: `pointer`, `tool`, `evidence`, `serverText`, `url`; and a result has `tools`, each with its verdict.
 */
export function json({ results, cwd }: Report): string {
  return `${JSON.stringify(results.map(result => resultOf(result, cwd)))}\n`
}

function resultOf({ file, diagnostics, tools }: FileResult, cwd: string) {
  return {
    filePath: path.resolve(cwd, file),
    messages: diagnostics.map(messageOf),
    suppressedMessages: [],
    errorCount: count(diagnostics, 'error'),
    fatalErrorCount: diagnostics.filter(isFatal).length,
    warningCount: count(diagnostics, 'warning'),
    fixableErrorCount: 0,
    fixableWarningCount: 0,
    tools: tools.map(({ name, pointer, verdict, envelope }) => ({
      name: name ?? null,
      pointer,
      verdict,
      envelope,
    })),
  }
}

function messageOf(diagnostic: Diagnostic) {
  const { ruleId, severity, message, messageId, location, pointer, tool, evidence, serverText, url } =
    diagnostic
  return {
    ruleId,
    severity: severity === 'error' ? 2 : 1,
    message,
    messageId,
    ...location,
    ...(isFatal(diagnostic) && { fatal: true }),
    pointer,
    documentPointer: diagnostic.documentPointer,
    callIndex: diagnostic.callIndex,
    tool,
    evidence,
    serverText,
    url,
  }
}

/** The text could not be read as what it should be. */
function isFatal({ ruleId }: Diagnostic): boolean {
  return ruleId === 'syntax'
}
