import { countWhile } from '../sorted.ts'
import type { Span } from '../types.ts'
import type { Literal, ObjectLiteral, OpaqueLiteral } from './literal.ts'

/** The keys that lead to a part of a value; undefined stands for whichever member. */
export type Path = readonly (string | undefined)[]

/** Something that a program does to a value after it is written down. */
export interface Change extends Span {
  /** Of the part that is given another value, nobody knows which. */
  path: Path
  /** That part is a container, and only gets more members. */
  adds?: boolean
}

/** What a value can be reached by: a name, or the place of a literal that is given to somebody. */
export interface Holder {
  changes: Change[]
  /** The parts of other values that it may be. */
  origins: Place[]
}

export interface Place {
  holder: Holder
  path: Path
  /** Behind the path, the members are taken to make a list of who knows what; this leads on in that list. */
  made?: Path
}

/** A part of a place. */
export function within(place: Place, ...keys: Path): Place {
  const { path, made } = place
  return made ? { ...place, made: [...made, ...keys] } : { ...place, path: [...path, ...keys] }
}

/** Where a change is, and what it is; undefined when it changes only what was made of the place. */
function settled({ holder, path, made }: Place, adds: boolean): { place: Place; adds: boolean } | undefined {
  if (!made) return { place: { holder, path }, adds }
  const isInside = made.length > (adds ? 0 : 1)
  return isInside ? { place: { holder, path: [...path, undefined] }, adds: false } : undefined
}

/** What changes in more ways than this is not known at all; so is what calls itself with parts of a value. */
const MOST_CHANGES = 100

const noted = new WeakMap<Holder, Set<string>>()

/** Notes a change where it is done, and wherever else the changed value can be reached. */
export function noteChange(changed: Place, { start, end, adds: adding = false }: Omit<Change, 'path'>): void {
  const rest = [{ place: changed, adding }]
  for (let next = rest.pop(); next; next = rest.pop()) {
    const found = settled(next.place, next.adding)
    if (!found) continue
    const { holder } = found.place
    const known = noted.get(holder) ?? new Set()
    noted.set(holder, known)
    const isLost = known.size >= MOST_CHANGES
    const path = isLost ? [] : found.place.path
    const adds = !isLost && found.adds
    const key = keyOf(path, adds)
    if (known.has(key) || known.has(keyOf([], false))) continue
    known.add(key)
    holder.changes.push({ start, end, path, adds })
    for (const origin of holder.origins) rest.push({ place: within(origin, ...path), adding: adds })
  }
}

function keyOf(path: Path, adds: boolean): string {
  return JSON.stringify([adds, ...path.map(key => key ?? null)])
}

const CHANGED = 'changed after it is written down'
/** How many members of a value are looked at for the changes to it. */
const MOST_REACHED = 100_000

/**
 * Takes back what is known of a value where the program changes it.
 *
 * @param gone gets the spans of what was there before
 */
export function applyChanges(literal: Literal, changes: readonly Change[], gone: Span[]): Literal {
  let reached = 0
  const whole = changes.find(({ path, adds }) => path.length === 0 && (!adds || literal.kind === 'scalar'))
  if (whole) return unknownFor(literal, whole, gone)
  for (const change of changes) {
    const { path, adds } = change
    for (const target of follow(literal, adds ? path : path.slice(0, -1))) {
      if (++reached > MOST_REACHED) return unknownFor(literal, change, gone)
      if (adds) open(target, change)
      else replace(target, path.at(-1), change, gone)
    }
  }
  return literal
}

function follow(root: Literal, path: Path): Literal[] {
  let found: Literal[] = [root]
  for (const key of path) found = found.flatMap(literal => membersOf(literal, key))
  return found
}

function membersOf(literal: Literal, key: string | undefined): Literal[] {
  if (literal.kind === 'array') {
    if (key === undefined || !/^\d+$/.test(key)) return key === undefined ? literal.elements : []
    const element = literal.elements[Number(key)]
    return element ? [element] : []
  }
  if (literal.kind !== 'object') return []
  if (key === undefined) return literal.members.map(({ value }) => value)
  const member = literal.members.findLast(member => member.key === key)
  return member ? [member.value] : []
}

/** Whatever stands in it may have been replaced, so what is unknown comes last. */
function open(literal: Literal, { start, end }: Span): void {
  if (literal.kind !== 'array' && literal.kind !== 'object') return
  literal.unknown = {
    start: Math.max(start, literal.end),
    end: Math.max(end, literal.end),
    reason: CHANGED,
    isChange: true,
  }
}

function replace(literal: Literal, key: string | undefined, change: Change, gone: Span[]): void {
  if (literal.kind === 'array') {
    for (const [i, element] of literal.elements.entries())
      if (key === undefined || key === String(i)) literal.elements[i] = unknownFor(element, change, gone)
  } else if (literal.kind === 'object') {
    if (key === undefined) open(literal, change)
    else replaceMember(literal, key, change, gone)
  }
}

function replaceMember({ members }: ObjectLiteral, key: string, change: Change, gone: Span[]): void {
  const { start, end } = change
  const before = members.findLast(member => member.key === key)
  if (before) before.value = unknownFor(before.value, change, gone)
  else members.push({ key, keySpan: { start, end }, value: unknownFor(undefined, change, gone) })
}

function unknownFor(before: Literal | undefined, { start, end }: Span, gone: Span[]): OpaqueLiteral {
  if (before) gone.push(before)
  return { kind: 'opaque', start, end, reason: CHANGED }
}

/** Tells whether an offset is in one of the spans. */
export function createCover(spans: readonly Span[]): (offset: number) => boolean {
  const sorted = spans.toSorted((a, b) => a.start - b.start)
  const merged: Span[] = []
  for (const { start, end } of sorted) {
    const last = merged.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else merged.push({ start, end })
  }
  return offset => {
    const before = countWhile(merged, ({ start }) => start <= offset)
    return before > 0 && offset < merged[before - 1]!.end
  }
}

/* ------------------------------------------------------------------ what the name of a function says */

const VERBS =
  /^(clean|close|enforce|ensure|fix|harden|modify|mutate|normali[sz]e|patch|rewrite|sanitize|strictify|strip|transform)$/
const READING = /^(assert|check|expect|has|is|lint|print|test|validate|verify)$/

/** What a tool is turned into for prompts; the tool stays as it is. */
const TEXT =
  /^(calls?|descriptions?|docs|json|markdown|messages?|names?|prompts?|signatures?|str|strings?|text|xml|yaml)$/

/** Whether a function is called as if it changed, or made anew, what it is given: `make_strict`, `toStrictTools`. */
export function soundsChanging(name: string): boolean {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_')
    .filter(Boolean)
  const [verb = ''] = words
  if (words.some(word => TEXT.test(word))) return false
  return VERBS.test(verb) || (words.includes('strict') && !READING.test(verb))
}
