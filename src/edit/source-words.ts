import { checkNumber, escaped } from './json-words.ts'
import type { Style } from './style.ts'

/** A scalar in a programming language. */
export function sourceWord(value: unknown, style: Style): string {
  checkNumber(value)
  if (typeof value === 'string') return quoted(value, style)
  if (style.language === 'python' && (value === null || typeof value === 'boolean'))
    return value === null ? 'None' : value ? 'True' : 'False'
  return JSON.stringify(value)
}

/**
 * A key of an object or dictionary, with the quotes it needs.
 *
 * @param like the key beside it
 */
export function sourceKey(key: string, style: Style, like = ''): string {
  if (style.language !== 'javascript') return quoted(key, style)
  // As a plain key it would set the prototype.
  if (key === '__proto__') return `[${quoted(key, style)}]`
  const isBare = /^[\w$]/.test(like) || (style.bareKeys && !/^(['"])[A-Za-z_$][\w$]*\1$/.test(like))
  return isBare && /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key, style)
}

/** In the quotes that the text uses, unless the string has those in it and not the others. */
function quoted(text: string, { quote, ascii, language }: Style): string {
  const other = quote === '"' ? "'" : '"'
  const chosen = text.includes(quote) && !text.includes(other) ? other : quote
  const word = JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\.|'/gs, part => (part === '\\"' ? unlessQuote('"', chosen) : unlessQuote(part, chosen)))
    .replace(/[\u2028\u2029]/g, escaped)
  const plain = ascii ? word.replace(/[^\p{ASCII}]/gu, language === 'python' ? escapedPoint : escaped) : word
  return chosen + plain + chosen
}

function unlessQuote(part: string, quote: string): string {
  return part === quote ? `\\${part}` : part
}

function escapedPoint(character: string): string {
  const code = character.codePointAt(0)!
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : escaped(character)
}
