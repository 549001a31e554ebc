/**
 * Whether an object in a JSON text may hold a key twice; `value` is what the text parses to. Asked of every call, so it
 * first looks whether the text is too short for a second member of some name, then counts: the members of the value are
 * as many as the colons in the text, unless a key repeats or a string holds what looks like the colon behind a key.
 */
export function mayRepeatKeys(text: string, value: object): boolean {
  return text.length >= leastWithRepeat(value) && countColons(text) !== countMembers(value)
}

/** The fewest characters a text can have that spells this value and one of its keys once more; 0 when that is hard to say. */
function leastWithRepeat(value: object): number {
  let length = 1
  let shortest = Number.POSITIVE_INFINITY
  for (const key in value) {
    const member = (value as Record<string, unknown>)[key]
    // `"key":` and the comma or bracket behind the value.
    length += key.length + 4
    if (key.length < shortest) shortest = key.length
    if (typeof member !== 'object' || member === null) length += leastScalar(member)
    else if (!Array.isArray(member)) return 0
    else {
      for (const item of member) {
        if (typeof item === 'object' && item !== null) return 0
        length += leastScalar(item) + 1
      }
    }
  }
  // `"key":0,`
  return length + shortest + 5
}

function leastScalar(value: unknown): number {
  return typeof value === 'string' ? value.length + 2 : 1
}

function countColons(text: string): number {
  let count = 0
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) {
    const before = text.charCodeAt(at - 1)
    if (before === 34 || before <= 32) count++
  }
  return count
}

function countMembers(value: object): number {
  const stack: unknown[] = [value]
  let count = 0
  while (stack.length > 0) {
    const next = stack.pop()
    if (Array.isArray(next)) {
      for (let i = 0; i < next.length; i++)
        if (typeof next[i] === 'object' && next[i] !== null) stack.push(next[i])
      continue
    }
    for (const key in next as object) {
      count++
      const member = (next as Record<string, unknown>)[key]
      if (typeof member === 'object' && member !== null) stack.push(member)
    }
  }
  return count
}
