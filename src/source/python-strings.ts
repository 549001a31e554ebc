const LETTERS: Record<string, string> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
}

const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|(.))/gs

/**
 * The value of a string literal without replacements in it, as it is written with its prefix and quotes. Undefined for
 * bytes, for one that does not end, and for `\N{…}`, whose names are a database.
 */
export function stringOf(written: string): string | undefined {
  const parts = /^([a-z]*)("""|'''|"|')(.*)\2$/is.exec(written)
  if (!parts || parts[0].length < parts[1]!.length + 2 * parts[2]!.length) return undefined
  const prefix = parts[1]!.toLowerCase()
  const body = parts[3]!.replace(/\r\n?/g, '\n')
  if (prefix.includes('b')) return undefined
  const value = prefix.includes('r') ? body : unescaped(body)
  return prefix.includes('f') ? value?.replaceAll('{{', '{').replaceAll('}}', '}') : value
}

function unescaped(body: string): string | undefined {
  if (!body.includes('\\')) return body
  let isKnown = true
  const value = body.replace(ESCAPE, (whole, byte, unit, point, octal, other) => {
    const code = byte ?? unit ?? point
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
    if (code !== undefined) {
      const number = Number.parseInt(code, 16)
      if (number <= 0x10ffff) return String.fromCodePoint(number)
      isKnown = false
    }
    if (other === 'N') isKnown = false
    if (other === '\n') return ''
    return other !== undefined && Object.hasOwn(LETTERS, other) ? LETTERS[other]! : whole
  })
  return isKnown ? value : undefined
}

/** The value of a number; undefined for a complex one, and for what JSON has no number for. */
export function numberOf(written: string): number | undefined {
  const digits = written.replaceAll('_', '')
  if (/^0\d*$/.test(digits)) return /^0+$/.test(digits) ? 0 : undefined
  const value = Number(digits)
  return Number.isFinite(value) ? value : undefined
}
