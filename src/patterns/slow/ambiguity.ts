import type * as AST from '../syntax/tree.ts'
import type { Alphabet } from './alphabet.ts'
import { type Automaton, bitsOf, type Edge } from './automaton.ts'
import type { Budget } from './budget.ts'

/** A text that may keep backtracking busy: the pump can be repeated, and be matched in more than one way. */
export interface Suspect {
  /** Letters of the alphabet, by number. */
  prefix: number[]
  pump: number[]
  /** The states whose loops share the pump. State 0 is the search for a place to begin at. */
  loops: [number] | [number, number]
}

/** The states of a loop from which its ambiguity is looked for: any one shows it, but not any text makes a match fail. */
const mostBeginnings = 4

interface Search {
  automaton: Automaton
  alphabet: Alphabet
  /** Edges that text can follow, by state. */
  edges: Edge[][]
  /** Whether a match may begin anywhere. */
  roams: boolean
  letters: readonly number[]
  budget: Budget
}

/** Suspects of some letters, the worst first: what is ambiguous within one loop, and then between two. */
export function* suspects(
  automaton: Automaton,
  alphabet: Alphabet,
  { anchored, letters, budget }: { anchored: boolean; letters: readonly number[]; budget: Budget },
): Generator<Suspect> {
  const search = prepare(automaton, alphabet, anchored, letters, budget)
  const loops = loopsOf(search)
  for (const loop of loops) {
    for (const state of loop.slice(0, mostBeginnings)) {
      const pump = twiceWithin(search, loop, state)
      if (!pump) break
      yield* withPrefix(search, pump, [state])
    }
  }
  if (search.roams) loops.unshift([0])
  for (const a of loops) {
    for (const b of loops) {
      if (a !== b && b[0] !== 0) yield* between(search, a, b)
    }
  }
}

function prepare(
  automaton: Automaton,
  alphabet: Alphabet,
  anchored: boolean,
  letters: readonly number[],
  budget: Budget,
): Search {
  const start = bitsOf(automaton, 'start')
  const end = bitsOf(automaton, 'end')
  const possible = (to: number) =>
    letters.some(letter => alphabet.takes[automaton.kinds[to]! * alphabet.letters.length + letter])
  const usable = automaton.nodes.map((_, state) => state > 0 && possible(state))
  const edges = automaton.edges.map((list, state) =>
    list.filter(
      ({ to, guards }) => usable[to] && (guards & end) === 0 && (state === 0 || (guards & start) === 0),
    ),
  )
  const roams = !anchored && edges[0]!.some(({ guards }) => (guards & start) === 0)
  return { automaton, alphabet, edges, roams, letters, budget }
}

/** The letters that no match ends with where it may end anywhere: text made of them does not match too soon. */
export function openLetters({ kinds, ends }: Automaton, alphabet: Alphabet): number[] {
  const { letters } = alphabet
  const closing = kinds.filter((_, state) => state > 0 && ends[state]!.includes(0))
  return [...letters.keys()].filter(letter =>
    closing.every(kind => !alphabet.takes[kind * letters.length + letter]),
  )
}

/* ------------------------------------------------------------------ loops */

/** The states that lie on common cycles, cycle by cycle. */
function loopsOf({ edges }: Search): number[][] {
  const reached = new Map([...cyclic(edges)].map(state => [state, reachableFrom(edges, state)]))
  const loops: number[][] = []
  const seen = new Set<number>()
  for (const [state, others] of reached) {
    if (seen.has(state) || !others.has(state)) continue
    const loop = [...others].filter(other => reached.get(other)?.has(state))
    for (const other of loop) seen.add(other)
    loops.push(loop)
  }
  return loops
}

/** The states that are left when those that nothing leads to are taken away, again and again: the others are on no cycle. */
function cyclic(edges: readonly Edge[][]): Set<number> {
  const left = new Set(edges.keys())
  const comeFrom = new Uint32Array(edges.length)
  for (const list of edges) for (const { to } of list) comeFrom[to]!++
  const open = [...left].filter(state => comeFrom[state] === 0)
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    left.delete(state)
    for (const { to } of edges[state]!) if (--comeFrom[to]! === 0) open.push(to)
  }
  return left
}

function reachableFrom(edges: readonly Edge[][], state: number): Set<number> {
  const reached = new Set<number>()
  const open = [state]
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const { to } of edges[from]!) {
      if (reached.has(to)) continue
      reached.add(to)
      open.push(to)
    }
  }
  return reached
}

/* ------------------------------------------------------------------ words */

type Visit = (next: number, letter: number) => void

/** The shortest word from one node of a graph to another; undefined when there is none, or the budget is used up. */
function word(
  search: Search,
  from: number,
  to: number,
  expand: (node: number, visit: Visit) => void,
): number[] | undefined {
  const cameBy = new Map<number, { node: number; letter: number }>()
  const queue = [from]
  for (const node of queue) {
    if (search.budget.left < 0) return undefined
    expand(node, (next, letter) => {
      if (cameBy.has(next)) return
      cameBy.set(next, { node, letter })
      queue.push(next)
    })
    if (cameBy.has(to)) break
  }
  if (!cameBy.has(to)) return undefined
  const letters: number[] = []
  let node = to
  do {
    const step = cameBy.get(node)!
    letters.push(step.letter)
    node = step.node
  } while (node !== from)
  return letters.reverse()
}

/** Whether a state takes a letter. State 0 takes any. */
function takes({ automaton: { kinds }, alphabet }: Search, state: number, letter: number): boolean {
  return state === 0 || alphabet.takes[kinds[state]! * alphabet.letters.length + letter] === 1
}

/** A letter that all these states take; -1 when there is none. */
function common(search: Search, a: number, b = a, c = a): number {
  search.budget.left -= 5
  if (search.budget.left < 0) return -1
  for (const letter of search.letters) {
    if (takes(search, a, letter) && takes(search, b, letter) && takes(search, c, letter)) return letter
  }
  return -1
}

function* withPrefix(search: Search, pump: number[], loops: Suspect['loops']): Generator<Suspect> {
  const [first] = loops
  if (first === 0) {
    yield { prefix: [], pump, loops }
    // Where the pattern has an anchored alternative, that must fail first.
    const foreign = search.letters.find(letter =>
      search.edges[0]!.every(({ to }) => !takes(search, to, letter)),
    )
    if (foreign !== undefined) yield { prefix: [foreign], pump, loops }
    return
  }
  const prefix = word(search, 0, first, (state, visit) => {
    for (const { to } of search.edges[state]!) {
      const letter = common(search, to)
      if (letter >= 0) visit(to, letter)
    }
  })
  if (prefix) yield { prefix, pump, loops }
}

/** A word that leads from a state of the loop back to it in two ways: then in 2ⁿ ways when repeated n times. */
function twiceWithin(search: Search, loop: readonly number[], state: number): number[] | undefined {
  const inside = new Set(loop)
  const size = search.edges.length
  // A node is two states, and whether the ways to them have parted.
  const node = (a: number, b: number, parted: boolean) => (a * size + b) * 2 + (parted ? 1 : 0)
  return word(search, node(state, state, false), node(state, state, true), (from, visit) => {
    const parted = from % 2 === 1
    const a = Math.floor(from / 2 / size)
    const b = Math.floor(from / 2) % size
    for (const x of search.edges[a]!) {
      if (!inside.has(x.to)) continue
      for (const y of search.edges[b]!) {
        if (!inside.has(y.to)) continue
        const letter = common(search, x.to, y.to)
        if (letter >= 0) visit(node(x.to, y.to, parted || x !== y || x.ways > 1), letter)
      }
    }
  })
}

/** Words that the first loop takes, the second takes, and that lead from the first to the second: n ways for n repetitions. */
function* between(search: Search, first: readonly number[], second: readonly number[]): Generator<Suspect> {
  const { edges } = search
  const size = edges.length
  const insideFirst = new Set(first)
  const insideSecond = new Set(second)
  const onTheWay = reachableFrom(edges, first[0]!)
  if (!onTheWay.has(second[0]!)) return
  const stays = (from: number, inside: Set<number>) =>
    from === 0 ? [0] : edges[from]!.map(({ to }) => to).filter(to => inside.has(to))
  const moves = (from: number) => {
    const next = edges[from]!.map(({ to }) => to).filter(to => insideSecond.has(to) || onTheWay.has(to))
    return from === 0 ? [0, ...next] : next
  }
  const node = (a: number, b: number, c: number) => (a * size + b) * size + c
  for (const p of first) {
    for (const q of second) {
      const pump = word(search, node(p, p, q), node(p, q, q), (from, visit) => {
        const c = from % size
        const b = Math.floor(from / size) % size
        const a = Math.floor(from / size / size)
        for (const x of stays(a, insideFirst)) {
          for (const z of stays(c, insideSecond)) {
            if (common(search, x, z) < 0) continue
            for (const y of moves(b)) {
              const letter = common(search, x, y, z)
              if (letter >= 0) visit(node(x, y, z), letter)
            }
          }
        }
      })
      if (pump) yield* withPrefix(search, pump, [p, q])
      if (search.budget.left < 0) return
    }
  }
}

/** The quantifiers without end that a loop goes round in, the outermost first. */
export function quantifiersAround(automaton: Automaton, state: number): AST.Quantifier[] {
  const found: AST.Quantifier[] = []
  let node: AST.Node | null = automaton.nodes[state] ?? null
  for (; node; node = node.parent) {
    if (node.type === 'Quantifier' && node.max === Number.POSITIVE_INFINITY) found.unshift(node)
  }
  return found
}
