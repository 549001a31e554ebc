const ESCAPE = /\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|([0-3]?[0-7]{1,2})|(\r\n|.))/gs

const LETTERS: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' }

/** What the text between the quotes of a string means. */
export function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw
  return raw.replace(ESCAPE, (_, point, unit, byte, octal, other) => {
    const code = point ?? unit ?? byte
    if (code !== undefined) return codePoint(Number.parseInt(code, 16))
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
    if (/[\r\n\u2028\u2029]/.test(other)) return ''
    return Object.hasOwn(LETTERS, other) ? LETTERS[other]! : other
  })
}

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
}

/** What the text between the backticks of a template means. */
export function unescapedTemplate(raw: string): string {
  return unescaped(raw.replace(/\r\n?/g, '\n'))
}

/** The value of a number; undefined for a BigInt, and for what JSON has no number for. */
export function numberOf(written: string): number | undefined {
  const digits = written.replaceAll('_', '')
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits)
  return Number.isFinite(value) ? value : undefined
}
