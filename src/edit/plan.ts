import type { Span } from '../types.ts'
import { type Content, isUnchanged, type Member, membersOf, type Node, newMember, newNode } from './nodes.ts'
import { Unwritable } from './unwritable.ts'

/** What becomes of the members that stand in a text, and where the new ones go. */
export interface Plan {
  /** The new members before all others. */
  first: Member[]
  /** In the order of the text. */
  slots: Slot[]
}

export interface Slot {
  member: Member
  span: Span
  isKept: boolean
  /** The new members behind one that is kept. Of one that is not, the first one takes the place. */
  items: Member[]
}

/** Whether something will stand there. */
export function isFilled({ isKept, items }: Slot): boolean {
  return isKept || items.length > 0
}

/** The new members behind what will stand there. */
export function followersOf({ isKept, items }: Slot): Member[] {
  return isKept ? items : items.slice(1)
}

/** Whether members come or go, so that what stands between them matters. */
export function isReshaped({ originals, current }: Content): boolean {
  const kept = keptIn(current)
  const count = Array.isArray(current) ? current.length : current.size
  return count !== originals.length || !originals.every(kept)
}

/** Whether anything is different in it. */
export function isTouched({ content }: Node): boolean {
  if (!content) return false
  const isChanged = (member: Member) => !isUnchanged(member) || isTouched(member.node)
  return isReshaped(content) || membersOf(content).some(isChanged)
}

function keptIn(current: Content['current']): (member: Member) => boolean {
  if (!Array.isArray(current)) return member => current.get(member.key) === member
  const all = new Set(current)
  return member => all.has(member)
}

/** Stands for what is no member, and stays. */
const ASIDE = newMember('', newNode(undefined))

/**
 * @param spanOf undefined for what stands elsewhere, and stays
 * @param asides what stands between the members
 */
export function planOf(
  content: Content,
  spanOf: (member: Member) => Span | undefined,
  asides: readonly Span[] = [],
): Plan {
  const { originals, current } = content
  const kept = keptIn(current)
  const slots = asides.map((span): Slot => ({ member: ASIDE, span, isKept: true, items: [] }))
  for (const member of originals) {
    const span = spanOf(member)
    if (span) slots.push({ member, span, isKept: kept(member), items: [] })
    else if (!kept(member)) throw new Unwritable('What is spread into it has it still.')
  }
  slots.sort((a, b) => a.span.start - b.span.start)
  const plan: Plan = { first: [], slots }
  if (Array.isArray(current)) placeElements(plan, current)
  else placeMembers(plan, current)
  if (plan.first.length > 0 && slots.length > 0 && !slots.some(isFilled))
    slots[0]!.items = plan.first.splice(0)
  return plan
}

/** New elements take the places of those that went from where they come. */
function placeElements({ first, slots }: Plan, current: readonly Member[]): void {
  let next = 0
  let last: Member[] = first
  const isNew = (member: Member) => member.was === undefined
  const own = new Set(slots.map(({ member }) => member))
  // What is spread into a list stands in the last of the spreads before the next element.
  const isPassed = ({ member, isKept }: Slot) => member === ASIDE || !isKept
  for (const member of current) {
    if (isNew(member)) {
      const slot = slots[next]
      if (slot && !slot.isKept) {
        last = slot.items
        next++
      }
      last.push(member)
    } else {
      while (slots[next] && slots[next]!.member !== member && (own.has(member) || isPassed(slots[next]!)))
        next++
      if (own.has(member)) next++
      last = slots[next - 1]?.items ?? first
    }
  }
}

/** New members come last, unless they take a place; a `type` comes first, where people look for it. */
function placeMembers({ first, slots }: Plan, current: ReadonlyMap<string, Member>): void {
  const slotOf = new Map(slots.map(slot => [slot.member, slot]))
  const last: Member[] = []
  for (const member of current.values()) {
    if (member.was !== undefined) continue
    const slot = member.inPlaceOf && slotOf.get(member.inPlaceOf)
    if (slot) slot.items.push(member)
    else if (member.key === 'type') first.push(member)
    else last.push(member)
  }
  const end = slots.findLast(isFilled)
  if (end) end.items.push(...last)
  else first.push(...last)
}
