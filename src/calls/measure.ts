/** What a look at a parsed value tells. */
export interface Measure {
  /** The characters that its JSON text has at least. */
  length: number
  /** The members of all its objects together. */
  members: number
  shortestKey: number
  /** Whether the string `"null"` is in it. */
  holdsNullString: boolean
}

/** Deeper values are not looked at to the end; nothing is then known of them. */
const deepest = 100

/** Looks at a value once. This is done for every call. */
export function measure(value: unknown): Measure {
  const found: Measure = { length: 0, members: 0, shortestKey: 1_000_000_000, holdsNullString: false }
  add(found, value, 0)
  return found
}

/**
 * Whether an object in a JSON text may hold a key twice. A text in which one does is longer than its value needs; when it
 * is longer, its colons are counted: they are as many as the members of the value, unless a key repeats or a string holds
 * what looks like the colon behind a key.
 */
export function mayRepeatKeys(text: string, { length, members, shortestKey }: Measure): boolean {
  // A member has at least a key in quotes, a colon, a value and a comma.
  return text.length >= length + shortestKey + 5 && countColons(text) !== members
}

function countColons(text: string): number {
  let count = 0
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1)
    if (before === 34 || before <= 32) count++
  }
  return count
}

function add(found: Measure, value: unknown, depth: number): void {
  if (typeof value === 'string') {
    found.length += value.length + 2
    if (value === 'null') found.holdsNullString = true
  } else if (typeof value === 'number') found.length += numberLength(value)
  else if (typeof value !== 'object' || value === null) found.length += 4
  else if (depth > deepest) {
    found.length = Number.NEGATIVE_INFINITY
    found.members = Number.NaN
    found.holdsNullString = true
  } else if (Array.isArray(value)) {
    found.length += value.length + 1
    for (let i = 0; i < value.length; i++) add(found, value[i], depth + 1)
  } else {
    found.length += 1
    for (const key in value) {
      found.members++
      found.length += key.length + 4
      if (key.length < found.shortestKey) found.shortestKey = key.length
      const member = (value as Record<string, unknown>)[key]
      if (typeof member === 'string' && member !== 'null') found.length += member.length + 2
      else add(found, member, depth + 1)
    }
  }
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
