import { hasForm } from './form.ts'
import type { ActiveRule } from './lint.ts'
import { PlainReferences } from './plain-references.ts'
import type { Interest, JsonObject, Subschema } from './types.ts'
import { definitionKeywords, type Shape, vocabulary } from './vocabulary.ts'
import { isSchema } from './walk.ts'

/** Tells what rules want to see, as they say themselves (`Rule.on`), so that nothing is made ready for nobody. */
export interface Screen {
  /** Whether it is certain that no rule wants to see anything of a tool's schema: no subschema, and so not the whole. */
  passes(schema: JsonObject): boolean
  /** The rules that want to see a subschema, in the order they speak. */
  rulesFor(node: Subschema): readonly ActiveRule[]
}

/** What is deeper or bigger gets no quick look: the walk copes with any schema. */
const deepest = 200
const biggest = 50_000

/** So many keywords and combinations are remembered. Anybody may invent some: what is beyond is shown to all rules. */
const mostWords = 500
const mostStates = 5000

/**
 * Schemas use the same few combinations of keywords again and again, so what a combination is to the rules is asked once:
 * an automaton takes a schema's keywords one by one, then its type, and its states are made when they are first needed.
 * Only what hangs on a value is asked of each schema.
 */
export function createScreen(rules: readonly ActiveRule[]): Screen {
  const interests = rules.map(({ rule, setting }) => rule.on?.(setting.options))
  const among = (isWanted: (interest: Interest | undefined) => unknown) =>
    interests.flatMap((interest, rule) => (isWanted(interest) ? rule : []))
  const speakersOf = (wanted: readonly number[]) =>
    wanted.map(rule => rules[rule]!).filter(({ rule }) => rule.schema)

  const ofAll = among(() => true)
  const ofBooleans = among(interest => !interest || interest.booleans)
  const ofRoots = among(interest => interest?.root)
  const ofReferences = among(interest => interest?.references)
  const speakersOfBooleans = speakersOf(ofBooleans)
  const words = new Map<string, Word>()
  const states = new Map<string, State>()
  const everything = createState([], undefined)
  const start = createState([], undefined)
  /** Of the quick look at hand: how many more subschemas it takes, and the references it has met. */
  let left = 0
  const references = new PlainReferences()

  function wordOf(keyword: string): Word | undefined {
    const known = words.get(keyword)
    if (known || words.size >= mostWords) return known
    const tests = interests.flatMap((interest, rule) => {
      const isWanted = interest?.values && Object.hasOwn(interest.values, keyword) && interest.values[keyword]
      return isWanted ? { rule, isWanted } : []
    })
    const shape = vocabulary.get(keyword)?.shape ?? 'any'
    const word = {
      index: words.size,
      keyword,
      shape,
      tests,
      isWanted: anyOf(tests),
      holds: held[shape],
      role: roles.get(keyword),
    }
    words.set(keyword, word)
    return word
  }

  function stateOf(keywords: readonly string[], type: Type): State {
    const name = JSON.stringify([keywords, type])
    let state = states.get(name)
    if (!state) {
      if (states.size >= mostStates) return everything
      state = createState(keywords, type)
      states.set(name, state)
    }
    return state
  }

  /** The state that a keyword leads to. */
  function step(state: State, word: Word): State {
    if (state === everything) return everything
    const next = stateOf([...state.keywords, word.keyword].sort(), undefined)
    state.next[word.index] = next
    return next
  }

  /** The state that a type leads to, after the keywords. */
  function typed(state: State, type: unknown): State {
    if (typeof type === 'string') return state.typed.get(type) ?? stepType(state, type, type)
    if (type === undefined) return state
    if (!Array.isArray(type) || type.length === 0) return everything
    for (const name of type) {
      if (typeof name !== 'string') return everything
      state = state.listed.get(name) ?? stepType(state, name, [...(state.type ?? []), name])
    }
    return state
  }

  function stepType(state: State, name: string, type: string | readonly string[]): State {
    if (state === everything) return everything
    const next = stateOf(state.keywords, type)
    const steps = typeof type === 'string' ? state.typed : state.listed
    steps.set(name, next)
    return next
  }

  function knownOf(state: State): Known {
    const { keywords, type } = state
    const names = typeof type === 'string' ? [type] : (type ?? [])
    const tests = interests.flatMap((interest, rule) =>
      names.flatMap(name => {
        const isWanted = interest?.types && Object.hasOwn(interest.types, name) && interest.types[name]
        return isWanted ? { rule, isWanted } : []
      }),
    )
    const wanted = state === everything ? ofAll : among(interest => isWantedFor(interest, keywords, type))
    state.known = {
      wanted,
      tests,
      isWanted: anyOf(tests),
      speakers: speakersOf(wanted),
      speakersWith: new Map(),
    }
    return state.known
  }

  /** The rules that want to see what is in this state, and those that want to see a value in it. */
  function speakersIn(state: State, others: readonly number[]): readonly ActiveRule[] {
    const known = state.known ?? knownOf(state)
    if (others.length === 0) return known.speakers
    const key = others.join()
    let speakers = known.speakersWith.get(key)
    if (!speakers) {
      const wanted = new Set([...known.wanted, ...others])
      speakers = speakersOf([...wanted].sort((a, b) => a - b))
      known.speakersWith.set(key, speakers)
    }
    return speakers
  }

  function passesBelow(schema: JsonObject, depth: number): boolean {
    if (depth > deepest || --left < 0) return false
    let state = start
    for (const keyword in schema) {
      const value = schema[keyword]
      const word = words.get(keyword) ?? wordOf(keyword)
      if (word === undefined || value === undefined) return false
      state = state.next[word.index] ?? step(state, word)
      if (!hasForm(word.shape, value) || word.isWanted?.(value, schema)) return false
      if (word.role === 'reference') references.add(value)
      if (word.holds && typeof value === 'object' && value !== null) {
        if (!passesHeld(word.holds, word, value, schema, depth + 1)) return false
      }
    }
    const end = typed(state, schema.type)
    const { wanted, isWanted } = end.known ?? knownOf(end)
    return wanted.length === 0 && !isWanted?.(schema, schema)
  }

  function passesHeld(
    { one, list, map, lists }: Held,
    { role, keyword }: Word,
    value: object,
    schema: JsonObject,
    depth: number,
  ): boolean {
    const { needed } = references
    if (Array.isArray(value)) {
      if (!list) return true
      let isAvoidable = false
      for (const member of value) {
        const before = references.needed
        if (!passesOne(member, depth)) return false
        if (references.needed === before) isAvoidable = true
      }
      if (isAvoidable && role === 'union') references.forget(needed)
    } else if (one) {
      if (!passesBelow(value as JsonObject, depth)) return false
      if (role === 'items' && !((schema.minItems as number) > 0)) references.forget(needed)
    } else if (map) {
      if (role === 'definitions' && depth > 1) return false
      for (const key in value) {
        if (role === 'definitions' && !references.enter(keyword, key)) return false
        const member = (value as JsonObject)[key]
        if (!(lists && Array.isArray(member)) && !passesOne(member, depth)) return false
      }
      if (role === 'definitions') references.enter()
    }
    return true
  }

  function passesOne(value: unknown, depth: number): boolean {
    if (typeof value === 'boolean') return ofBooleans.length === 0
    return isSchema(value) && passesBelow(value as JsonObject, depth)
  }

  return {
    passes(schema) {
      left = biggest
      references.clear()
      return (
        ofRoots.every(rule => !interests[rule]!.root!(schema)) &&
        passesBelow(schema, 0) &&
        (ofReferences.length === 0 || references.arePlain(schema))
      )
    },

    rulesFor({ schema, parent, root }) {
      if (typeof schema === 'boolean') return speakersOfBooleans
      let state = start
      let others = noOthers
      for (const keyword in schema) {
        const value = schema[keyword]
        const word = words.get(keyword) ?? wordOf(keyword)
        if (
          word === undefined ||
          value === undefined ||
          !hasForm(word.shape, value) ||
          holdsOther(word.holds, value)
        ) {
          state = everything
          continue
        }
        state = state.next[word.index] ?? step(state, word)
        if (word.role === 'reference' || word.role === 'definitions') others = [...others, ...ofReferences]
        for (const { rule, isWanted } of word.tests) if (isWanted(value, schema)) others = [...others, rule]
      }
      if (parent === undefined && schema === root.schema) {
        for (const rule of ofRoots) if (interests[rule]!.root!(schema)) others = [...others, rule]
      }
      const end = typed(state, schema.type)
      const { tests } = end.known ?? knownOf(end)
      for (const { rule, isWanted } of tests) if (isWanted(schema, schema)) others = [...others, rule]
      return speakersIn(end, others)
    },
  }
}

/** Whether a rule wants to see a schema for one of its values, or for its type. */
interface Test<Value> {
  rule: number
  isWanted(value: Value, schema: JsonObject): boolean
}

/** All tests in one: most are alone, and then this is the test itself. */
function anyOf<Value>(tests: readonly Test<Value>[]): Test<Value>['isWanted'] | undefined {
  const [first, ...others] = tests.map(({ isWanted }) => isWanted)
  return first && others.reduce((a, b) => (value, schema) => a(value, schema) || b(value, schema), first)
}

/** A keyword that was met. */
interface Word {
  index: number
  keyword: string
  shape: Shape
  /** What rules want to see for its value. */
  tests: readonly Test<unknown>[]
  isWanted: Test<unknown>['isWanted'] | undefined
  holds: Held | undefined
  role: Role | undefined
}

/** What a keyword has to do with references: those in a union or in an array may be avoidable. */
type Role = 'reference' | 'definitions' | 'union' | 'items'

const roles = new Map<string, Role>([
  ['$ref', 'reference'],
  ...definitionKeywords.map((keyword): [string, Role] => [keyword, 'definitions']),
  ['anyOf', 'union'],
  ['oneOf', 'union'],
  ['items', 'items'],
])

/** How a keyword holds schemas: as its value, in a list, in a map, or in a map that may also hold lists of names. */
interface Held {
  one?: true
  list?: true
  map?: true
  lists?: true
}

const held: Partial<Record<Shape, Held>> = {
  schema: { one: true },
  schemas: { list: true },
  'schema or schemas': { one: true, list: true },
  'map of schemas': { map: true },
  'map of schemas or lists': { map: true, lists: true },
}

/** Whether something else stands where a list or a map should hold a schema. */
function holdsOther(holds: Held | undefined, value: unknown): boolean {
  if (!holds) return false
  const { list, map, lists } = holds
  if (Array.isArray(value)) return list === true && !value.every(isSchema)
  if (!map || typeof value !== 'object' || value === null) return false
  for (const key in value) {
    const member = (value as JsonObject)[key]
    if (!isSchema(member) && !(lists && Array.isArray(member))) return true
  }
  return false
}

type Type = string | readonly string[] | undefined

/** What a schema is to the rules, as far as its keywords and its type tell. */
interface State {
  keywords: readonly string[]
  type: Type
  /** The steps from here: by the index of a word, by a name as the type, and by the next name in a list of types. */
  next: State[]
  typed: Map<string, State>
  listed: Map<string, State>
  known: Known | undefined
}

/** What rules say of a state, once they have been asked. */
interface Known {
  /** The rules that want to see all that is in it, by index. */
  wanted: readonly number[]
  /** What others want to see of it. */
  tests: readonly Test<JsonObject>[]
  isWanted: Test<JsonObject>['isWanted'] | undefined
  /** The rules that look at subschemas; and those together with others, by the indices of the others. */
  speakers: readonly ActiveRule[]
  speakersWith: Map<string, readonly ActiveRule[]>
}

function createState(keywords: readonly string[], type: Type): State {
  return {
    keywords,
    type,
    next: [],
    typed: new Map(),
    listed: new Map(),
    known: undefined,
  }
}

const noOthers: readonly number[] = []

function isWantedFor(interest: Interest | undefined, keywords: readonly string[], type: Type): unknown {
  if (!interest) return true
  return (
    interest.keywords?.some(keyword => keywords.includes(keyword)) || interest.combination?.(keywords, type)
  )
}
