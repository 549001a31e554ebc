import { unknownProperty } from './properties.ts'
import { leaveToFancy, type Scan, stop } from './scan.ts'

const controls: Record<string, number> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }
const fancyControls: Record<string, number> = { ...controls, b: 8, e: 27 }
const fancyLetters = 'ABGKkz'
const fancyAtoms = 'AGHKNORZzh'
const hex = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[xuU]\{([0-9a-fA-F]+)\})/y
const property = /\\[pP](?:\{([^}]*)\}|([^\\{]))/y
const wordEdge = /\\b\{(?:start|end|start-half|end-half)\}/y

/** Reads an escape. Gives the code point it stands for, where it stands for one. */
export function readEscape(scan: Scan, inClass = false): number | undefined {
  const { text, at: start } = scan
  const c = text[start + 1]
  if (c === undefined) {
    stop(scan, start, start + 1, 'escapes nothing', 'write `\\\\`')
    return undefined
  }
  scan.at += 2
  if (/[0-9]/.test(c)) return readReference(scan, start, inClass)
  if (/[xuU]/.test(c)) return readHex(scan, start)
  if (/[pP]/.test(c)) return readProperty(scan, start)
  if (/[dDsSwW]/.test(c)) return undefined
  return scan.since === undefined
    ? readPlainEscape(scan, start, inClass)
    : readFancyEscape(scan, start, inClass)
}

function readReference(scan: Scan, start: number, inClass: boolean): undefined {
  if (scan.since === undefined) return leaveToFancy(scan, start)
  while (/[0-9]/.test(scan.text[scan.at] ?? '')) scan.at++
  const number = Number(scan.text.slice(start + 1, scan.at))
  if (inClass || number === 0) {
    stop(scan, start, scan.at, 'is read as a reference to a group', 'write the character as `\\xHH`')
  } else if (number > (scan.reference?.number ?? 0)) scan.reference = { number, start, end: scan.at }
}

function readHex(scan: Scan, start: number): number | undefined {
  hex.lastIndex = start
  const found = hex.exec(scan.text)
  if (!found) {
    stop(scan, start, start + 2, 'lacks its hexadecimal digits', 'write all of them, or no backslash')
    return undefined
  }
  scan.at = start + found[0].length
  const point = Number.parseInt(found[1] ?? found[2] ?? found[3] ?? found[4]!, 16)
  if (point > 0x10ffff) stop(scan, start, scan.at, 'is no code point', 'go no higher than `\\u{10FFFF}`')
  else if (point >= 0xd800 && point <= 0xdfff) {
    stop(scan, start, scan.at, 'is half of a UTF-16 pair', 'write the whole character, such as `\\u{1F600}`')
  }
  return point
}

function readProperty(scan: Scan, start: number): undefined {
  property.lastIndex = start
  const found = property.exec(scan.text)
  const end = found ? start + found[0].length : start + 2
  if (!found) return stop(scan, start, end, 'lacks a property', 'name one: `\\p{L}`')
  scan.at = end
  if (unknownProperty(found[1] ?? found[2]!)) {
    stop(scan, start, end, 'names a property that Rust does not know', 'list the characters instead')
  }
}

function readPlainEscape(scan: Scan, start: number, inClass: boolean): number | undefined {
  const { text } = scan
  const c = text[start + 1]!
  if (c === 'c' && /[a-zA-Z]/.test(text[start + 2] ?? '')) {
    scan.at++
    return text.charCodeAt(start + 2) % 32
  }
  if (/[bB<>Az]/.test(c)) {
    if (inClass) stop(scan, start, scan.at, 'is no character', c === 'b' ? 'write `\\x08`' : plainly(c))
    else if (text[scan.at] === '{' && /[bB]/.test(c)) readWordEdge(scan, start)
    return undefined
  }
  if (c === 'a' && !inClass) scan.bell ??= start
  const control = controls[c]
  if (control !== undefined) return control
  if (/[a-zA-Z]/.test(c) || c > '\x7f') stop(scan, start, scan.at, 'is no escape', plainly(c))
  return c.charCodeAt(0)
}

function readWordEdge(scan: Scan, start: number): undefined {
  wordEdge.lastIndex = start
  if (wordEdge.test(scan.text)) scan.at = wordEdge.lastIndex
  else if (!/\d/.test(scan.text[scan.at + 1] ?? ''))
    stop(scan, start, scan.at + 1, 'is no escape', 'write `\\{`')
}

function readFancyEscape(scan: Scan, start: number, inClass: boolean): number | undefined {
  const { text } = scan
  const c = text[start + 1]!
  if (c === 'c' && start < scan.since! && /[a-zA-Z]/.test(text[start + 2] ?? '')) {
    scan.at++
    return text.charCodeAt(start + 2) % 32
  }
  if (c === 'k' && !inClass) return readNamedReference(scan, start)
  if (!inClass && /[bB]/.test(c) && text[scan.at] === '{') return readWordEdge(scan, start)
  if (!inClass && (fancyAtoms.includes(c) || /[bB<>]/.test(c))) return undefined
  if (inClass && /[hH]/.test(c)) return undefined
  const control = fancyControls[c]
  if (control !== undefined) return control
  if (/[a-zA-Z]/.test(c) && !(inClass && fancyLetters.includes(c))) {
    stop(scan, start, scan.at, 'is no escape', plainly(c))
  }
  if (c < '\ud800' || c > '\udbff') return c.charCodeAt(0)
  scan.at++
  return text.codePointAt(start + 1)
}

function readNamedReference(scan: Scan, start: number): undefined {
  const found = /^<([^>]+)>/.exec(scan.text.slice(scan.at, scan.at + 200))
  if (found && scan.names.has(found[1]!)) scan.at += found[0].length
  else stop(scan, start, scan.at, 'refers to a group that is not there', 'name a group that stands before it')
}

/** What to write for the escapes of other engines. */
const spellings: Record<string, string> = {
  Z: '`$` for the end of the text',
  e: '`\\x1b` for the escape character',
  h: '`[0-9a-fA-F]` for a hexadecimal digit',
  R: '`\\r?\\n` for a line break',
  k: 'the number of the group: `\\1`',
  c: 'the character as `\\xHH`',
}

function plainly(c: string): string {
  return `write ${spellings[c] ?? (/[a-zA-Z]/.test(c) ? `\`${c}\` for the letter` : `\`${c}\``)}`
}
