import { type Pointer, tokens } from '../pointer.ts'
import type { Span } from '../types.ts'
import type { Place } from './document.ts'
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  skipSpace,
  skipString,
  skipValue,
  stringAt,
} from './json-text.ts'

/** A value that is looked for, or that leads to one. */
interface Wanted {
  pointer: Pointer | undefined
  children: Map<string, Wanted> | undefined
  place: Place | undefined
  /** Which finding this is, and which finding of the parent it was made in: of two equal keys the last one counts. */
  found: number
  foundIn: number
}

/** A container with something wanted in it. */
interface Frame {
  wanted: Wanted
  key: Span | undefined
  start: number
  /** Of the next item; undefined in an object. */
  index: number | undefined
}

/** Finds the places of any number of pointers in one pass over a valid JSON text. Those that lead nowhere are left out. */
export function locate(text: string, pointers: Iterable<Pointer>): Map<Pointer, Place> {
  const root = wantedTree(pointers)
  if (root.pointer !== undefined || root.children) findPlaces(text, root)
  return collect(root)
}

function wantedTree(pointers: Iterable<Pointer>): Wanted {
  const root = createWanted()
  for (const pointer of pointers) {
    let node = root
    const path = tokens(pointer)
    if (!path) continue
    for (const token of path) {
      node.children ??= new Map()
      const next = node.children.get(token) ?? createWanted()
      node.children.set(token, next)
      node = next
    }
    node.pointer = pointer
  }
  return root
}

function createWanted(): Wanted {
  return { pointer: undefined, children: undefined, place: undefined, found: 0, foundIn: 0 }
}

function findPlaces(text: string, root: Wanted): void {
  const frames: Frame[] = []
  let wanted: Wanted | undefined = root
  let key: Span | undefined
  let at = skipSpace(text, 0)
  let findings = 0
  for (;;) {
    if (wanted) {
      wanted.found = ++findings
      wanted.foundIn = frames.at(-1)?.wanted.found ?? 0
    }
    const open = text.charCodeAt(at)
    if (wanted?.children && (open === OPEN_BRACE || open === OPEN_BRACKET)) {
      frames.push({ wanted, key, start: at, index: open === OPEN_BRACKET ? 0 : undefined })
      at = skipSpace(text, at + 1)
    } else {
      const start = at
      at = skipValue(text, start)
      if (wanted) wanted.place = placeOf(key, start, at)
      at = skipSpace(text, at)
    }

    at = closeFrames(text, at, frames)
    const frame = frames.at(-1)
    if (!frame) return
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1)
    if (frame.index === undefined) {
      key = { start: at, end: skipString(text, at) }
      wanted = frame.wanted.children!.get(stringAt(text, key.start, key.end))
      at = skipSpace(text, skipSpace(text, key.end) + 1)
    } else {
      key = undefined
      wanted = frame.wanted.children!.get(String(frame.index++))
    }
  }
}

function closeFrames(text: string, at: number, frames: Frame[]): number {
  for (;;) {
    const code = text.charCodeAt(at)
    if (code !== CLOSE_BRACE && code !== CLOSE_BRACKET) return at
    const { wanted, key, start } = frames.pop()!
    wanted.place = placeOf(key, start, at + 1)
    at = skipSpace(text, at + 1)
  }
}

function placeOf(key: Span | undefined, start: number, end: number): Place {
  const value = { start, end }
  return key ? { key, value } : { value }
}

function collect(root: Wanted): Map<Pointer, Place> {
  const places = new Map<Pointer, Place>()
  const rest = [root]
  for (let node = rest.pop(); node; node = rest.pop()) {
    if (!node.place) continue
    if (node.pointer !== undefined) places.set(node.pointer, node.place)
    for (const next of node.children?.values() ?? []) if (next.foundIn === node.found) rest.push(next)
  }
  return places
}
