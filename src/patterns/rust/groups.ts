import { match } from '../syntax/source.ts'
import { follow, type Group, leaveToFancy, type Scan, stop } from './scan.ts'

const deepest = 63
const flags = /\?([imsuURx]*)(?:-([imsuURx]+))?([:)])/y
const names = /\?P?<([^>]*)>/y
const name = /^[\p{Alphabetic}_][\p{Alphabetic}\p{N}_.[\]]*$/u

export function openGroup(scan: Scan): undefined {
  const { text, at: start } = scan
  const group: Group = { start, capturing: false, lookAround: false, items: 0, sole: 'empty' }
  scan.at++
  if (text[scan.at] !== '?') group.capturing = true
  else if (/[=!]/.test(text[scan.at + 1] ?? '')) group.lookAround = true
  else if (text[scan.at + 1] === '<' && /[=!]/.test(text[scan.at + 2] ?? '')) group.lookAround = true
  else if (/^\?P?</.test(text.slice(scan.at, scan.at + 3))) {
    if (!readName(scan, start)) return
    group.capturing = true
  } else if (scan.since !== undefined && text[scan.at + 1] === '>') scan.at += 2
  else if (!readFlags(scan, start)) return
  if (group.lookAround) {
    if (scan.since === undefined) return leaveToFancy(scan, start)
    scan.at += text[scan.at + 1] === '<' ? 3 : 2
  }
  if (group.capturing) scan.captures++
  scan.groups.push(group)
  scan.before = 'nothing'
  if (scan.groups.length > deepest) {
    stop(scan, start, start + 1, `opens a group inside ${deepest} others`, 'nest less deeply')
  }
}

function readName(scan: Scan, start: number): boolean {
  const found = match(scan, names)
  const given = found?.[1] ?? ''
  const end = found ? scan.at : scan.text.length
  if (given === '' || (scan.since === undefined && !name.test(given))) {
    stop(
      scan,
      start,
      end,
      'has no name that Rust takes',
      'use letters, digits and `_`, or leave the name out',
    )
    return false
  }
  if (scan.since === undefined && scan.names.has(given)) {
    stop(scan, start, end, 'takes a name for the second time', 'leave the name out')
    return false
  }
  scan.names.add(given)
  return true
}

/** Whether a group is open now: `(?i)` opens none. */
function readFlags(scan: Scan, start: number): boolean {
  const found = match(scan, flags)
  const set = found ? `${found[1]}${found[2] ?? ''}` : ''
  if (
    !found ||
    new Set(set).size < set.length ||
    (set === '' && found[3] === ')') ||
    found[2]?.includes('u')
  ) {
    stop(scan, start, start + 3, 'starts no group that Rust knows', 'write `(?:…)`')
    return false
  }
  if (found[1]!.includes('x')) {
    // From here on white space and comments count for nothing. ECMAScript has no such mode.
    scan.at = scan.text.length
    scan.groups.length = 0
    return false
  }
  if (found[3] === ')') scan.before = 'flags'
  return found[3] === ':'
}

export function closeGroup(scan: Scan): undefined {
  const start = scan.at++
  const group = scan.groups.pop()
  if (!group) return stop(scan, start, start + 1, 'closes a group that nothing opened', 'write `\\)`')
  if (group.lookAround) return follow(scan, 'look-around')
  if (group.capturing || group.items > 1) return follow(scan, 'atom')
  follow(scan, group.items === 0 ? 'empty' : group.sole === 'look-around' ? 'look-around' : 'atom')
}
