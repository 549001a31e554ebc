import type { CallDiagnostic } from './types.ts'

/** The text of the tool message that tells a model what is wrong with its call, at most `limit` characters long. */
export function feedback(
  tool: string | undefined,
  diagnostics: readonly CallDiagnostic[],
  limit: number,
): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  const name = tool === undefined ? '' : ` of \`${tool.slice(0, 80)}\``
  const head = `The call${name} was not made: ${errors.length === 1 ? 'there is a problem' : `there are ${errors.length} problems`}.`
  const end = closing(errors)
  const lines = errors.map(line)
  let shown = lines.length
  const text = () => {
    const rest = lines.length - shown
    const more = rest > 0 ? [`- and ${rest} more`] : []
    return [head, ...lines.slice(0, shown), ...more, ...(end ? [end] : [])].join('\n')
  }
  while (shown > 0 && text().length > limit) shown--
  return text().slice(0, limit).toWellFormed()
}

function closing(errors: readonly CallDiagnostic[]): string {
  const ids = new Set(errors.map(({ ruleId }) => ruleId))
  if (ids.has('call/unknown-tool') || ids.has('call/unusable-schema')) return ''
  const how = ids.has('call/invalid-json')
    ? 'with the arguments as one JSON object'
    : 'with corrected arguments'
  return `Send the whole call again, ${how}.`
}

/** One problem: where, what, and what to send instead. */
function line({ pointer, message, expected, suggestion, ruleId }: CallDiagnostic): string {
  const place = pointer === '' ? '' : `${pointer.length > 200 ? `${pointer.slice(0, 199)}…` : pointer}: `
  return `- ${place}${message}${advice(ruleId, expected, suggestion)}`
}

function advice(ruleId: string, expected: string | undefined, suggestion: string | undefined): string {
  if (ruleId === 'call/wrapped-arguments') return ' Send what is in it.'
  if (ruleId === 'call/stringified-json') return ' Send the value itself.'
  if (suggestion !== undefined) return ` Send \`${suggestion}\`.`
  return expected === undefined ? '' : ` Send ${expected}.`
}
