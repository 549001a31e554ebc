import { child, type Pointer } from '../../pointer.ts'
import type { JsonObject } from '../../types.ts'
import { isObject } from '../../walk.ts'
import { definitionName, freeName } from './names.ts'

/** A schema written out as a tree, with definitions for what several of its places share. */
export interface Shared {
  tooLarge?: never
  schema: JsonObject
  /** Where a node of the input stands, relative to the root; the first place where it stands at several. */
  pointerOf(node: JsonObject): Pointer | undefined
}

/** A definition must save so many characters. */
const minGain = 60

export interface TooLarge {
  tooLarge: true
  /** In characters, about. */
  size: number
}

/**
 * Makes a tree of a strict schema whose parts may be shared objects. Parts that stand at several places, and that a
 * reference may stand for (a property, an item, but no branch of a union), become definitions where that is shorter.
 */
export function shareParts(
  root: JsonObject,
  definitions: ReadonlyMap<string, JsonObject>,
  stems: ReadonlyMap<JsonObject, string>,
  maxSize: number,
): Shared | TooLarge {
  const index = new Map<JsonObject, Entry>()
  const all = createIndex(index, [...definitions.values(), root])
  const hoisted = chooseParts(index, all, new Set(definitions.keys()), stems)
  const size = sizeOf(index, hoisted, [root, ...definitions.values()])
  if (size > maxSize) return { tooLarge: true, size }
  const places = new Map<JsonObject, Pointer>()
  const byId = new Map<number, Pointer>()
  const byBare = new Map<number, Pointer>()

  function write(node: JsonObject, pointer: Pointer, canRefer: boolean): JsonObject {
    const { id, bare } = index.get(node)!
    if (!places.has(node)) places.set(node, pointer)
    const definition = canRefer ? hoisted.get(bare) : undefined
    if (definition) return { $ref: `#/$defs/${definition.name}`, ...notesIn(node, definition.name) }
    if (!byId.has(id)) byId.set(id, pointer)
    if (!byBare.has(bare)) byBare.set(bare, pointer)
    return mapParts(node, (part, keyword, at) => write(part, pointer + at, keyword !== 'anyOf'))
  }

  const schema = write(root, '', false)
  const parts: [string, JsonObject][] = [...definitions].map(([name, part]) => [
    name,
    write(part, child('/$defs', name), false),
  ])
  for (const { name, node } of hoisted.values()) {
    const { title: _, description: __, ...part } = write(node, child('/$defs', name), false)
    parts.push([name, part])
  }
  return {
    schema: parts.length > 0 ? { ...schema, $defs: Object.fromEntries(parts) } : schema,
    pointerOf: node => {
      const entry = index.get(node)
      return places.get(node) ?? (entry && (byId.get(entry.id) ?? byBare.get(entry.bare)))
    },
  }
}

/** What a node says to people; a title that the name of a definition repeats is not said again. */
function notesIn({ title, description }: JsonObject, name?: string): JsonObject {
  return {
    ...(title !== undefined && title !== name && { title }),
    ...(description !== undefined && { description }),
  }
}

/** What is known of a node: equal nodes have the same `id`, and the same `bare` where only their notes differ. */
interface Entry {
  id: number
  bare: number
  /** Written out as a tree without its notes, in characters. */
  size: number
  node: JsonObject
}

function createIndex(index: Map<JsonObject, Entry>, roots: readonly JsonObject[]): Entry[] {
  const ids = new Map<string, number>()
  const unique: Entry[] = []
  const numberOf = (key: string) => {
    const known = ids.get(key)
    if (known !== undefined) return known
    ids.set(key, ids.size)
    return ids.size - 1
  }
  const add = (node: JsonObject): Entry => {
    const known = index.get(node)
    if (known) return known
    let inner = 0
    const skeleton = mapParts(node, part => {
      const entry = add(part)
      inner += entry.size + JSON.stringify(notesIn(part)).length
      return { '#': entry.id }
    })
    const { title: _, description: __, ...rest } = skeleton
    const text = JSON.stringify(rest)
    const bare = numberOf(text)
    const before = ids.size
    const id = numberOf(`${bare} ${JSON.stringify(notesIn(node))}`)
    const entry = { id, bare, size: text.length + inner, node }
    index.set(node, entry)
    if (ids.size > before) unique.push(entry)
    return entry
  }
  for (const root of roots) add(root)
  return unique
}

/** The parts that become definitions, by their `bare` number. */
type Hoisted = Map<number, { name: string; node: JsonObject }>

function chooseParts(
  index: ReadonlyMap<JsonObject, Entry>,
  unique: readonly Entry[],
  taken: Set<string>,
  stems: ReadonlyMap<JsonObject, string>,
): Hoisted {
  const uses = new Map<number, { entry: Entry; count: number }>()
  const seen = new Set<number>()
  for (const { node, bare } of unique) {
    // What differs in its notes only has the same parts, and they are written once if it becomes a definition.
    if (seen.has(bare)) continue
    seen.add(bare)
    mapParts(node, (part, keyword) => {
      const entry = index.get(part)!
      const use = uses.get(entry.bare)
      if (keyword === 'anyOf') return part
      if (use) use.count++
      else uses.set(entry.bare, { entry, count: 1 })
      return part
    })
  }
  const chosen: Hoisted = new Map()
  for (const [bare, { entry, count }] of [...uses].sort(([, a], [, b]) => b.entry.size - a.entry.size)) {
    const name = freeName(definitionName(stems.get(entry.node) ?? ''), taken)
    const reference = `{"$ref":"#/$defs/${name}"}`.length
    if (count * (entry.size - reference) - entry.size - name.length - 4 < minGain) continue
    taken.add(name)
    chosen.set(bare, { name, node: entry.node })
  }
  return chosen
}

/** The size of some schemas with their definitions, written out. */
function sizeOf(
  index: ReadonlyMap<JsonObject, Entry>,
  hoisted: Hoisted,
  roots: readonly JsonObject[],
): number {
  const sizes = new Map<number, number>()
  const measure = (node: JsonObject): number => {
    const { id } = index.get(node)!
    const known = sizes.get(id)
    if (known !== undefined) return known
    let inner = 0
    const own = mapParts(node, (part, keyword) => {
      const refers = keyword !== 'anyOf' && hoisted.has(index.get(part)!.bare)
      inner += refers ? 30 + JSON.stringify(notesIn(part)).length : measure(part)
      return {}
    })
    const size = JSON.stringify(own).length + inner
    sizes.set(id, size)
    return size
  }
  return [...roots, ...[...hoisted.values()].map(({ node }) => node)].reduce(
    (sum, node) => sum + measure(node),
    0,
  )
}

/** A copy of a node with its subschemas replaced; `at` is where each stands in it. */
function mapParts(
  node: JsonObject,
  replace: (part: JsonObject, keyword: 'properties' | 'items' | 'anyOf', at: Pointer) => JsonObject,
): JsonObject {
  const result = { ...node }
  const { properties, items, anyOf } = node
  if (isObject(properties)) {
    result.properties = Object.fromEntries(
      Object.entries(properties).map(([name, part]) => [
        name,
        replace(part as JsonObject, 'properties', child('/properties', name)),
      ]),
    )
  }
  if (isObject(items)) result.items = replace(items, 'items', '/items')
  if (Array.isArray(anyOf)) result.anyOf = anyOf.map((part, i) => replace(part, 'anyOf', `/anyOf/${i}`))
  return result
}
