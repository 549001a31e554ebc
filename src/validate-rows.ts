import type { CallDiagnostic, CallResult, CallValidator } from './calls/index.ts'
import type { InputFile } from './files.ts'
import type { LoadedDocument } from './loaders/index.ts'
import type { CallTally } from './report.ts'
import { afterRepair, countCall, documentBatches } from './validate-file.ts'

/** What became of one row: a line of JSON Lines, or a file in another format. */
export type Row = Place & Outcome

interface Place {
  /** Left out when one file is read. */
  file?: string
  /** Of the row in its file, from 0; blank lines are no rows. */
  index: number
  /** Where the row begins, from 1. */
  line: number
}

/** One call: with its arguments if it can be made, else with what to say about it, to people and to the model. */
interface Verdict {
  ok: boolean
  id?: string | undefined
  tool?: string | undefined
  arguments?: unknown
  repaired?: true
  diagnostics?: readonly Complaint[]
  feedback?: string
}

/** A row with exactly one call is what that call is; any other has a list, and what is wrong besides. */
type Outcome = Verdict | { ok: boolean; calls?: Verdict[]; diagnostics?: readonly Complaint[] }

type Complaint = Pick<CallDiagnostic, 'severity' | 'message' | 'pointer'> & { ruleId: string }

export interface RowTally extends CallTally {
  /** Rows that are not `ok`. */
  refused: number
  warnings: number
}

export interface RowOptions {
  /** The file's name, where each row is to say it. */
  file?: string
  /** Leave warnings out. */
  errorsOnly: boolean
}

/** Judges a file row by row, in memory for the rows that come in at once. Gives JSON Lines, a row for a row. */
export async function* judgeRows(
  { path }: InputFile,
  validator: CallValidator,
  tally: RowTally,
  name: string,
  { file, errorsOnly }: RowOptions,
): AsyncGenerator<string> {
  let index = 0
  for await (const documents of documentBatches(path, name)) {
    let text = ''
    for (const document of documents) {
      const place = { ...(file !== undefined && { file }), index, line: document.line }
      text += `${written(place, judge(document, validator, tally, errorsOnly), tally)}\n`
      index++
    }
    yield text
  }
}

function judge(
  document: LoadedDocument,
  validator: CallValidator,
  tally: RowTally,
  errorsOnly: boolean,
): Outcome {
  if (document.syntax.length > 0) return { ok: false, diagnostics: document.syntax.map(syntaxComplaint) }
  const { ok, calls, diagnostics } = validator.validateResponse(document.value)
  const verdicts: Verdict[] = []
  for (const call of calls) {
    countCall(call, tally)
    const said = call.diagnostics.map(diagnostic => afterRepair(diagnostic, call))
    tally.warnings += warningsIn(said)
    verdicts.push(verdictOf(call, complaints(said, errorsOnly)))
  }
  for (const diagnostic of diagnostics) countCall({ ok: false, diagnostics: [diagnostic] }, tally)
  tally.warnings += warningsIn(diagnostics)
  const [only] = verdicts
  if (only && verdicts.length === 1 && diagnostics.length === 0) return only
  return { ok, calls: verdicts, ...complaints(diagnostics, errorsOnly) }
}

function syntaxComplaint({ message }: { message: string }): Complaint {
  return { ruleId: 'syntax', severity: 'error', message, pointer: '' }
}

function verdictOf(call: CallResult, said: Pick<Verdict, 'diagnostics'>): Verdict {
  const { ok, id, tool } = call
  return call.ok
    ? { ok, id, tool, arguments: call.arguments, ...(call.repaired && { repaired: true }), ...said }
    : { ok, id, tool, ...said, feedback: call.feedback }
}

function complaints(diagnostics: readonly CallDiagnostic[], errorsOnly: boolean): Pick<Row, 'diagnostics'> {
  const shown = errorsOnly ? diagnostics.filter(({ severity }) => severity === 'error') : diagnostics
  return shown.length > 0 ? { diagnostics: shown } : {}
}

function warningsIn(diagnostics: readonly CallDiagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === 'warning').length
}

/** Arguments that nothing limits may nest deeper than can be written out. */
function written(place: Place, outcome: Outcome, tally: RowTally): string {
  try {
    const text = JSON.stringify({ ...place, ...outcome })
    if (!outcome.ok) tally.refused++
    return text
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const message = 'The arguments nest too deep to be written out.'
    return written(place, { ok: false, diagnostics: [syntaxComplaint({ message })] }, tally)
  }
}
