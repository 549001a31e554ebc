import { Unwritable } from './unwritable.ts'

/** A key or a scalar as JSON. */
export function jsonWord(value: unknown, ascii: boolean): string {
  checkNumber(value)
  const word = JSON.stringify(value)
  return ascii ? word.replace(/[^\p{ASCII}]/gu, escaped) : word
}

/** More digits than a number of ours can have: which ones the text had is not known any more. */
export function checkNumber(value: unknown): void {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER)
    throw new Unwritable(`${value} may not be the number that it was.`)
}

/** One escape for each UTF-16 unit. */
export function escaped(character: string): string {
  return character.replace(/./gs, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
