import type { Fault } from '../fault.ts'

/** A reading of a pattern, as far as it has come. */
export interface Scan {
  text: string
  at: number
  /** Where the syntax of `fancy-regex` became necessary: known in the second reading, found out in the first. */
  since: number | undefined
  fancyAt: number | undefined
  fault: Fault | undefined
  /** What a quantifier here would repeat. */
  before: Before
  groups: Group[]
  captures: number
  names: Set<string>
  reference: { number: number; start: number; end: number } | undefined
  /** Where `\a` stands, which is refused unless the pattern is left to the other crate. */
  bell: number | undefined
}

export type Before = 'nothing' | 'flags' | 'look-around' | 'empty' | 'quantifier' | 'atom'

export interface Group {
  start: number
  capturing: boolean
  lookAround: boolean
  /** What the group is as a whole when it only wraps one thing. */
  items: number
  sole: Before
}

export function newScan(text: string, since: number | undefined): Scan {
  return {
    text,
    at: 0,
    since,
    fancyAt: undefined,
    fault: undefined,
    before: 'nothing',
    groups: [],
    captures: 0,
    names: new Set(),
    reference: undefined,
    bell: undefined,
  }
}

/** Notes the first fault and ends the reading. */
export function stop(scan: Scan, start: number, end: number, reason: string, wayOut: string): undefined {
  if (scan.fancyAt === undefined)
    scan.fault ??= { index: start, text: scan.text.slice(start, end), reason, wayOut }
  scan.at = scan.text.length
}

/** Ends the first reading: from here on the other crate's syntax counts. */
export function leaveToFancy(scan: Scan, start: number): undefined {
  if (!scan.fault) scan.fancyAt ??= start
  scan.at = scan.text.length
}

/** Notes that an item has been read. */
export function follow(scan: Scan, item: Before): undefined {
  scan.before = item
  const group = scan.groups.at(-1)
  if (!group || item === 'empty') return
  group.items++
  group.sole = item
}
