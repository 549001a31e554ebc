import type { ActiveRule } from './lint.ts'
import type { Subschema } from './types.ts'

/**
 * Which rules want to see a subschema? Rules say so with keywords and types (`Rule.on`). Schemas use the same few
 * combinations of keywords again and again, so the answer is looked up: an automaton takes a schema's keywords one by one,
 * its states are sets of rules, and a state or a step is made when it is first needed.
 */
export function createDispatch(rules: readonly ActiveRule[]): (node: Subschema) => readonly ActiveRule[] {
  const wants = rules.map(({ rule, setting }) => rule.on?.(setting.options))
  const named = new Set(wants.flatMap(on => [...(on?.keywords ?? []), ...(on?.keywordsExcept ?? [])]))
  const keywordInputs = new Map<string, Input>()
  for (const keyword of named) {
    keywordInputs.set(
      keyword,
      inputOf(
        wants.map(
          on =>
            on?.keywords?.includes(keyword) ||
            (on?.keywordsExcept !== undefined && !on.keywordsExcept.includes(keyword)),
        ),
      ),
    )
  }
  const otherKeyword = inputOf(wants.map(on => on?.keywordsExcept !== undefined))
  const typeInputs = new Map<string, Input>()
  for (const type of new Set(wants.flatMap(on => on?.types ?? []))) {
    typeInputs.set(type, inputOf(wants.map(on => on?.types?.includes(type))))
  }

  const states = new Map<string, State>()
  const stateOf = (members: ReadonlySet<number>): State => {
    const sorted = [...members].sort((a, b) => a - b)
    const name = sorted.join()
    let state = states.get(name)
    if (!state) {
      state = { members: new Set(sorted), rules: sorted.map(index => rules[index]!), next: new Map() }
      states.set(name, state)
    }
    return state
  }
  const step = (state: State, input: Input): State => {
    let next = state.next.get(input)
    if (!next) {
      next = stateOf(new Set([...state.members, ...input]))
      state.next.set(input, next)
    }
    return next
  }
  const start = stateOf(new Set(wants.flatMap((on, index) => (on === undefined ? [index] : []))))

  return ({ schema }) => {
    if (typeof schema === 'boolean') return start.rules
    let state = start
    for (const keyword in schema) {
      const input = keywordInputs.get(keyword) ?? otherKeyword
      if (input.length > 0) state = step(state, input)
    }
    const { type } = schema
    for (const name of Array.isArray(type) ? type : [type]) {
      const input = typeInputs.get(name as string)
      if (input) state = step(state, input)
    }
    return state.rules
  }
}

interface State {
  members: ReadonlySet<number>
  rules: readonly ActiveRule[]
  next: Map<Input, State>
}

/** The rules, by index, that one keyword or type calls up. Compared by identity. */
type Input = readonly number[]

function inputOf(wanted: readonly (boolean | undefined)[]): Input {
  return wanted.flatMap((yes, index) => (yes ? [index] : []))
}
