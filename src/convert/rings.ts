import type { Place, Shape } from './ir.ts'
import { placesIn, reachable } from './prune.ts'

/**
 * Where recursion is cut. A reference may stand where a value must stand; where it may be missing or `null` it would be a
 * branch of a union, which no reference may be, so there an array of at most one stands around it.
 */
export interface Rings {
  /** Shapes that a reference stands for wherever they must stand. */
  plain: ReadonlySet<Shape>
  /** Shapes that a reference stands for everywhere: rings that close through optional and nullable places alone. */
  wrapped: ReadonlySet<Shape>
}

export const noRings: Rings = { plain: new Set(), wrapped: new Set() }

/** Cuts every ring once, where that costs nothing if there is such a place in it. */
export function findRings(root: Place): Rings {
  const edges = edgesOf(root)
  const wrapped = new Set<Shape>()
  const plain = new Set<Shape>()
  const loose = (shape: Shape) => edges.get(shape)!.filter(edge => edge.loose && !wrapped.has(edge.to))
  for (let ring = findRing(edges.keys(), loose); ring; ring = findRing(edges.keys(), loose)) {
    wrapped.add(ring.at(-1)!.to)
  }
  const uncut = (shape: Shape) =>
    edges.get(shape)!.filter(edge => !wrapped.has(edge.to) && (edge.loose || !plain.has(edge.to)))
  for (let ring = findRing(edges.keys(), uncut); ring; ring = findRing(edges.keys(), uncut)) {
    plain.add(ring.findLast(edge => !edge.loose)!.to)
  }
  return { plain, wrapped }
}

interface Edge {
  to: Shape
  /** Whether the value may be missing or `null`. */
  loose: boolean
}

function edgesOf(root: Place): Map<Shape, Edge[]> {
  const edges = new Map<Shape, Edge[]>()
  for (const shape of reachable(root)) {
    const found: Edge[] = []
    for (const alternative of shape.alternatives) {
      const optional = new Set<Place>()
      if (alternative.kind === 'object') {
        for (const { place, required } of alternative.properties.values()) if (!required) optional.add(place)
      }
      if (alternative.kind === 'tuple')
        for (const place of alternative.items.slice(alternative.required)) optional.add(place)
      for (const place of placesIn(alternative))
        found.push({ to: place.shape, loose: place.nullable || optional.has(place) })
    }
    edges.set(shape, found)
  }
  return edges
}

/** The edges of a ring, if there is one; the last one closes it. */
function findRing(starts: Iterable<Shape>, edgesFrom: (shape: Shape) => Edge[]): Edge[] | undefined {
  const done = new Set<Shape>()
  for (const start of starts) {
    const ring = done.has(start) ? undefined : findRingFrom(start, edgesFrom, done)
    if (ring) return ring
  }
  return undefined
}

function findRingFrom(
  start: Shape,
  edgesFrom: (shape: Shape) => Edge[],
  done: Set<Shape>,
): Edge[] | undefined {
  const path: { shape: Shape; edges: Edge[]; next: number }[] = []
  const open = new Map<Shape, number>()
  const enter = (shape: Shape) => {
    open.set(shape, path.length)
    path.push({ shape, edges: edgesFrom(shape), next: 0 })
  }
  enter(start)
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const edge = top.edges[top.next++]
    if (edge) {
      const at = open.get(edge.to)
      if (at !== undefined) return path.slice(at).map(({ edges, next }) => edges[next - 1]!)
      if (!done.has(edge.to)) enter(edge.to)
    } else {
      path.pop()
      open.delete(top.shape)
      done.add(top.shape)
    }
  }
  return undefined
}
