import { match } from '../syntax/source.ts'
import { unknownProperty } from './properties.ts'
import { leaveToFancy, type Scan, stop } from './scan.ts'

const controls: Record<string, number> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 }
const fancyControls: Record<string, number> = { ...controls, b: 8, e: 27 }
const fancyLetters = 'ABGKkz'
const fancyAtoms = 'AGHKNORZzh'
const hex = /(?<=x)[\da-fA-F]{2}|(?<=u)[\da-fA-F]{4}|(?<=U)[\da-fA-F]{8}|\{([\da-fA-F]+)\}/y
const property = /\{([^}]*)\}|[^\\{]/y
const wordEdge = /(?<=b)\{(?:start|end)(?:-half)?\}/y
const digits = /\d*/y
const groupName = /<([^>]{1,198})>/y

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
  match(scan, digits)
  const number = Number(scan.text.slice(start + 1, scan.at))
  if (inClass || number === 0) {
    stop(scan, start, scan.at, 'is read as a reference to a group', 'write the character as `\\xHH`')
  } else if (number > (scan.reference?.number ?? 0)) scan.reference = { number, start, end: scan.at }
}

function readHex(scan: Scan, start: number): number | undefined {
  const found = match(scan, hex)
  if (!found) {
    return stop(scan, start, scan.at, 'lacks its hexadecimal digits', 'write all of them, or no backslash')
  }
  const point = Number.parseInt(found[1] ?? found[0], 16)
  if (point > 0x10ffff) stop(scan, start, scan.at, 'is no code point', 'go no higher than `\\u{10FFFF}`')
  else if (point >= 0xd800 && point <= 0xdfff) {
    stop(scan, start, scan.at, 'is half of a UTF-16 pair', 'write the whole character, such as `\\u{1F600}`')
  }
  return point
}

function readProperty(scan: Scan, start: number): undefined {
  const found = match(scan, property)
  if (!found) return stop(scan, start, scan.at, 'lacks a property', 'name one: `\\p{L}`')
  if (unknownProperty(found[1] ?? found[0])) {
    stop(scan, start, scan.at, 'names a property that Rust does not know', 'list the characters instead')
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
  if (match(scan, wordEdge) || /\d/.test(scan.text[scan.at + 1] ?? '')) return
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
  const { at } = scan
  const found = match(scan, groupName)
  if (!found || !scan.names.has(found[1]!))
    stop(scan, start, at, 'refers to a group that is not there', 'name a group that stands before it')
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
