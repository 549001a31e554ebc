import type { Content, Member, Node } from './nodes.ts'

/** The places that something has left, for what comes instead of it. */
export interface Vacancies {
  leave(content: Content, member: Member, index: number): void
  /** The place for the next new member of an object: one that is free, or the one that was taken last. */
  take(content: Content): Member | undefined
  /** What stood where a new element comes. */
  before(content: Content, index: number): Node | undefined
}

interface Vacancy {
  free: Member[]
  taken: Member | undefined
  /** The last one that went, and its index. */
  node: Node
  index: number
}

export function createVacancies(): Vacancies {
  const left = new Map<Content, Vacancy>()
  return {
    leave(content, member, index) {
      const place = member.was ? member : member.inPlaceOf
      const known = left.get(content)
      const free = [...(known?.free ?? []), ...(place ? [place] : [])]
      left.set(content, { free, taken: known?.taken, node: member.node, index })
    },
    take(content) {
      const known = left.get(content)
      if (known) known.taken = known.free.shift() ?? known.taken
      return known?.taken
    },
    before(content, index) {
      const known = left.get(content)
      return known?.index === index ? known.node : undefined
    },
  }
}
