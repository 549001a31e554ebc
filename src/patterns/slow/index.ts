import type * as AST from '../syntax/tree.ts'
import { type Alphabet, alphabetOf } from './alphabet.ts'
import { openLetters, quantifiersAround, type Suspect, suspects } from './ambiguity.ts'
import { type Automaton, automatonOf, type Consumers, type Unroll } from './automaton.ts'
import { type Letters, type Mode, stepsInVain } from './cost.ts'
import { failingEnds } from './failure.ts'

/** How long a backtracking engine may take over a text that does not match. */
export interface Slowness {
  growth: 'exponential' | 'polynomial'
  /** Of the polynomial; 2 is the square of the length. */
  degree: number
  /** The text that shows it is `prefix`, `pump` again and again, and `suffix`. */
  prefix: string
  pump: string
  suffix: string
  /** The repetitions that can share out the pumped text among them. */
  loops: string[]
  /** Whether they share it with the search for a place to begin at, for lack of a `^`. */
  roams: boolean
}

/** Some 20 milliseconds. */
const affordable = 2_000_000
const shortEdges = 3000
const longEdges = 10_000
/** The texts that are tried are as long as this, twice and four times as long; no pump is longer than `longestPump`. */
const textLength = 50
const leastPumps = 8
const longestPump = 16
const longestText = 600
const mostEnds = 8
const mostSuspects = 12

/**
 * Looks for texts on which backtracking takes exponential or polynomial time, and counts its steps on them before it says so.
 * Undefined when it finds none, and when the pattern is too big to tell.
 */
export function judgeSpeed(tree: AST.Pattern, unicode: boolean): Slowness | undefined {
  if (isPlainlyFast(tree)) return undefined
  const budget = { left: affordable }
  const found = judge(tree.alternatives, unicode, { anchored: false, budget })
  return budget.left < 0 ? undefined : found
}

/** Whether there is nothing to repeat without end, or just one class behind the start of the text. */
function isPlainlyFast(tree: AST.Pattern): boolean {
  const endless = tree.nodes
    .filter(node => node.type === 'Quantifier')
    .filter(({ max }) => max === Number.POSITIVE_INFINITY)
  const [only] = endless
  if (!only) return true
  if (endless.length > 1 || only.element.type.endsWith('Group') || isRepeated(only)) return false
  return tree.alternatives.every(
    ({ elements: [first] }) => first?.type === 'Assertion' && first.kind === 'start',
  )
}

function isRepeated(node: AST.Quantifier): boolean {
  let outer: AST.Node | null = node.parent as AST.Node | null
  while (outer && outer.type !== 'Quantifier') outer = outer.parent
  return outer !== null
}

function judge(alternatives: readonly AST.Alternative[], unicode: boolean, mode: Mode): Slowness | undefined {
  const consumers: Consumers = new Map()
  const short = automatonOf(alternatives, consumers, fewRounds, shortEdges)
  if (!short) return undefined
  const inside = judgeLooks(short, unicode, mode)
  if (inside) return inside
  const alphabet = alphabetOf(
    [...consumers.values()].map(({ node }) => node),
    unicode,
  )
  if (!alphabet) return undefined
  let long: Automaton | undefined
  for (const suspect of likely(short, alphabet, mode)) {
    long ??= automatonOf(alternatives, consumers, manyRounds, longEdges)
    const found = long && confirm(suspect, long, alphabet, mode)
    if (!long || mode.budget.left < 0) return undefined
    if (found) return { ...found, ...sharers(suspect, short) }
  }
  return undefined
}

/** What is looked for is tried from one place at a time, so that only what is exponential counts. */
function judgeLooks({ assertions }: Automaton, unicode: boolean, mode: Mode): Slowness | undefined {
  for (const { node } of assertions) {
    if (node.kind !== 'lookahead' && node.kind !== 'lookbehind') continue
    const inside = judge(node.alternatives, unicode, { ...mode, anchored: true })
    if (inside?.growth === 'exponential') return inside
  }
  return undefined
}

/** The first few suspects, those first that do not match too soon. */
function* likely(automaton: Automaton, alphabet: Alphabet, { anchored, budget }: Mode): Generator<Suspect> {
  const all = [...alphabet.letters.keys()]
  const open = openLetters(automaton, alphabet)
  let left = mostSuspects
  for (const letters of open.length < all.length ? [open, all] : [all]) {
    for (const suspect of suspects(automaton, alphabet, { anchored, letters, budget })) {
      if (suspect.pump.length > longestPump) continue
      if (left-- === 0) return
      yield suspect
    }
  }
}

/** Few rounds show what is ambiguous. */
const fewRounds: Unroll = ({ min, max }) => {
  const few = Math.min(min, 3)
  return { min: few, max: max === Number.POSITIVE_INFINITY ? max : few + Math.min(max - min, 3) }
}

/** No text that is tried is long enough for more. */
const manyRounds: Unroll = ({ min, max }) => ({
  min: Math.min(min, longestText),
  max: max - min >= longestText ? Number.POSITIVE_INFINITY : max,
})

/* ------------------------------------------------------------------ the proof */

type Proof = Omit<Slowness, 'loops' | 'roams'>

function confirm(suspect: Suspect, automaton: Automaton, alphabet: Alphabet, mode: Mode): Proof | undefined {
  const { prefix, pump } = suspect
  const pumps = Math.max(leastPumps, Math.ceil(textLength / pump.length))
  if (prefix.length + 4 * pumps * pump.length + 3 >= longestText) return undefined
  const count = (times: number, suffix: Letters) =>
    stepsInVain(automaton, alphabet, textOf(suspect, times, suffix), mode)
  let left = mostEnds
  for (const suffix of failingEnds(automaton, alphabet, textOf(suspect, pumps, []), mode)) {
    const [once, twice] = [count(pumps, suffix), count(2 * pumps, suffix)]
    const degree = Math.round(Math.log2(twice / once))
    if (degree >= 2) {
      const spell = (letters: Letters) => letters.map(letter => alphabet.letters[letter]).join('')
      // Doubling the text multiplies a polynomial by the same number again; an exponential, by its square.
      const again = degree > 2 ? Math.log2(count(4 * pumps, suffix) / twice) : degree
      const growth = again > 1.5 * degree ? 'exponential' : 'polynomial'
      return { growth, degree, prefix: spell(prefix), pump: spell(pump), suffix: spell(suffix) }
    }
    if (--left === 0) break
  }
  return undefined
}

function textOf({ prefix, pump }: Suspect, times: number, suffix: Letters): Letters {
  const text = [...prefix]
  for (let i = 0; i < times; i++) text.push(...pump)
  text.push(...suffix)
  return text
}

function sharers(
  { loops: [first, second] }: Suspect,
  automaton: Automaton,
): Pick<Slowness, 'loops' | 'roams'> {
  const around = (state: number, place: number) => quantifiersAround(automaton, state).at(place) ?? []
  const nodes = second === undefined ? [around(first, 0)] : [around(first, -1), around(second, -1)]
  return { loops: [...new Set(nodes.flat())].map(({ raw }) => raw), roams: first === 0 }
}
