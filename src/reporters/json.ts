import path from 'node:path'
import { count, type Edit, type FileResult, type Report } from '../report.ts'
import type { Diagnostic } from '../types.ts'

/**
 * The shape of ESLint's results, so that what reads those reads ours: an array with an object a file. A message has more
 * besides: `pointer`, `tool`, `evidence`, `serverText`, `url`; and a result has `tools`, each with its verdict.
 *
 * What can be fixed safely is counted, and has a `fix`: other text in the place of a range of the file's text (UTF-16
 * offsets behind the byte order mark). What changes what the tool accepts is a suggestion. Where the edits of a file would
 * take long to work out (by the length of the text times their number), in JSON Lines, in one of several YAML documents and
 * for a constant that several tools share, there is neither; the counts are
 * right all the same. `output`, when fixes are to be shown, is what the file would hold.
 */
export function json({ results, cwd, calls }: Report): string {
  return `${JSON.stringify(results.map(result => resultOf(result, cwd, calls !== undefined)))}\n`
}

function resultOf(
  { file, isLive, diagnostics, suppressed = [], tools, edits, fixes }: FileResult,
  cwd: string,
  isOfCalls: boolean,
) {
  // What repairs a call is nothing to write into a file.
  const fixable = isOfCalls ? [] : diagnostics.filter(({ fix }) => fix?.safe)
  return {
    filePath: isLive ? file : path.resolve(cwd, file),
    messages: diagnostics.map(diagnostic => messageOf(diagnostic, edits?.get(diagnostic))),
    suppressedMessages: suppressed.map(suppressedMessageOf),
    errorCount: count(diagnostics, 'error'),
    fatalErrorCount: diagnostics.filter(isFatal).length,
    warningCount: count(diagnostics, 'warning'),
    fixableErrorCount: count(fixable, 'error'),
    fixableWarningCount: count(fixable, 'warning'),
    output: fixes?.output,
    usedDeprecatedRules: [],
    tools: tools.map(({ name, pointer, verdict, envelope, unknownParts }) => ({
      name: name ?? null,
      pointer,
      verdict,
      envelope,
      unknownParts,
    })),
  }
}

/** All messages have the same members in the same order, which are written fastest: those that are undefined are left out. */
function messageOf(diagnostic: Diagnostic, edit: Edit | undefined) {
  const { ruleId, severity, message, messageId, location, pointer, tool, evidence, serverText, url, fix } =
    diagnostic
  const change = edit && { range: [edit.start, edit.end], text: edit.text }
  const isSuggested = change && !fix?.safe
  return {
    ruleId,
    severity: severity === 'error' ? 2 : 1,
    message,
    messageId,
    cell: location?.cell,
    line: location?.line,
    column: location?.column,
    endLine: location?.endLine,
    endColumn: location?.endColumn,
    fatal: isFatal(diagnostic) || undefined,
    fix: isSuggested ? undefined : change,
    suggestions: isSuggested
      ? [{ desc: 'Fix it, which changes what the tool accepts.', fix: change }]
      : undefined,
    pointer,
    documentPointer: diagnostic.documentPointer,
    callIndex: diagnostic.callIndex,
    tool,
    evidence,
    serverText,
    url,
  }
}

function suppressedMessageOf(diagnostic: Diagnostic) {
  const { kind = 'directive', justification = '' } = diagnostic.suppression ?? {}
  // ESLint's word for a list that lies beside the code.
  const suppression = { kind: kind === 'baseline' ? 'file' : kind, justification }
  return { ...messageOf(diagnostic, undefined), suppressions: [suppression] }
}

/** The text could not be read as what it should be. */
function isFatal({ ruleId }: Diagnostic): boolean {
  return ruleId === 'syntax'
}
