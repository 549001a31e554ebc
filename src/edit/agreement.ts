import type { LoadedDocument } from '../loaders/index.ts'
import { child, type Pointer } from '../pointer.ts'
import type { Literal } from '../source/literal.ts'
import type { Patch } from './draft.ts'

/** What is to become of the constants in source code that several values use. */
export interface Agreement {
  /** Where those begin that change in the same way for all who use them. */
  shared: Set<number>
  /** The patches that would change one for some of those who use it. */
  against: Set<Patch>
}

interface Constant {
  start: number
  /** How many places use it, and those that are known, by the offset. */
  uses: number
  places: Set<number>
  /** The values that it is. */
  values: Set<string>
}

/** By document, the constants that stand in it. */
type Holders = ReadonlyMap<Pointer, Constant>[]

export function agreementOn(
  documents: readonly LoadedDocument[],
  patches: readonly (readonly Patch[])[],
): Agreement {
  const agreement: Agreement = { shared: new Set(), against: new Set() }
  const holders = holdersIn(documents)
  if (holders.every(({ size }) => size === 0)) return agreement
  const wishes = new Map<string, { constant: Constant; values: Set<string>; patches: Patch[] }>()
  for (const [index, list] of patches.entries()) {
    for (const patch of list) {
      const place = holderOf(patch, holders[index]!)
      if (place === undefined) continue
      const constant = holders[index]!.get(place)!
      const key = `${constant.start} ${relative(patch, place)}`
      const wish = wishes.get(key) ?? { constant, values: new Set(), patches: [] }
      wishes.set(key, wish)
      wish.values.add(`${index} ${place}`)
      wish.patches.push(patch)
    }
  }
  for (const { constant, values, patches } of wishes.values()) {
    const isKnown = constant.places.size === constant.uses
    if (isKnown && values.size === constant.values.size) agreement.shared.add(constant.start)
    else for (const patch of patches) agreement.against.add(patch)
  }
  return agreement
}

function holdersIn(documents: readonly LoadedDocument[]): Holders {
  const constants = new Map<number, Constant>()
  return documents.map(({ source }, index) => {
    const holders = new Map<Pointer, Constant>()
    const rest: [Literal, Pointer][] = source ? [[source.literal, '']] : []
    for (let next = rest.pop(); next; next = rest.pop()) {
      const [literal, pointer] = next
      if (literal.kind === 'opaque') continue
      const { start, uses, expression } = literal
      if (uses !== undefined && expression) {
        const constant = constants.get(start) ?? { start, uses, places: new Set(), values: new Set() }
        constants.set(start, constant)
        constant.places.add(expression.start)
        constant.values.add(`${index} ${pointer}`)
        holders.set(pointer, constant)
      }
      if (literal.kind === 'array')
        for (const [i, element] of literal.elements.entries()) rest.push([element, child(pointer, i)])
      if (literal.kind === 'object')
        for (const { key, value } of literal.members) rest.push([value, child(pointer, key)])
    }
    return holders
  })
}

/** Where the outermost constant stands that the whole patch is about what is in it. */
function holderOf(patch: Patch, holders: ReadonlyMap<Pointer, Constant>): Pointer | undefined {
  const [first] = patch
  if (!first) return undefined
  for (let end = first.path.indexOf('/', 1); end !== -1; end = first.path.indexOf('/', end + 1)) {
    const place = first.path.slice(0, end)
    if (holders.has(place)) return place
  }
  return undefined
}

/** What a patch does to a constant, wherever that stands. */
function relative(patch: Patch, place: Pointer): string {
  const inside = (path: Pointer) =>
    path.startsWith(`${place}/`) ? path.slice(place.length) : `outside ${path}`
  return JSON.stringify(
    patch.map(operation => ({
      ...operation,
      path: inside(operation.path),
      ...(operation.op === 'move' && { from: inside(operation.from) }),
    })),
  )
}
