import type { Fault } from '../fault.ts'
import { readClass } from './classes.ts'
import { readEscape } from './escapes.ts'
import { closeGroup, openGroup } from './groups.ts'
import { readCount, repeat } from './quantifiers.ts'
import { follow, newScan, type Scan, stop } from './scan.ts'

/**
 * Whether Rust compiles a pattern, as a JSON Schema validator built on `regex-syntax` 0.8 and `fancy-regex` does it: the
 * first parses the pattern; only one in which it meets look-around or a backreference is left to the second alone, with
 * that crate's syntax. Sizes are judged elsewhere.
 */
export function rustFault(pattern: string): Fault | undefined {
  const scan = read(pattern, undefined)
  return scan.fancyAt === undefined ? scan.fault : read(pattern, scan.fancyAt).fault
}

function read(text: string, since: number | undefined): Scan {
  const scan = newScan(text, since)
  while (scan.at < text.length) readItem(scan)
  const { groups, reference, bell, captures } = scan
  const open = groups.at(-1)
  if (open) {
    stop(scan, open.start, open.start + 1, 'opens a group that nothing closes', 'close it, or write `\\(`')
  }
  if (reference && reference.number > captures) {
    const { start, end } = reference
    stop(scan, start, end, 'refers to a group that is not there', 'write the character as `\\xHH`')
  }
  if (bell !== undefined) stop(scan, bell, bell + 2, 'is no escape in ECMAScript', 'write `\\x07`')
  return scan
}

function readItem(scan: Scan): undefined {
  const start = scan.at
  switch (scan.text[scan.at]) {
    case '(':
      return openGroup(scan)
    case ')':
      return closeGroup(scan)
    case '|':
      scan.at++
      scan.before = 'nothing'
      // A choice is never a mere wrapper.
      if (scan.groups.length > 0) scan.groups.at(-1)!.items = 2
      return undefined
    case '*':
    case '+':
    case '?':
      scan.at++
      return repeat(scan, start)
    case '{':
      return readCount(scan)
    case '[':
      readClass(scan)
      return follow(scan, 'atom')
    case '\\':
      readEscape(scan)
      return follow(scan, 'atom')
    default:
      scan.at++
      return follow(scan, 'atom')
  }
}
