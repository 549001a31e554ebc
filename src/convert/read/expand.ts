import { child } from '../../pointer.ts'
import type { JsonObject, Pointer } from '../../types.ts'
import { isSchema } from '../../walk.ts'
import { type Draft, Inexpressible, type Source } from '../ir.ts'
import { member } from '../json.ts'
import { areDisjoint } from './disjoint.ts'
import { combining } from './keywords.ts'
import { describePresence, isAboutPresence } from './presence.ts'
import type { Lookup } from './resolver.ts'

/** What must hold at a place: subschemas, all of them, and choices between some. */
export type Item = Source | Choice

export interface Choice {
  choices: Item[][]
}

/** Schemas that hold at once. What they refer to, merge and choose between stands beside them. */
export type Conjunction = Source[]

export interface Expansion {
  /** What holds in any case: it is part of every conjunction. */
  base: Conjunction
  /** One of them holds. None: nothing is valid. */
  conjunctions: Conjunction[]
  /** `nullable` beside no type: null is valid whatever else is said. */
  nullable: boolean
  drafts: Draft[]
  words: string[]
}

/** So many references and branches lead on from one place; beyond that is no schema that people wrote. */
const maxTrail = 200

/** So many combinations of branches are written out; no schema that people wrote has been seen to need more. */
const maxConjunctions = 256

/** The subschema of a place where one stands alone and leads no further, as most do; undefined for every other place. */
export function loneSource(items: readonly Item[], { placeOf }: Lookup): Source | undefined {
  const [item] = items
  if (!item || items.length > 1 || 'choices' in item || typeof item.schema === 'boolean') return undefined
  for (const keyword in item.schema) if (leading.has(keyword)) return undefined
  return { schema: item.schema, pointer: placeOf(item.schema, item.pointer), within: nothing }
}

/** What holds where one subschema stands alone. */
export function alone(source: Source): Expansion {
  const base = [source]
  return { base, conjunctions: [base], nullable: false, drafts: [], words: [] }
}

/**
 * Multiplies a place out: follows references, merges `allOf`, and makes every combination of the branches of `anyOf` and
 * `oneOf` one conjunction.
 *
 * @throws Inexpressible when there are too many, or a reference leads nowhere
 */
export function expand(items: readonly Item[], lookup: Lookup): Expansion {
  const { resolve, placeOf } = lookup
  const run: Run = { resolve, placeOf, nullable: false, drafts: [], words: [] }
  const { base, conjunctions } = multiply(run, items, new Map(), 0)
  return { base, conjunctions, nullable: run.nullable, drafts: run.drafts, words: run.words }
}

const leading = new Set([...combining, 'nullable'])
const nothing: ReadonlySet<Pointer> = new Set()

interface Run extends Lookup {
  nullable: boolean
  drafts: Draft[]
  words: string[]
}

/** The subschemas on the way to where we are, and how many choices lie before each. */
type Trail = ReadonlyMap<Pointer, number>

/** A choice that is left to make. */
interface Pending {
  branches: Item[][]
  trail: Trail
  /** The `oneOf` it comes from. */
  exclusive?: Pointer
}

interface Product {
  base: Conjunction
  conjunctions: Conjunction[]
}

function multiply(run: Run, items: readonly Item[], trail: Trail, depth: number): Product {
  const gathered = gather(run, items, trail, depth)
  if (!gathered) return { base: [], conjunctions: [] }
  const { base, pending } = gathered
  let conjunctions: Conjunction[] = [base]
  for (const choice of pending) {
    const branches = choice.branches.map(
      branch => multiply(run, branch, choice.trail, depth + 1).conjunctions,
    )
    if (choice.exclusive !== undefined) accountForOneOf(run, choice.exclusive, branches, base)
    const options = branches.flat()
    if (conjunctions.length * options.length > maxConjunctions) {
      const at = base[0]?.pointer ?? ''
      throw new Inexpressible(`the branches of its unions combine in more than ${maxConjunctions} ways`, at)
    }
    conjunctions = conjunctions.flatMap(conjunction => options.map(option => join(conjunction, option)))
  }
  return { base, conjunctions }
}

function join(a: Conjunction, b: Conjunction): Conjunction {
  const known = new Set(a.map(({ pointer }) => pointer))
  return [...a, ...b.filter(({ pointer }) => !known.has(pointer))]
}

/** Everything that holds in any case, and the choices left to make; undefined when nothing can be valid. */
function gather(
  run: Run,
  items: readonly Item[],
  start: Trail,
  depth: number,
): { base: Conjunction; pending: Pending[] } | undefined {
  const base = new Map<Pointer, Source>()
  const pending: Pending[] = []
  const stack = items.toReversed().map(item => ({ item, trail: start }))
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { item, trail } = next
    if ('choices' in item) {
      pending.push({ branches: item.choices, trail })
      continue
    }
    const { schema } = item
    if (schema === false) return undefined
    if (schema === true) continue
    const pointer = run.placeOf(schema, item.pointer)
    const met = trail.get(pointer)
    // A schema that is a branch of itself is no further way to be valid; one that merges itself adds nothing.
    if (met !== undefined && met < depth) return undefined
    if (met !== undefined) continue
    const known = base.get(pointer)
    base.set(pointer, { schema, pointer, within: new Set([...(known?.within ?? []), ...trail.keys()]) })
    if (known) continue
    if (trail.size >= maxTrail) {
      throw new Inexpressible(`more than ${maxTrail} schemas lead on to each other`, pointer)
    }
    const inner = new Map(trail).set(pointer, depth)
    const { merged, choices } = partsOf(run, schema, pointer)
    for (const choice of choices) pending.push({ ...choice, trail: inner })
    for (const part of merged.reverse()) stack.push({ item: part, trail: inner })
  }
  return { base: [...base.values()], pending }
}

/** The schemas that hold together with one, and the choices it leaves. */
function partsOf(
  run: Run,
  schema: JsonObject,
  pointer: Pointer,
): { merged: Source[]; choices: Omit<Pending, 'trail'>[] } {
  const merged: Source[] = []
  for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef']) {
    const ref = member(schema, keyword)
    if (typeof ref !== 'string') continue
    merged.push(run.resolve(ref, child(pointer, keyword)))
    run.drafts.push({
      kind: 'safe',
      message: `\`${keyword}\` is followed.`,
      keyword,
      from: child(pointer, keyword),
    })
  }
  for (const keyword of ['allOf', 'extends']) {
    const parts = schemasOf(schema, keyword, pointer)
    if (!parts) continue
    merged.push(...parts)
    run.drafts.push({
      kind: 'safe',
      message: `\`${keyword}\` is merged.`,
      keyword,
      from: child(pointer, keyword),
    })
  }
  if (member(schema, 'nullable') === true && member(schema, 'type') === undefined) run.nullable = true
  const choices: Omit<Pending, 'trail'>[] = []
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = schemasOf(schema, keyword, pointer)
    if (!branches) continue
    const from = child(pointer, keyword)
    if (isAboutPresence(branches)) {
      run.words.push(describePresence(branches, keyword))
      const message = `\`${keyword}\` says which properties go together: strict cannot demand it.`
      run.drafts.push({ kind: 'weakened', message, keyword, from })
    } else {
      choices.push({
        branches: branches.map(branch => [branch]),
        ...(keyword === 'oneOf' && { exclusive: from }),
      })
    }
  }
  return { merged, choices }
}

function schemasOf(schema: JsonObject, keyword: string, pointer: Pointer): Source[] | undefined {
  const value = member(schema, keyword)
  const base = child(pointer, keyword)
  if (keyword === 'extends' && isSchema(value)) return [{ schema: value, pointer: base }]
  if (!Array.isArray(value) || value.length === 0) return undefined
  return value.flatMap((part, i) => (isSchema(part) ? [{ schema: part, pointer: child(base, i) }] : []))
}

/** `oneOf` becomes a union: the same where no value can fit two branches, weaker elsewhere. */
function accountForOneOf(
  run: Run,
  from: Pointer,
  branches: readonly Conjunction[][],
  base: Conjunction,
): void {
  const keyword = 'oneOf'
  const apart = branches.every((branch, i) =>
    branches
      .slice(i + 1)
      .every(other =>
        branch.every(a => other.every(b => areDisjoint([...base, ...a], [...base, ...b], run.resolve))),
      ),
  )
  run.drafts.push(
    apart
      ? { kind: 'safe', message: '`oneOf` becomes `anyOf`: its branches exclude each other.', keyword, from }
      : {
          kind: 'weakened',
          message: '`oneOf` becomes `anyOf`: strict cannot demand that only one branch fits.',
          keyword,
          from,
        },
  )
}
