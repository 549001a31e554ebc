import type { Alphabet } from './alphabet.ts'
import { type Automaton, bitsOf } from './automaton.ts'
import type { Letters, Mode } from './cost.ts'

const longest = 3
const mostSets = 300

/**
 * Ends that make every match fail which began within a text, the shortest first. Assertions other than `$` are taken to fail:
 * whoever counts the steps sees whether they do.
 */
export function* failingEnds(
  automaton: Automaton,
  alphabet: Alphabet,
  text: Letters,
  { anchored, budget }: Mode,
): Generator<Letters> {
  const looks = automaton.assertions.some(({ inside }) => inside)
  budget.left -= automaton.size * text.length
  if (budget.left < 0) return
  const queue: { states: Set<number>; end: number[] }[] = [
    { states: statesAfter(automaton, alphabet, text, anchored), end: [] },
  ]
  const seen = new Set<string>()
  for (const { states, end } of queue) {
    if (mayEnd(automaton, states, 0)) continue
    if (!mayEnd(automaton, states, bitsOf(automaton, 'end'))) yield end
    if (end.length === longest) continue
    for (let letter = 0; letter < alphabet.letters.length && queue.length < mostSets; letter++) {
      budget.left -= states.size
      if (budget.left < 0) return
      const next = step(automaton, alphabet, states, letter)
      // Letters that lead to the same states are the same, unless something looks at them.
      const key = [looks && end.length === 0 ? -letter : 0, ...[...next].sort((a, b) => a - b)].join()
      if (seen.has(key)) continue
      seen.add(key)
      queue.push({ states: next, end: [...end, letter] })
    }
  }
}

/** The states of all matches that began within the text. */
function statesAfter(
  automaton: Automaton,
  alphabet: Alphabet,
  text: Letters,
  anchored: boolean,
): Set<number> {
  let states = new Set([0])
  text.forEach((letter, i) => {
    states = step(automaton, alphabet, states, letter, i === 0)
    if (!anchored) states.add(0)
  })
  states.delete(0)
  return states
}

function step(
  automaton: Automaton,
  { letters, takes }: Alphabet,
  states: Set<number>,
  letter: number,
  atStart = false,
): Set<number> {
  const impossible = atStart ? 0 : bitsOf(automaton, 'start')
  const next = new Set<number>()
  for (const state of states) {
    for (const { to, guards } of automaton.edges[state]!) {
      if ((guards & impossible) === 0 && takes[automaton.kinds[to]! * letters.length + letter]) next.add(to)
    }
  }
  return next
}

/** Whether a match can end in one of the states, if only the `given` assertions hold. */
function mayEnd({ ends }: Automaton, states: Set<number>, given: number): boolean {
  for (const state of states) if (ends[state]!.some(guards => (guards & ~given) === 0)) return true
  return false
}
