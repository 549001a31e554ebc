import type { Alphabet } from './alphabet.ts'
import type { Automaton, Guard } from './automaton.ts'
import type { Budget } from './budget.ts'

/** A text, as letters of the alphabet. */
export type Letters = readonly number[]

/** How matches are looked for, and what the looking may cost. */
export interface Mode {
  /** Whether a match begins at the start of the text only. */
  anchored: boolean
  budget: Budget
}

/**
 * The steps that backtracking makes on a text from all beginnings that lead to no match, up to the first that does. They are
 * counted, not made: a state is costed once for each place in the text, however often backtracking comes there.
 */
export function stepsInVain(automaton: Automaton, alphabet: Alphabet, text: Letters, mode: Mode): number {
  const steps = stepsFrom(automaton, alphabet, text, mode.budget)
  const first = steps.findIndex(Number.isNaN)
  const vain = mode.anchored ? steps.subarray(0, 1) : steps
  return vain.subarray(0, first < 0 ? vain.length : first).reduce((sum, count) => sum + count, 0)
}

/** The steps from each place of the text; no number where a match begins. */
function stepsFrom(automaton: Automaton, alphabet: Alphabet, text: Letters, budget: Budget): Float64Array {
  const steps = new Float64Array(text.length + 1)
  budget.left -= automaton.size * steps.length
  if (budget.left < 0) return steps
  const broken = brokenAlong(automaton, alphabet, text, budget)
  const { kinds, edges, ends } = automaton
  const { letters, takes } = alphabet
  const takesAt = (state: number, place: number) => takes[kinds[state]! * letters.length + text[place]!] === 1
  let behind = new Float64Array(edges.length)
  for (let i = text.length; i >= 0; i--) {
    const here = new Float64Array(edges.length)
    const bad = broken[i]!
    for (let state = 0; state < edges.length; state++) {
      // A state is where its consumer has just matched.
      if (state > 0 && (i === 0 || !takesAt(state, i - 1))) continue
      let count = ends[state]!.some(guards => (guards & bad) === 0) ? Number.NaN : 1
      if (i < text.length) {
        for (const { to, guards, ways } of edges[state]!) {
          if ((guards & bad) === 0 && takesAt(to, i)) count += ways * behind[to]!
        }
      }
      here[state] = count
    }
    steps[i] = here[0]!
    behind = here
  }
  return steps
}

/* ------------------------------------------------------------------ assertions */

/** For each place of the text, the assertions that do not hold there: a bit for each. */
function brokenAlong(
  { assertions }: Automaton,
  alphabet: Alphabet,
  text: Letters,
  budget: Budget,
): Int32Array {
  const broken = new Int32Array(text.length + 1)
  assertions.forEach((guard, bit) => {
    const holds = holdsAlong(guard, alphabet, text, budget)
    for (let i = 0; i <= text.length; i++) if (!holds(i)) broken[i]! |= 1 << bit
  })
  return broken
}

function holdsAlong(
  { node, inside }: Guard,
  alphabet: Alphabet,
  text: Letters,
  budget: Budget,
): (place: number) => boolean {
  switch (node.kind) {
    case 'start':
      return place => place === 0
    case 'end':
      return place => place === text.length
    case 'word': {
      const isWord = (place: number) => /^\w/.test(alphabet.letters[text[place]!] ?? '')
      return place => (isWord(place - 1) !== isWord(place)) !== node.negate
    }
    case 'lookahead': {
      const steps = stepsFrom(inside!, alphabet, text, budget)
      return place => Number.isNaN(steps[place]) !== node.negate
    }
    case 'lookbehind': {
      const ended = endsAlong(inside!, alphabet, text, budget)
      return place => ended[place] !== node.negate
    }
  }
}

/** Whether a match that began at any place before ends at a place. */
function endsAlong(automaton: Automaton, alphabet: Alphabet, text: Letters, budget: Budget): boolean[] {
  budget.left -= automaton.size * (text.length + 1)
  const ended: boolean[] = []
  if (budget.left < 0) return ended
  const broken = brokenAlong(automaton, alphabet, text, budget)
  const { kinds, edges, ends } = automaton
  let states = new Set([0])
  for (let i = 0; i <= text.length; i++) {
    const bad = broken[i]!
    ended.push([...states].some(state => ends[state]!.some(guards => (guards & bad) === 0)))
    const next = new Set([0])
    for (const state of states) {
      for (const { to, guards } of edges[state]!) {
        if ((guards & bad) === 0 && alphabet.takes[kinds[to]! * alphabet.letters.length + text[i]!])
          next.add(to)
      }
    }
    states = next
  }
  return ended
}
