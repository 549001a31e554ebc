import type { Pointer } from '../pointer.ts'
import type { Span } from '../types.ts'
import type { Place } from './document.ts'
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  skipContainer,
  skipSpace,
  skipString,
  skipValue,
  stringAt,
} from './json-text.ts'
import { type Wanted, wantedChild, wantedElement, wantedTree } from './wanted.ts'

/** A container with something wanted in it. */
interface Frame {
  wanted: Wanted
  key: Span | undefined
  start: number
  /** Of the next item; undefined in an object. */
  index: number | undefined
  /** What is likely to be found next: most is asked for in the order of the text. */
  likely: Wanted | undefined
  /** How many of the children that are wanted were not found yet; and of those of the containers around. */
  missing: number
  missingAround: number
}

/**
 * Finds the places of any number of pointers in one pass over a valid JSON text. Those that lead nowhere are left out.
 *
 * @param mayRepeat whether a key may stand twice in an object. Of equal keys the last one counts, so that each object has
 * to be read to its end; else what is wanted is not read on when it was found.
 */
export function locate(text: string, pointers: Iterable<Pointer>, mayRepeat = true): Map<Pointer, Place> {
  const root = wantedTree(pointers)
  if (root.pointer !== undefined || root.first) findPlaces(text, root, mayRepeat)
  return collect(root)
}

function findPlaces(text: string, root: Wanted, mayRepeat: boolean): void {
  const frames: Frame[] = []
  let wanted: Wanted | undefined = root
  let key: Span | undefined
  let at = skipSpace(text, 0)
  let findings = 0
  for (;;) {
    const open = text.charCodeAt(at)
    const isContainer = open === OPEN_BRACE || open === OPEN_BRACKET
    const around = frames.at(-1)
    const missingAround = around ? around.missing + around.missingAround : 0
    if (wanted) {
      wanted.found = ++findings
      wanted.foundIn = around?.wanted.found ?? 0
    }
    if (isContainer && wanted?.first) {
      const { first, children } = wanted
      const index = open === OPEN_BRACKET ? 0 : undefined
      frames.push({ wanted, key, start: at, index, likely: first, missing: children, missingAround })
      at = skipSpace(text, at + 1)
    } else if (wanted && isContainer && missingAround === 0 && !mayRepeat) {
      setPlace(wanted, openPlace(text, key, at))
      for (const frame of frames) setPlace(frame.wanted, openPlace(text, frame.key, frame.start))
      return
    } else {
      const end = skipValue(text, at)
      if (wanted) setPlace(wanted, placeOf(key, at, end))
      at = skipSpace(text, end)
    }

    at = closeFrames(text, at, frames, mayRepeat)
    const frame = frames.at(-1)
    if (!frame) return
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1)
    const { likely, index } = frame
    key = undefined
    if (index === undefined) {
      const end = skipString(text, at)
      const token = stringAt(text, at, end)
      wanted = likely?.token === token ? likely : wantedChild(frame.wanted, token)
      if (wanted) key = { start: at, end }
      at = skipSpace(text, skipSpace(text, end) + 1)
    } else {
      wanted = likely?.index === index ? likely : wantedElement(frame.wanted, index)
      frame.index = index + 1
    }
    if (wanted) {
      frame.likely = wanted.next
      frame.missing--
    }
  }
}

/** Behind the containers that end at `at`, or that hold nothing more that is wanted. */
function closeFrames(text: string, at: number, frames: Frame[], mayRepeat: boolean): number {
  for (;;) {
    const code = text.charCodeAt(at)
    const frame = frames.at(-1)
    if (!frame) return at
    let end = at + 1
    if (code !== CLOSE_BRACE && code !== CLOSE_BRACKET) {
      if (mayRepeat || frame.missing > 0) return at
      end = skipContainer(text, at)
    }
    setPlace(frame.wanted, placeOf(frame.key, frame.start, end))
    frames.pop()
    at = skipSpace(text, end)
  }
}

function setPlace(wanted: Wanted, place: Place): void {
  if (wanted.pointer !== undefined) wanted.place = place
}

function placeOf(key: Span | undefined, start: number, end: number): Place {
  const value = { start, end }
  return key ? { key, value } : { value }
}

/** A container that may hold most of the text: its end is looked for when somebody asks. */
function openPlace(text: string, key: Span | undefined, start: number): Place {
  let known: number | undefined
  const value = {
    start,
    get end() {
      known ??= skipValue(text, start)
      return known
    },
  }
  return key ? { key, value } : { value }
}

function collect(root: Wanted): Map<Pointer, Place> {
  const places = new Map<Pointer, Place>()
  const rest = [root]
  for (let node = rest.pop(); node; node = rest.pop()) {
    if (node.pointer !== undefined && node.place) places.set(node.pointer, node.place)
    for (let child = node.first; child; child = child.next)
      if (child.found > 0 && child.foundIn === node.found) rest.push(child)
  }
  return places
}
