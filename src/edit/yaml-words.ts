import { checkNumber, escaped } from './json-words.ts'

export type Quote = '' | "'" | '"'

/** The quote that a key or a scalar was written with, as a model for others. */
export function quoteOf(text: string): Quote {
  const first = text[0]
  return first === "'" || first === '"' ? first : ''
}

/**
 * A key or a scalar as YAML, in one line.
 *
 * @param quote what strings are written with, if they can be
 * @param otherwise the quote for those that need one
 */
export function yamlWord(value: unknown, quote: Quote, otherwise: Quote, inFlow: boolean): string {
  if (typeof value !== 'string') {
    checkNumber(value)
    return JSON.stringify(value)
  }
  if (quote === '' && isPlain(value, inFlow)) return value
  const isSingle = (quote || otherwise) === "'" && !UNPRINTABLE.test(value)
  return isSingle ? `'${value.replaceAll("'", "''")}'` : doubleQuoted(value)
}

/** What is certain to be read as this very text, by readers of YAML 1.1 too. */
function isPlain(text: string, inFlow: boolean): boolean {
  return (
    /^[\p{L}_$/(^\\]/u.test(text) &&
    !/: |:$| #| $|[^\S ]|\p{C}/u.test(text) &&
    !(inFlow && /[,[\]{}]/.test(text)) &&
    !/^(null|true|false|yes|no|on|off|y|n)$/i.test(text)
  )
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\p{Cs}/u

function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(new RegExp(UNPRINTABLE, 'gu'), escaped)
}
