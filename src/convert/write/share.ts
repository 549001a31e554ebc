import { child, type Pointer } from '../../pointer.ts'
import type { JsonObject } from '../../types.ts'
import { isObject } from '../../walk.ts'
import type { Shape } from '../ir.ts'
import { definitionName, freeName, nameOf } from './names.ts'
import { survey } from './survey.ts'

/** A schema written out as a tree, with definitions for what several of its places share. */
export interface Shared {
  tooLarge?: never
  schema: JsonObject
  /** In bytes of minified JSON, where that is known. */
  size?: number
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
  made: readonly { node: JsonObject; shape: Shape }[],
  maxSize: number,
): Shared | TooLarge {
  const simple =
    definitions.size === 0 ? survey(root, (size, count) => gainOf(size, count) >= minGain) : undefined
  if (simple && 2 * simple.size <= maxSize) {
    return { schema: root, size: simple.bytes, pointerOf: node => simple.places.get(node) }
  }
  const { entries: index, unique } = createIndex([...definitions.values(), root])
  const hoisted = chooseParts(index, unique, new Set(definitions.keys()), made)
  const roots = [root, ...definitions.values()]
  // No reference is as long as two times what it stands for.
  if (roots.reduce((sum, node) => sum + 2 * fullSize(index.get(node)!), 0) > maxSize) {
    const size = sizeOf(index, hoisted, roots)
    if (size > maxSize) return { tooLarge: true, size }
  }
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
  /** The same of its notes. */
  notes: number
  node: JsonObject
}

interface Index {
  entries: ReadonlyMap<JsonObject, Entry>
  /** One of each `id`. */
  unique: Entry[]
}

function createIndex(roots: readonly JsonObject[]): Index {
  const index = new Map<JsonObject, Entry>()
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
    const text = bareText(node, part => {
      const entry = add(part)
      inner += fullSize(entry)
      return `{"#":${entry.id}}`
    })
    const notes = notesText(node)
    const bare = numberOf(text)
    const before = ids.size
    const id = numberOf(`${bare} ${notes}`)
    const entry = { id, bare, size: text.length + inner, notes: notes.length, node }
    index.set(node, entry)
    if (ids.size > before) unique.push(entry)
    return entry
  }
  for (const root of roots) add(root)
  return { entries: index, unique }
}

/** A node without its notes as JSON, with some text for each of its subschemas. */
function bareText(node: JsonObject, textOf: (part: JsonObject) => string): string {
  const members: string[] = []
  for (const keyword in node) {
    if (keyword === 'title' || keyword === 'description') continue
    members.push(`"${keyword}":${memberText(keyword, node[keyword], textOf)}`)
  }
  return `{${members.join()}}`
}

function memberText(keyword: string, value: unknown, textOf: (part: JsonObject) => string): string {
  if (keyword === 'items' && isObject(value)) return textOf(value)
  if (keyword === 'anyOf' && Array.isArray(value)) return `[${value.map(textOf).join()}]`
  if (keyword !== 'properties' || !isObject(value)) return JSON.stringify(value)
  const parts = Object.entries(value) as [string, JsonObject][]
  return `{${parts.map(([name, part]) => `${JSON.stringify(name)}:${textOf(part)}`).join()}}`
}

function notesText(node: JsonObject): string {
  return hasNotes(node) ? JSON.stringify(notesIn(node)) : '{}'
}

function hasNotes({ title, description }: JsonObject): boolean {
  return title !== undefined || description !== undefined
}

/** The parts that become definitions, by their `bare` number. */
type Hoisted = Map<number, { name: string; node: JsonObject }>

/** How often a part stands where a reference may. */
interface Use {
  entry: Entry
  count: number
}

function chooseParts(
  index: ReadonlyMap<JsonObject, Entry>,
  unique: readonly Entry[],
  taken: Set<string>,
  made: readonly { node: JsonObject; shape: Shape }[],
): Hoisted {
  const uses = new Map<number, Use>()
  const seen = new Set<number>()
  for (const { node, bare } of unique) {
    // What differs in its notes only has the same parts, and they are written once if it becomes a definition.
    if (seen.has(bare)) continue
    seen.add(bare)
    for (const part of referableParts(node)) {
      const entry = index.get(part)!
      const use = uses.get(entry.bare)
      if (use) use.count++
      else uses.set(entry.bare, { entry, count: 1 })
    }
  }
  const chosen: Hoisted = new Map()
  const shapes = new Map(made.map(({ node, shape }) => [node, shape]))
  const large = [...uses].filter(([, use]) => gainOf(use.entry.size, use.count) >= minGain)
  for (const [bare, use] of large.sort(([, a], [, b]) => b.entry.size - a.entry.size)) {
    const { entry } = use
    const shape = shapes.get(entry.node)
    const name = freeName(definitionName(shape ? nameOf(shape) : ''), taken)
    if (gainOf(entry.size, use.count, name) < minGain) continue
    taken.add(name)
    chosen.set(bare, { name, node: entry.node })
  }
  return chosen
}

/** What a definition of a part of that size saves, in characters. */
function gainOf(size: number, count: number, name = ''): number {
  return count * (size - `{"$ref":"#/$defs/${name}"}`.length) - size - name.length - 4
}

/** Written out as a tree with its notes, in characters. */
function fullSize({ size, notes }: Entry): number {
  return size + notes
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
      inner += refers ? 30 + index.get(part)!.notes : measure(part)
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

/** The subschemas of a node that a reference may stand for. */
function referableParts({ properties, items }: JsonObject): JsonObject[] {
  const parts = isObject(properties) ? (Object.values(properties) as JsonObject[]) : []
  if (isObject(items)) parts.push(items)
  return parts
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
