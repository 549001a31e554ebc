/** Longer words are not compared: nobody mistypes them, and the cost of a comparison grows with the square. */
const LONGEST = 64

/** So many candidates are looked at, at most. */
const MOST = 10_000

/**
 * The candidate that `word` was most likely meant to be, or undefined when none is close. Case and separators count
 * little: `getWeather` is near `get_weather`. Of equals, the first wins.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  if (word === '' || word.length > LONGEST) return undefined
  const plain = simplify(word)
  let best: string | undefined
  let limit = Math.max(1, Math.floor(plain.length / 3))
  let looked = 0
  for (const candidate of candidates) {
    if (++looked > MOST) break
    if (candidate === '' || candidate.length > LONGEST || candidate === word) continue
    const other = simplify(candidate)
    if (Math.abs(other.length - plain.length) > limit) continue
    if (Math.max(other.length, plain.length) <= limit) continue
    const far = distance(plain, other, limit)
    if (far > limit) continue
    best = candidate
    if (far === 0) break
    limit = far - 1
  }
  return best
}

/** Lower case, without `_`, `-`, `.`, `:` and spaces; the word itself when nothing else is left. */
function simplify(word: string): string {
  const lower = word.toLowerCase()
  return lower.replace(/[-_.:\s]/g, '') || lower
}

/**
 * How many insertions, deletions, replacements and swaps of neighbours lead from one word to the other; when it takes
 * more than `limit`, some number above it. (Optimal string alignment, three rows of the table.)
 */
export function distance(from: string, to: string, limit = Number.POSITIVE_INFINITY): number {
  let before: number[] = []
  let above = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    let least = row
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1]
      let cost = Math.min(above[column]! + 1, current[column - 1]! + 1, above[column - 1]! + (same ? 0 : 1))
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (swapped) cost = Math.min(cost, before[column - 2]! + 1)
      current.push(cost)
      least = Math.min(least, cost)
    }
    if (least > limit) return least
    before = above
    above = current
  }
  return above[to.length]!
}
