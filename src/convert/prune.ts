import { type Alternative, Inexpressible, type Place, type Shape } from './ir.ts'

/**
 * Takes out what no finite value can be: branches that contradict themselves, recursion without an end, and the properties
 * and items that only those could fill.
 *
 * @throws Inexpressible when nothing is left
 */
export function prune(root: Place): void {
  const shapes = reachable(root)
  const alive = findAlive(shapes)
  const isAlive = (place: Place) =>
    place.nullable || place.shape.alternatives.some(alternative => alive.has(alternative))
  if (!root.shape.alternatives.some(alternative => alive.has(alternative))) {
    throw new Inexpressible('no arguments of finite size fit the schema', root.origin)
  }
  const emptied = new Map<Alternative, Alternative>()
  for (const alternative of alive) {
    trim(alternative, isAlive)
    if (holdsNothing(alternative, isAlive)) {
      const { notes, drafts, sources } = alternative
      emptied.set(alternative, { kind: 'literals', values: [[]], notes, drafts, sources })
    }
  }
  for (const shape of shapes) {
    shape.alternatives = shape.alternatives
      .filter(alternative => alive.has(alternative))
      .map(alternative => emptied.get(alternative) ?? alternative)
  }
}

/** Every shape that a place leads to. */
export function reachable(root: Place): Set<Shape> {
  const found = new Set<Shape>([root.shape])
  for (const shape of found) {
    for (const alternative of shape.alternatives) {
      for (const place of placesIn(alternative)) found.add(place.shape)
    }
  }
  return found
}

/** The places in a value. */
export function placesIn(alternative: Alternative): Place[] {
  switch (alternative.kind) {
    case 'array':
      return [alternative.items]
    case 'tuple':
      return alternative.rest ? [...alternative.items, alternative.rest] : alternative.items
    case 'object':
      return [
        ...[...alternative.properties.values()].map(({ place }) => place),
        ...alternative.extras.map(({ place }) => place),
      ]
    default:
      return []
  }
}

/** Grown from what needs nothing, until no more follow. */
function findAlive(shapes: ReadonlySet<Shape>): Set<Alternative> {
  const alive = new Set<Alternative>()
  const filled = new Set<Shape>()
  const owners = new Map<Alternative, Shape[]>()
  const waiting = new Map<Shape, Alternative[]>()
  for (const shape of shapes) {
    for (const alternative of shape.alternatives) {
      push(owners, alternative, shape)
      for (const place of needsOf(alternative)) push(waiting, place.shape, alternative)
    }
  }
  const queue = [...owners.keys()]
  for (let alternative = queue.pop(); alternative; alternative = queue.pop()) {
    if (alive.has(alternative)) continue
    if (!needsOf(alternative).every(place => place.nullable || filled.has(place.shape))) continue
    alive.add(alternative)
    for (const shape of owners.get(alternative)!) {
      if (filled.has(shape)) continue
      filled.add(shape)
      queue.push(...(waiting.get(shape) ?? []))
    }
  }
  return alive
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key)
  if (known) known.push(value)
  else map.set(key, [value])
}

/** The places that a value cannot do without. */
function needsOf(alternative: Alternative): Place[] {
  if (alternative.kind === 'tuple') return alternative.items.slice(0, alternative.required)
  if (alternative.kind !== 'object') return []
  return [...alternative.properties.values()].filter(({ required }) => required).map(({ place }) => place)
}

function trim(alternative: Alternative, isAlive: (place: Place) => boolean): void {
  if (alternative.kind === 'tuple') {
    const end = alternative.items.findIndex(place => !isAlive(place))
    if (end !== -1) alternative.items.splice(end)
    if (end !== -1 || (alternative.rest && !isAlive(alternative.rest))) delete alternative.rest
  }
  if (alternative.kind !== 'object') return
  alternative.extras = alternative.extras.filter(({ place }) => isAlive(place))
  for (const [name, { place }] of alternative.properties) {
    if (isAlive(place)) continue
    alternative.properties.delete(name)
    alternative.barred.push(name)
    const message = `No value fits \`${name.toWellFormed()}\`, so it is left out.`
    alternative.drafts.push({ kind: 'safe', message, from: place.origin })
  }
}

/** Whether the empty array is all that is left. */
function holdsNothing(alternative: Alternative, isAlive: (place: Place) => boolean): boolean {
  if (alternative.kind === 'array') return !isAlive(alternative.items)
  return alternative.kind === 'tuple' && alternative.items.length === 0 && !alternative.rest
}
