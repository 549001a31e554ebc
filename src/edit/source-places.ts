import type { Place } from '../loaders/index.ts'
import { type Pointer, tokens } from '../pointer.ts'
import { countWhile } from '../sorted.ts'
import type { Literal, LiteralMember, ObjectLiteral } from '../source/literal.ts'
import type { Span } from '../types.ts'
import type { Sharing } from './sharing.ts'

/** Where a value of source code stands. */
export interface SourcePlace extends Place {
  literal: Literal
  /** All that stands for the value between its neighbours: parentheses around it, the name of a constant. */
  expression: Span
  /** Whether it comes from what is spread into the container: there is no text of its own in that. */
  isElsewhere: boolean
  /** Whether nothing in it may change. */
  isSealed: boolean
}

/** Finds the places of literals. Those that lead nowhere are left out. */
export function sourcePlaces(
  root: Literal,
  pointers: Iterable<Pointer>,
  open: ReadonlySet<number>,
): Map<Pointer, SourcePlace> {
  const find = createFinder(root, open)
  const places = new Map<Pointer, SourcePlace>()
  for (const pointer of pointers) {
    const place = find(pointer)
    if (place) places.set(pointer, place)
  }
  return places
}

/**
 * What of the source belongs to one value alone: not what is in a constant that others use, too.
 *
 * @param open where the constants begin that may change all the same
 */
export function sourceSharing(root: Literal, open: ReadonlySet<number>): Sharing {
  const find = createFinder(root, open)
  return {
    mayChangeInside: pointer => find(pointer)?.isSealed !== true,
    mayTakeAway: () => true,
  }
}

function createFinder(
  root: Literal,
  open: ReadonlySet<number>,
): (pointer: Pointer) => SourcePlace | undefined {
  const membersOf = new Map<ObjectLiteral, Map<string, LiteralMember>>()

  function memberOf(object: ObjectLiteral, key: string): LiteralMember | undefined {
    const known = membersOf.get(object) ?? new Map(object.members.map(member => [member.key, member]))
    membersOf.set(object, known)
    return known.get(key)
  }

  return pointer => {
    let place = placeOf(root, undefined, undefined, open)
    for (const token of tokens(pointer) ?? []) {
      const { literal } = place
      const member = literal.kind === 'object' ? memberOf(literal, token) : undefined
      const inner = literal.kind === 'array' ? literal.elements[Number(token)] : member?.value
      if (!inner) return undefined
      place = placeOf(inner, member?.keySpan, literal, open)
    }
    return place
  }
}

function placeOf(
  literal: Literal,
  key: Span | undefined,
  holder: Literal | undefined,
  open: ReadonlySet<number>,
): SourcePlace {
  const { start, end } = literal
  const expression = literal.expression ?? { start, end }
  return {
    value: { start, end },
    ...(key && { key }),
    literal,
    expression,
    isSealed: literal.sealed === true && !open.has(start),
    isElsewhere: holder !== undefined && !isIn(holder, (key ?? expression).start),
  }
}

/** Whether what begins at an offset is a member or element that stands between the brackets itself. */
function isIn(holder: Literal, at: number): boolean {
  if (at < holder.start || at >= holder.end) return false
  const others = (holder.kind === 'object' || holder.kind === 'array' ? holder.others : undefined) ?? []
  const before = countWhile(others, ({ start }) => start <= at)
  return before === 0 || at >= others[before - 1]!.end
}

/**
 * What stands between the brackets of a literal and is no member of its value: a spread, a method, a member that another
 * one of that name replaces.
 *
 * @param keys of the members
 */
export function asidesIn(literal: Literal, keys: ReadonlySet<string>): Span[] {
  if (literal.kind !== 'object' && literal.kind !== 'array') return []
  const asides = [...(literal.others ?? [])]
  if (literal.kind === 'array') return asides
  const counting = new Map(literal.members.map(member => [member.key, member]))
  for (const member of literal.members) {
    const { key, keySpan, value } = member
    if ((counting.get(key) === member && keys.has(key)) || !isIn(literal, keySpan.start)) continue
    asides.push({ start: keySpan.start, end: (value.expression ?? value).end })
  }
  return asides
}
