import { type Combination, start, type Word, withType, withWord, words } from './combinations.ts'
import { hasForm } from './form.ts'
import type { ActiveRule } from './lint.ts'
import { PlainReferences } from './plain-references.ts'
import type { Interest, JsonObject, Subschema } from './types.ts'
import type { InstanceType } from './vocabulary.ts'
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

/** What rules say of a combination of keywords is asked once; only what hangs on a value is asked of each schema. */
export function createScreen(rules: readonly ActiveRule[]): Screen {
  const interests = rules.map(({ rule, setting }) => rule.on?.(setting.options))
  const among = (isWanted: (interest: Interest | undefined) => unknown) =>
    interests.flatMap((interest, rule) => (isWanted(interest) ? rule : []))

  const ofRoots = among(interest => interest?.root)
  const ofReferences = among(interest => interest?.references)
  const everything = audienceOf(among(() => true))
  const ofBooleans = audienceOf(among(interest => !interest || interest.booleans))
  const views: View[] = []
  const references = new PlainReferences()
  /** How many more subschemas the quick look at hand takes. */
  let left = 0

  function audienceOf(wanted: readonly number[]): Audience {
    return { wanted, speakers: wanted.map(rule => rules[rule]!).filter(({ rule }) => rule.schema), and: [] }
  }

  /** Those of an audience and one more. */
  function and(audience: Audience, rule: number): Audience {
    let more = audience.and[rule]
    if (!more) {
      more = audienceOf([...new Set([...audience.wanted, rule])].sort((a, b) => a - b))
      audience.and[rule] = more
    }
    return more
  }

  function viewOf({ id, keywords, type }: Combination): View {
    const names = typeof type === 'string' ? [type] : (type ?? [])
    const tests = interests.flatMap((interest, rule) => [
      ...names.flatMap(name => {
        const isWanted = interest?.types?.[name as InstanceType]
        return isWanted
          ? { rule, keyword: 'type', isWanted: (_: unknown, schema: JsonObject) => isWanted(schema) }
          : []
      }),
      ...keywords.flatMap(keyword => {
        const isWanted = interest?.values?.[keyword]
        return isWanted ? { rule, keyword, isWanted } : []
      }),
    ])
    const audience = audienceOf(among(interest => isWanted(interest, keywords, type)))
    const refers = keywords.some(keyword => isReferring(words.get(keyword)!))
    const view = { audience, tests, refers }
    views[id] = view
    return view
  }

  function passesBelow(schema: JsonObject, depth: number): boolean {
    if (depth > deepest || --left < 0) return false
    let combination: Combination | undefined = start
    for (const keyword in schema) {
      const value = schema[keyword]
      const word = words.get(keyword)
      if (word === undefined || value === undefined || !hasForm(word.shape, value)) return false
      combination = withWord(combination, word)
      if (combination === undefined) return false
      if (word.role === 'reference') references.add(value)
      if (word.holds && typeof value === 'object' && value !== null) {
        if (!passesHeld(word, value, schema, depth + 1)) return false
      }
    }
    combination = withType(combination, schema.type)
    if (combination === undefined) return false
    const { audience, tests } = views[combination.id] ?? viewOf(combination)
    if (audience.wanted.length > 0) return false
    for (let i = 0; i < tests.length; i++) {
      const { keyword, isWanted } = tests[i]!
      if (isWanted(schema[keyword], schema)) return false
    }
    return true
  }

  function passesHeld(
    { holds, role, keyword }: Word,
    value: object,
    schema: JsonObject,
    depth: number,
  ): boolean {
    const { one, list, map, lists } = holds!
    const { needed } = references
    if (Array.isArray(value)) {
      if (!list) return true
      let isAvoidable = false
      for (let i = 0; i < value.length; i++) {
        const before = references.needed
        if (!passesOne(value[i], depth)) return false
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
    if (typeof value === 'boolean') return ofBooleans.wanted.length === 0
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

    rulesFor({ schema, combination, parent, root }) {
      if (typeof schema === 'boolean') return ofBooleans.speakers
      if (combination === undefined) return everything.speakers
      const { audience, tests, refers } = views[combination.id] ?? viewOf(combination)
      let wanted = audience
      for (let i = 0; i < tests.length; i++) {
        const { rule, keyword, isWanted } = tests[i]!
        if (isWanted(schema[keyword], schema)) wanted = and(wanted, rule)
      }
      if (refers) for (const rule of ofReferences) wanted = and(wanted, rule)
      if (parent === undefined && schema === root.schema) {
        for (const rule of ofRoots) if (interests[rule]!.root!(schema)) wanted = and(wanted, rule)
      }
      return wanted.speakers
    },
  }
}

/** Rules that want to see something, by index. */
interface Audience {
  wanted: readonly number[]
  /** Those that look at subschemas, in the order they speak. */
  speakers: readonly ActiveRule[]
  /** The same with one rule more, by its index. */
  and: Audience[]
}

/** What rules say of a combination. */
interface View {
  /** The rules that want to see all that is of it. */
  audience: Audience
  /** What others want to see of it. */
  tests: readonly Test[]
  /** Whether there are references or definitions in it. */
  refers: boolean
}

/** Whether a rule wants to see a schema for the value of a keyword. */
interface Test {
  rule: number
  keyword: string
  isWanted(value: unknown, schema: JsonObject): boolean
}

function isWanted(
  interest: Interest | undefined,
  keywords: readonly string[],
  type: Combination['type'],
): unknown {
  if (!interest) return true
  return (
    interest.keywords?.some(keyword => keywords.includes(keyword)) || interest.combination?.(keywords, type)
  )
}

function isReferring({ role }: Word): boolean {
  return role === 'reference' || role === 'definitions'
}
