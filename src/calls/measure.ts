/** What a look at a parsed value tells. */
export interface Measure {
  /** The characters that its JSON text has at least. */
  length: number
  /** The members of all its objects together. */
  members: number
  shortestKey: number
  longestString: number
  /** Whether the string `"null"` is in it. */
  holdsNullString: boolean
}

/** Deeper values are not looked at to the end; nothing is then known of them. */
const deepest = 100

/** Looks at a value once. This is done for every call. */
export function measure(value: unknown): Measure {
  const found: Measure = {
    length: 0,
    members: 0,
    shortestKey: 1_000_000_000,
    longestString: 0,
    holdsNullString: false,
  }
  found.length = lengthOf(value, found, 0)
  return found
}

/**
 * Whether an object in a JSON text may hold a key twice. A text in which one does is longer than its value needs; when it
 * is longer, its colons are counted: they are as many as the members of the value, unless a key repeats or a string holds
 * what looks like the colon behind a key.
 */
export function mayRepeatKeys(text: string, look: Measure): boolean {
  // A member has at least a key in quotes, a colon, a value and a comma.
  return text.length >= look.length + look.shortestKey + 5 && countColons(text, look) !== look.members
}

/** A string longer than half the text covers the middle of it, wherever it begins: no key is there. */
function countColons(text: string, { longestString }: Measure): number {
  const start = text.length - longestString - 1
  const end = longestString + 1
  let count = 0
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    if (at >= start && at < end) {
      at = end - 1
      continue
    }
    const before = text.charCodeAt(at - 1)
    if (before === 34 || before <= 32) count++
  }
  return count
}

/** The characters that a value has at least; notes what else is asked for. */
function lengthOf(value: unknown, found: Measure, depth: number): number {
  if (typeof value === 'string') {
    noteString(value, found)
    return value.length + 2
  }
  if (typeof value === 'number') return numberLength(value)
  if (typeof value !== 'object' || value === null) return 4
  if (depth > deepest) {
    found.members = Number.NaN
    found.holdsNullString = true
    return Number.NEGATIVE_INFINITY
  }
  if (!Array.isArray(value)) return objectLength(value, found, depth)
  let length = value.length + 1
  for (let i = 0; i < value.length; i++) length += lengthOf(value[i], found, depth + 1)
  return length
}

function noteString(value: string, found: Measure): void {
  if (value.length > found.longestString) found.longestString = value.length
  if (value === 'null') found.holdsNullString = true
}

function objectLength(value: object, found: Measure, depth: number): number {
  let length = 1
  for (const key in value) {
    found.members++
    length += key.length + 4
    if (key.length < found.shortestKey) found.shortestKey = key.length
    const member = (value as Record<string, unknown>)[key]
    if (typeof member === 'string') {
      noteString(member, found)
      length += member.length + 2
    } else if (member === null) length += 4
    else length += lengthOf(member, found, depth + 1)
  }
  return length
}

/** The fewest characters that spell a number: exponents shorten those that end in zeros. */
function numberLength(value: number): number {
  if (!Number.isInteger(value)) return 3
  const size = Math.abs(value)
  const sign = value < 0 ? 1 : 0
  if (size < 10) return sign + 1
  if (size < 100) return sign + 2
  return sign + (size < 1000 || size % 1000 === 0 ? 3 : 4)
}
