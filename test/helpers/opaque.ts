import type { ArrayLiteral, Literal, ObjectLiteral } from '../../src/source/literal.ts'

/** Says of each part of a value whether it is to be known. */
export interface Veil {
  /** Whether the value at the place becomes unknown. */
  hides(): boolean
  /** Whether something unknown is spread into the object or list; `before` or `after` what is listed. */
  spreads(): 'before' | 'after' | undefined
}

/** A literal of a JSON value, as a reader would give it, of which parts are unknown. */
export function veiled(value: unknown, veil: Veil): ArrayLiteral | ObjectLiteral {
  let at = 1
  const literalOf = (inner: unknown, isRoot: boolean): Literal => {
    const start = at++
    if (!isRoot && veil.hides()) return { kind: 'opaque', reason: 'a call', start, end: at++ }
    if (typeof inner !== 'object' || inner === null) {
      return { kind: 'scalar', value: inner as string | number | boolean | null, start, end: at++ }
    }
    const spread = isRoot ? undefined : veil.spreads()
    if (Array.isArray(inner)) {
      const all = inner.map(element => literalOf(element, false))
      // Those that are spread are the last ones, so that the others keep their places.
      const elements = spread ? all.slice(0, Math.ceil(all.length / 2)) : all
      const end = at++
      return {
        kind: 'array',
        elements,
        start,
        end,
        ...(spread && { unknown: { start: end - 1, end, reason: 'a name' } }),
      }
    }
    const first = at++
    const all = Object.entries(inner).map(([key, member]) => {
      const keySpan = { start: at++, end: at++ }
      return { key, keySpan, value: literalOf(member, false) }
    })
    const members = spread ? all.filter((_, i) => i % 2 === 0) : all
    const end = at++
    const place = spread === 'before' ? first : end - 1
    return {
      kind: 'object',
      members,
      start,
      end,
      ...(spread && { unknown: { start: place, end: place + 1, reason: 'a name' } }),
    }
  }
  return literalOf(value, true) as ArrayLiteral | ObjectLiteral
}
