export const QUOTE = 0x22
export const COMMA = 0x2c
export const OPEN_BRACKET = 0x5b
export const CLOSE_BRACKET = 0x5d
export const OPEN_BRACE = 0x7b
export const CLOSE_BRACE = 0x7d
export const BACKSLASH = 0x5c
const LINE_END = /[\r\n]/g

/** The first offset from `at` on that holds no white space. */
export function skipSpace(text: string, at: number): number {
  while (isSpace(text.charCodeAt(at))) at++
  return at
}

export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

/** The offset behind the string that begins at `at`. */
export function skipString(text: string, at: number): number {
  let quote = text.indexOf('"', at + 1)
  while (isEscaped(text, quote)) quote = text.indexOf('"', quote + 1)
  return quote + 1
}

/** Whether an odd number of backslashes stands before `at`. */
export function isEscaped(text: string, at: number): boolean {
  let before = at - 1
  while (text.charCodeAt(before) === BACKSLASH) before--
  return (at - before) % 2 === 0
}

/** The offset behind the value that begins at `at`, however deep it is. */
export function skipValue(text: string, at: number): number {
  const code = text.charCodeAt(at)
  if (code === QUOTE) return skipString(text, at)
  if (code === OPEN_BRACE || code === OPEN_BRACKET) return skipContainer(text, at + 1)
  return skipLiteral(text, at)
}

/** The offset behind the container that `at` is in, outside of any string. */
export function skipContainer(text: string, at: number): number {
  for (let depth = 1; depth > 0; ) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) {
      at = skipString(text, at)
      continue
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--
    at++
  }
  return at
}

/** Behind a number, `true`, `false` or `null`. */
function skipLiteral(text: string, at: number): number {
  for (;;) {
    const code = text.charCodeAt(at)
    if (
      code === COMMA ||
      code === CLOSE_BRACE ||
      code === CLOSE_BRACKET ||
      isSpace(code) ||
      at >= text.length
    )
      return at
    at++
  }
}

/** The string a literal between `start` and `end`, quotes included, stands for. */
export function stringAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1)
  return raw.includes('\\') ? JSON.parse(`"${raw}"`) : raw
}

/** The offset of the next line end, or of the end of the text. */
export function endOfLine(text: string, at: number): number {
  LINE_END.lastIndex = at
  return LINE_END.exec(text)?.index ?? text.length
}
