import type * as AST from '../syntax/tree.ts'
import type { Consumer } from './alphabet.ts'

/**
 * A pattern as a Glushkov automaton: state 0 is the start, every other state is a consumer that has just matched. Two ways
 * to come from one state to another count as two, for that is what backtracking tries.
 */
export interface Automaton {
  /** What a state has matched, and the number of that in `consumers`. */
  nodes: (Consumer | undefined)[]
  kinds: number[]
  edges: Edge[][]
  /** For each state the guards under which the match ends there, a set for each way. */
  ends: number[][]
  assertions: Guard[]
  /** The number of edges. */
  size: number
}

/** An assertion, and for look-around what it looks for. */
export interface Guard {
  node: AST.Assertion
  inside: Automaton | undefined
}

export interface Edge {
  to: number
  /** The assertions that must hold between the two characters: a bit for each of `assertions`. */
  guards: number
  ways: number
}

/** The bits of the assertions of one kind. */
export function bitsOf({ assertions }: Automaton, kind: AST.Assertion['kind']): number {
  return assertions.reduce((bits, { node }, i) => (node.kind === kind ? bits | (1 << i) : bits), 0)
}

/** How often a repetition is written out. */
export type Unroll = (quantifier: AST.Quantifier) => { min: number; max: number }

/** The different consumers of a pattern, numbered by their text. */
export type Consumers = Map<string, { number: number; node: Consumer }>

/** Undefined when the pattern is too big, or has backreferences or modifiers. */
export function automatonOf(
  alternatives: readonly AST.Alternative[],
  consumers: Consumers,
  unroll: Unroll,
  edgesAtMost: number,
): Automaton | undefined {
  const builder: Builder = {
    automaton: { nodes: [undefined], kinds: [-1], edges: [[]], ends: [[]], assertions: [], size: 0 },
    consumers,
    unroll,
    left: edgesAtMost,
  }
  const { first, last, empty } = choose(alternatives, builder)
  link(builder, [{ state: 0, guards: 0 }], first)
  const { automaton } = builder
  if (builder.left < 0 || automaton.assertions.length > mostAssertions) return undefined
  automaton.ends[0] = empty
  for (const { state, guards } of last) automaton.ends[state]!.push(guards)
  automaton.size = automaton.edges.reduce((size, { length }) => size + length + 1, 0)
  return automaton
}

interface Builder {
  automaton: Automaton
  consumers: Consumers
  unroll: Unroll
  /** What may still be built. Below zero: too much. */
  left: number
}

interface Port {
  state: number
  guards: number
}

/** A part of the pattern: where it can begin and end, and the guards under which it matches nothing. */
interface Part {
  first: Port[]
  last: Port[]
  empty: number[]
}

const nothing: Part = { first: [], last: [], empty: [0] }
const mostAssertions = 30

function choose(alternatives: readonly AST.Alternative[], builder: Builder): Part {
  const parts = alternatives.map(({ elements }) => {
    let whole = nothing
    for (const element of elements) {
      if (builder.left < 0) break
      whole = join(builder, whole, build(element, builder))
    }
    return whole
  })
  if (parts.length === 1) return parts[0]!
  return {
    first: parts.flatMap(part => part.first),
    last: parts.flatMap(part => part.last),
    empty: distinct(parts.flatMap(part => part.empty)),
  }
}

function build(node: AST.Element, builder: Builder): Part {
  switch (node.type) {
    case 'Character':
    case 'CharacterClass':
    case 'CharacterSet':
      return consume(node, builder)
    case 'Group':
      if (node.modifiers) builder.left = -1
      return choose(node.alternatives, builder)
    case 'CapturingGroup':
      return choose(node.alternatives, builder)
    case 'Quantifier':
      return repeat(node, builder)
    case 'Assertion':
      return guard(node, builder)
    default:
      builder.left = -1
      return nothing
  }
}

function consume(node: Consumer, { automaton, consumers }: Builder): Part {
  automaton.kinds.push(register(node, consumers))
  const state = automaton.nodes.push(node) - 1
  automaton.edges.push([])
  automaton.ends.push([])
  const port = [{ state, guards: 0 }]
  return { first: port, last: port, empty: [] }
}

function register(node: Consumer, consumers: Consumers): number {
  const known = consumers.get(node.raw)
  if (known) return known.number
  consumers.set(node.raw, { number: consumers.size, node })
  return consumers.size - 1
}

function guard(node: AST.Assertion, builder: Builder): Part {
  const { assertions } = builder.automaton
  let bit = assertions.findIndex(known => known.node === node)
  if (bit < 0) {
    const looks = node.kind === 'lookahead' || node.kind === 'lookbehind'
    const { consumers, unroll, left } = builder
    const inside = looks ? automatonOf(node.alternatives, consumers, unroll, left) : undefined
    if (looks) builder.left = inside ? left - inside.size : -1
    bit = assertions.push({ node, inside }) - 1
  }
  return { first: [], last: [], empty: [1 << bit] }
}

function repeat(node: AST.Quantifier, builder: Builder): Part {
  const { min, max } = builder.unroll(node)
  let whole = nothing
  const again = Number.isFinite(max) ? min : min - 1
  for (let i = 0; i < again && builder.left >= 0; i++)
    whole = join(builder, whole, build(node.element, builder))
  if (max === Number.POSITIVE_INFINITY) {
    const round = build(node.element, builder)
    link(builder, round.last, round.first)
    return join(builder, whole, min > 0 ? round : { ...round, empty: [0] })
  }
  // `x{0,2}` is `(?:x(?:x)?)?`. A round that need not be may not match nothing.
  let rest: Part | undefined
  for (let i = min; i < max && builder.left >= 0; i++) {
    const round: Part = { ...build(node.element, builder), empty: [] }
    rest = { ...(rest ? join(builder, round, rest) : round), empty: [0] }
  }
  return rest ? join(builder, whole, rest) : whole
}

function join(builder: Builder, a: Part, b: Part): Part {
  if (a === nothing) return b
  link(builder, a.last, b.first)
  return {
    first: a.first.concat(through(a.empty, b.first)),
    last: b.last.concat(through(b.empty, a.last)),
    empty: distinct(a.empty.flatMap(x => b.empty.map(y => x | y))),
  }
}

function through(empty: readonly number[], ports: Port[]): Port[] {
  if (empty.length === 1 && empty[0] === 0) return ports
  return empty.flatMap(mask => ports.map(({ state, guards }) => ({ state, guards: guards | mask })))
}

function link(builder: Builder, from: readonly Port[], to: readonly Port[]): undefined {
  builder.left -= from.length * to.length
  if (builder.left < 0) return undefined
  for (const a of from) {
    const edges = builder.automaton.edges[a.state]!
    for (const b of to) {
      const guards = a.guards | b.guards
      const same = edges.find(edge => edge.to === b.state && edge.guards === guards)
      if (same) same.ways++
      else edges.push({ to: b.state, guards, ways: 1 })
    }
  }
}

/** Two ways to match nothing tell enough. */
function distinct(masks: readonly number[]): number[] {
  if (masks.length < 3) return [...masks]
  const seen = new Map<number, number>()
  return masks.filter(mask => {
    const times = (seen.get(mask) ?? 0) + 1
    seen.set(mask, times)
    return times < 3
  })
}
