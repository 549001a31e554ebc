import { match } from '../syntax/source.ts'
import { readEscape } from './escapes.ts'
import { type Scan, stop } from './scan.ts'

const posixClass =
  /\[:\^?(?:alnum|alpha|ascii|blank|cntrl|digit|graph|lower|print|punct|space|upper|word|xdigit):\]/y

/** Reads a class with all that is nested in it: in Rust every `[` opens one. */
export function readClass(scan: Scan): undefined {
  const { text, at: start } = scan
  let depth = 0
  let nested: number | undefined
  do {
    const c = text[scan.at]
    if (c === undefined) return unclosed(scan, start, nested)
    if (c === '[') {
      if (depth > 0) nested ??= scan.at
      if (depth > 0 && match(scan, posixClass)) continue
      depth++
      openClass(scan)
    } else if (c === ']') {
      depth--
      scan.at++
    } else if (isOperator(text, scan.at)) scan.at += 2
    else readClassItem(scan)
  } while (depth > 0)
}

function unclosed(scan: Scan, start: number, nested: number | undefined): undefined {
  if (nested !== undefined)
    return stop(scan, nested, nested + 1, 'opens a class inside a class', 'write `\\[`')
  if (scan.text.startsWith('[^]', start)) {
    return stop(scan, start, start + 3, 'begins a class that holds `]`', 'write `[\\s\\S]` for any character')
  }
  if (scan.text.startsWith('[]', start)) {
    return stop(scan, start, start + 2, 'begins a class that holds `]`', 'leave the empty class out')
  }
  stop(scan, start, start + 1, 'opens a class that nothing closes', 'close it, or write `\\[`')
}

/** Goes past `[`, `[^`, and what is literal only there: dashes, or else one `]`. */
function openClass(scan: Scan): undefined {
  const { text } = scan
  scan.at++
  if (text[scan.at] === '^') scan.at++
  if (text[scan.at] === ']') scan.at++
  else while (text[scan.at] === '-') scan.at++
}

/** Whether `&&`, `--` or `~~` stands there, which combine sets in Rust. */
function isOperator(text: string, at: number): boolean {
  return text[at] === text[at + 1] && (text[at] === '&' || text[at] === '-' || text[at] === '~')
}

function readClassItem(scan: Scan): undefined {
  const { text, at: start } = scan
  const least = readClassAtom(scan)
  const next = text[scan.at + 1]
  if (text[scan.at] !== '-' || next === ']' || next === '-' || next === undefined) return
  scan.at++
  // The two crates disagree about where such a class ends.
  if (next === '[') return unclosed(scan, start, scan.at)
  const most = readClassAtom(scan)
  if (least === undefined || most === undefined) {
    stop(scan, start, scan.at, 'is a range with a class at one end', 'write `\\-`')
  } else if (least > most)
    stop(scan, start, scan.at, 'is a range that ends before it begins', 'swap its ends')
}

/** The code point of one character or escape; undefined for a class such as `\d`. */
function readClassAtom(scan: Scan): number | undefined {
  if (scan.text[scan.at] === '\\') return readEscape(scan, true)
  const point = scan.text.codePointAt(scan.at)!
  scan.at += point > 0xffff ? 2 : 1
  return point
}
