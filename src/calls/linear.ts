import type * as AST from '../patterns/syntax/tree.ts'
import type { Charset, CharsetNode } from './charset.ts'

/** What it takes to get from a state of the pattern to its end, from a place in the text. */
type State =
  /** Nothing: this is the end. */
  | { kind: 'match' }
  /** A character of the set at this place, and from behind it `next`. */
  | { kind: 'character'; charset: Charset; next: number }
  /** One of these, from the same place. */
  | { kind: 'split'; next: number[] }
  /** Something about the place, and `next` from there. */
  | {
      kind: 'assertion'
      holds: (text: string, at: number, looks: readonly Uint8Array[]) => boolean
      next: number
    }

interface Automaton {
  states: State[]
  start: number
  /** The states that read a character. */
  readers: number[]
  /** The others, so that each comes behind those it leads to. */
  others: number[]
  /** Some lead back to themselves without reading: once through `others` may not be enough. */
  circular: boolean
  /** For look-behind: what matches ends at a place instead of beginning there. */
  behind: boolean
}

/** More states than this come from counting to numbers that no schema needs. */
const mostStates = 20_000

/**
 * Compiles a pattern to a test that takes time linear in the length of the text, whatever the pattern. It goes through
 * the text once and knows at each place which states of the pattern lead to a match from there; each look-around takes
 * one more time through the text, before. Undefined for patterns with backreferences and for those that are too large.
 */
export function linearTest(
  pattern: AST.Pattern,
  charset: (node: CharsetNode) => Charset,
  unicode: boolean,
): ((text: string) => boolean) | undefined {
  const looks: Automaton[] = []
  let supported = true
  const whole = automaton(pattern.alternatives, false)
  if (!supported) return undefined
  return text => {
    const places: Uint8Array[] = []
    for (const look of looks) {
      const found = new Uint8Array(text.length + 1)
      run(look, text, unicode, places, at => {
        found[at] = 1
        return false
      })
      places.push(found)
    }
    return run(whole, text, unicode, places, () => true)
  }

  function automaton(alternatives: readonly AST.Alternative[], behind: boolean): Automaton {
    const states: State[] = [{ kind: 'match' }]
    const start = anyOf(alternatives, 0)
    const readers = [...states.keys()].filter(index => states[index]!.kind === 'character')
    return { states, start, readers, ...dependencyOrder(states), behind }

    function add(state: State): number {
      if (states.length >= mostStates) supported = false
      else states.push(state)
      return states.length - 1
    }

    function anyOf(alternatives: readonly AST.Alternative[], next: number): number {
      const starts = alternatives.map(({ elements }) => sequence(elements, next))
      return starts.length === 1 ? starts[0]! : add({ kind: 'split', next: starts })
    }

    function sequence(elements: readonly AST.Element[], next: number): number {
      return (behind ? elements : elements.toReversed()).reduce((next, element) => one(element, next), next)
    }

    function one(element: AST.Element, next: number): number {
      switch (element.type) {
        case 'Character':
        case 'CharacterSet':
        case 'CharacterClass':
          return add({ kind: 'character', charset: charset(element), next })
        case 'CapturingGroup':
          return anyOf(element.alternatives, next)
        case 'Group':
          if (element.modifiers) supported = false
          return anyOf(element.alternatives, next)
        case 'Quantifier':
          return repeat(element, next)
        case 'Assertion':
          return add({ kind: 'assertion', holds: condition(element), next })
      }
      supported = false
      return next
    }

    function repeat({ element, min, max }: AST.Quantifier, next: number): number {
      let start = next
      if (max === Number.POSITIVE_INFINITY) {
        const loop = { kind: 'split' as const, next: [next] }
        start = add(loop)
        loop.next.push(one(element, start))
      } else {
        for (let i = min; i < max && supported; i++)
          start = add({ kind: 'split', next: [next, one(element, start)] })
      }
      for (let i = 0; i < min && supported; i++) start = one(element, start)
      return start
    }
  }

  function condition(assertion: AST.Assertion): (State & { kind: 'assertion' })['holds'] {
    switch (assertion.kind) {
      case 'start':
        return (_, at) => at === 0
      case 'end':
        return (text, at) => at === text.length
      case 'word':
        return (text, at) => (isWord(text, at - 1) !== isWord(text, at)) !== assertion.negate
    }
    const look = automaton(assertion.alternatives, assertion.kind === 'lookbehind')
    const index = looks.push(look) - 1
    return (_, at, places) => (places[index]![at] === 1) !== assertion.negate
  }
}

function isWord(text: string, at: number): boolean {
  return /\w/.test(text[at] ?? '')
}

/** Sorts the states that read nothing, so that each comes behind the ones it leads to at the same place. */
function dependencyOrder(states: readonly State[]): { others: number[]; circular: boolean } {
  const others: number[] = []
  const mark = new Uint8Array(states.length)
  let circular = false
  const stack: number[] = [...states.keys()].reverse()
  while (stack.length > 0) {
    const index = stack.at(-1)!
    const state = states[index]!
    if (mark[index] === 0 && (state.kind === 'split' || state.kind === 'assertion')) {
      mark[index] = 1
      for (const next of [state.next].flat()) {
        if (mark[next] === 0) stack.push(next)
        else if (mark[next] === 1) circular = true
      }
      continue
    }
    stack.pop()
    if (mark[index] === 1) others.push(index)
    mark[index] = 2
  }
  return { others, circular }
}

/** Goes through a text from the side a match ends at, and visits each place that a match begins at, until told to stop. */
function run(
  { states, start, readers, others, circular, behind }: Automaton,
  text: string,
  unicode: boolean,
  looks: readonly Uint8Array[],
  visit: (at: number) => boolean,
): boolean {
  let here = new Uint8Array(states.length)
  let before = new Uint8Array(states.length)
  let at = behind ? 0 : text.length
  let codePoint = -1
  for (;;) {
    here.fill(0)
    here[0] = 1
    for (const index of codePoint < 0 ? [] : readers) {
      const state = states[index] as State & { kind: 'character' }
      if (before[state.next] === 1 && state.charset.has(codePoint)) here[index] = 1
    }
    while (settle()) if (!circular) break
    if (here[start] === 1 && visit(at)) return true
    if (at === (behind ? text.length : 0)) return false
    codePoint = behind ? after(text, at, unicode) : previous(text, at, unicode)
    const width = codePoint > 0xffff ? 2 : 1
    at += behind ? width : -width
    ;[here, before] = [before, here]
  }

  /** Follows the states that read nothing; says whether one of them turned out to lead to a match. */
  function settle(): boolean {
    let changed = false
    for (const index of others) {
      const state = states[index]!
      if (here[index] === 1 || !leads(state)) continue
      here[index] = 1
      changed = true
    }
    return changed
  }

  function leads(state: State): boolean {
    if (state.kind === 'split') return state.next.some(next => here[next] === 1)
    return state.kind === 'assertion' && here[state.next] === 1 && state.holds(text, at, looks)
  }
}

function after(text: string, at: number, unicode: boolean): number {
  return unicode ? text.codePointAt(at)! : text.charCodeAt(at)
}

function previous(text: string, at: number, unicode: boolean): number {
  const low = text.charCodeAt(at - 1)
  if (!unicode || low < 0xdc00 || low > 0xdfff || at < 2) return low
  const whole = text.codePointAt(at - 2)!
  return whole > 0xffff ? whole : low
}
