import { standardOutput } from './print.ts'

/** Whether to colour: the option, then FORCE_COLOR, then NO_COLOR, then whether a terminal reads. */
export function wantsColor(
  option: boolean | undefined,
  stream: { isTTY?: boolean } = standardOutput,
): boolean {
  if (option !== undefined) return option
  const { FORCE_COLOR, NO_COLOR, TERM } = process.env
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false'
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false
  return stream.isTTY === true && TERM !== 'dumb'
}

/** The columns of the terminal; where there is none, a width that logs read well in. */
export function terminalWidth(): number {
  return standardOutput.columns ?? 100
}

/** An option that may be given several times, as a list. */
export function listOf(option: string | readonly string[] | undefined): readonly string[] {
  if (option === undefined) return []
  return typeof option === 'string' ? [option] : option
}
