import type { AST } from '@eslint-community/regexpp'
import type { Alphabet } from './alphabet.ts'
import type { Automaton } from './automaton.ts'

/** A text, as letters of the alphabet. */
export type Letters = readonly number[]

export interface Mode {
  unicode: boolean
  /** Whether a match begins at the start of the text only. */
  anchored: boolean
}

/**
 * The steps that backtracking makes on a text from all beginnings that lead to no match, up to the first that does. They are
 * counted, not made: a state is costed once for each place in the text, however often backtracking comes there.
 */
export function stepsInVain(
  automaton: Automaton,
  alphabet: Alphabet,
  text: Letters,
  { unicode, anchored }: Mode,
): number {
  const broken = brokenAlong(automaton, alphabet, text, unicode)
  const { kinds, edges, ends } = automaton
  const { letters, takes } = alphabet
  const begun = new Float64Array(text.length + 1)
  let behind = new Float64Array(edges.length)
  for (let i = text.length; i >= 0; i--) {
    const here = new Float64Array(edges.length)
    const bad = broken[i]!
    for (let state = 0; state < edges.length; state++) {
      // A state is where its consumer has just matched.
      if (state > 0 && (i === 0 || !takes[kinds[state]! * letters.length + text[i - 1]!])) continue
      let steps = ends[state]!.some(guards => (guards & bad) === 0) ? Number.NaN : 1
      if (i < text.length) {
        const offset = text[i]!
        for (const { to, guards, ways } of edges[state]!) {
          if ((guards & bad) === 0 && takes[kinds[to]! * letters.length + offset]) steps += ways * behind[to]!
        }
      }
      here[state] = steps
    }
    begun[i] = here[0]!
    behind = here
  }
  return untilMatch(anchored ? begun.subarray(0, 1) : begun)
}

/** A sum that ends where a match begins, which is no number. */
function untilMatch(begun: Float64Array): number {
  let total = 0
  for (const steps of begun) {
    if (Number.isNaN(steps)) break
    total += steps
  }
  return total
}

/** For each place of the text, the assertions that do not hold there: a bit for each. */
function brokenAlong(
  { assertions }: Automaton,
  { letters }: Alphabet,
  text: Letters,
  unicode: boolean,
): Int32Array {
  const broken = new Int32Array(text.length + 1)
  if (assertions.length === 0) return broken
  const string = text.map(letter => letters[letter]).join('')
  const places = [0]
  for (const letter of text) places.push(places.at(-1)! + letters[letter]!.length)
  assertions.forEach((assertion, bit) => {
    const test = testOf(assertion, unicode)
    for (let i = 0; i <= text.length; i++) if (!test(string, places[i]!)) broken[i]! |= 1 << bit
  })
  return broken
}

function testOf(assertion: AST.Assertion, unicode: boolean): (text: string, place: number) => boolean {
  if (assertion.kind === 'start') return (_, place) => place === 0
  if (assertion.kind === 'end') return (text, place) => place === text.length
  const pattern = new RegExp(assertion.raw, unicode ? 'uy' : 'y')
  return (text, place) => {
    pattern.lastIndex = place
    return pattern.test(text)
  }
}
