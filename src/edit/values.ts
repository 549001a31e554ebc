import { child } from '../pointer.ts'
import {
  type Container,
  copyOf,
  isContainer,
  type Member,
  type Node,
  newMember,
  newNode,
  open,
} from './nodes.ts'
import type { Origins } from './origins.ts'
import { Unwritable } from './unwritable.ts'
import { createVacancies } from './vacancies.ts'

/** A patch that brings deeper values is for programs, not for files that people write. */
const MOST_LEVELS = 200
/** How far into a value is looked for what another one has in common with it. */
const SEARCHED_LEVELS = 5
const MOST_PARTS = 100

/** What a new value takes the place of, and the part of the new value that goes on being it, if there is one. */
interface Heritage {
  old: Node
  heir: Container | undefined
  /** The parts of the new value: those that were parts of the old one are no models, as they stay. */
  kept: ReadonlySet<Container>
}

/**
 * The node of a value that a patch brings. As far as the value is made out of parts of the document, so is the node, and
 * those parts keep their text.
 *
 * @param old what it takes the place of
 */
export function nodeOf(value: unknown, origins: Origins, old?: Node): Node {
  return createNode(value, origins, old && heritageOf(value, old), 0)
}

function createNode(value: unknown, origins: Origins, heritage: Heritage | undefined, level: number): Node {
  if (!isContainer(value)) return newNode(value)
  if (level > MOST_LEVELS) throw new Unwritable('The new value is nested too deep.')
  const pointer = origins(value)
  if (pointer !== undefined) return copyOf(value, pointer)
  const model = modelOf(value, origins, heritage)
  if (model) {
    const node = copyOf(model.value, model.from!)
    amend(node, value, origins)
    return node
  }
  const members = Object.keys(value).map(key => {
    const inner = (value as Record<string, unknown>)[key]
    return newMember(key, inherited(inner, key, heritage) ?? createNode(inner, origins, heritage, level + 1))
  })
  const current = Array.isArray(value) ? members : new Map(members.map(member => [member.key, member]))
  return { value, from: undefined, content: { originals: [], current } }
}

/** A scalar that goes on from the old value, under the same key. */
function inherited(value: unknown, key: string, heritage: Heritage | undefined): Node | undefined {
  const old = heritage?.old
  if (isContainer(value) || !isContainer(old?.value)) return undefined
  const isSame = Object.hasOwn(old.value, key) && (old.value as Record<string, unknown>)[key] === value
  return isSame ? copyOf(value, child(old.from!, key)) : undefined
}

/* ------------------------------------------------------------------ what a new value was made out of */

/** Of the parts of a new value, the one that has most in common with the old one goes on being it; the outer one of two. */
function heritageOf(value: unknown, old: Node): Heritage | undefined {
  const { value: held, from } = old
  if (!isContainer(held) || from === undefined) return undefined
  const parts = partsOf(value)
  // The old value as a whole needs no heir: it keeps its text.
  if (parts.includes(held)) return undefined
  const heir = best(
    parts,
    part => countSame(part, held) * 2 + countKeys(part, held),
    Object.keys(held).length,
  )
  return { old, heir, kept: new Set(parts) }
}

/** What to write a new container as an edit of: the old value, or a part of it that is much like it. */
function modelOf(value: Container, origins: Origins, heritage: Heritage | undefined): Node | undefined {
  if (!heritage) return undefined
  const { old, heir, kept } = heritage
  if (heir === value) return old
  if (Array.isArray(value)) return undefined
  const parts = partsOf(old.value).filter(
    part => part !== old.value && !kept.has(part) && origins(part) !== undefined,
  )
  const model = best(parts, part => likeness(value, part), 0)
  return model && copyOf(model, origins(model)!)
}

/** Nothing unless they share at least half of what is in the model. */
function likeness(value: Container, model: Container): number {
  const same = countSame(value, model)
  return same > 0 ? same * 2 - Object.keys(model).length : Number.NEGATIVE_INFINITY
}

/** The objects and arrays in a value, the outer ones first, as far as they are looked at. */
function partsOf(value: unknown): Container[] {
  const parts: Container[] = isContainer(value) ? [value] : []
  for (let level = parts, depth = 0; level.length > 0 && depth < SEARCHED_LEVELS; depth++) {
    level = level.flatMap(part => Object.values(part).filter(isContainer)).slice(0, MOST_PARTS)
    parts.push(...level)
  }
  return parts
}

/** The first of those with the highest score, if that is high enough. */
function best(
  parts: readonly Container[],
  score: (part: Container) => number,
  least: number,
): Container | undefined {
  let found: Container | undefined
  let most = least - 1
  for (const part of parts) {
    const points = score(part)
    if (points <= most) continue
    found = part
    most = points
  }
  return found
}

/** The number of members that two containers share; fewer than none for an object and an array. */
function countSame(a: Container, b: Container): number {
  if (Array.isArray(a) !== Array.isArray(b)) return Number.NEGATIVE_INFINITY
  if (Array.isArray(a)) {
    const { before, after } = commonEnds(a, b as unknown[])
    return before + after
  }
  return Object.keys(a).filter(key => Object.hasOwn(b, key) && a[key] === (b as typeof a)[key]).length
}

/** The number of keys that stand in both of two objects. */
function countKeys(a: Container, b: Container): number {
  return Array.isArray(a) ? 0 : Object.keys(a).filter(key => Object.hasOwn(b, key)).length
}

/** How many elements two arrays share at their beginnings and, of the rest, at their ends. */
function commonEnds(a: readonly unknown[], b: readonly unknown[]): { before: number; after: number } {
  const length = Math.min(a.length, b.length)
  let before = 0
  while (before < length && a[before] === b[before]) before++
  let after = 0
  while (after < length - before && a.at(-1 - after) === b.at(-1 - after)) after++
  return { before, after }
}

/* ------------------------------------------------------------------ the model becomes the new value */

function amend(node: Node, value: Container, origins: Origins): void {
  if (Array.isArray(value)) amendArray(node, value, origins)
  else amendObject(node, value, origins)
}

function amendArray(node: Node, value: readonly unknown[], origins: Origins): void {
  const elements = open(node)!.current as Member[]
  const { before, after } = commonEnds(value, node.value as unknown[])
  const fresh = value
    .slice(before, value.length - after)
    .map(element => newMember('', nodeOf(element, origins)))
  elements.splice(before, elements.length - before - after, ...fresh)
}

function amendObject(node: Node, value: Record<string, unknown>, origins: Origins): void {
  const content = open(node)!
  const members = content.current as Map<string, Member>
  const vacancies = createVacancies()
  for (const member of [...members.values()]) {
    if (Object.hasOwn(value, member.key)) continue
    members.delete(member.key)
    vacancies.leave(content, member, 0)
  }
  for (const [key, inner] of Object.entries(value)) {
    const member = members.get(key)
    if (!member) members.set(key, newMember(key, nodeOf(inner, origins), vacancies.take(content)))
    else if (member.node.value !== inner) member.node = nodeOf(inner, origins, member.node)
  }
}
