import { EVENT_ID, parseEvents } from 'js-yaml'
import type { LoadedDocument, Place } from '../loaders/index.ts'
import type { Pointer } from '../pointer.ts'
import { parentOf } from '../pointer.ts'
import { countWhile } from '../sorted.ts'

/** What aliases and merge keys make of a YAML text: the same text stands for several values. */
export interface Sharing {
  /** Whether text in this value is this value's alone. */
  mayChangeInside(pointer: Pointer): boolean
  /** Whether nothing else goes missing when this value is taken away. */
  mayTakeAway(pointer: Pointer): boolean
}

/** @param anchors where those stand in the text that an alias repeats, in order */
export function sharingIn(document: LoadedDocument, anchors: readonly number[]): Sharing | undefined {
  if (anchors.length === 0) return undefined
  const { text } = document
  const placeOf = (pointer: Pointer) => document.locate([pointer]).get(pointer)

  function isOwn(pointer: Pointer): boolean {
    if (pointer === '') return true
    const inner = placeOf(pointer)
    const outer = placeOf(parentOf(pointer))
    return inner !== undefined && outer !== undefined && isWithin(inner, outer)
  }

  return {
    mayChangeInside(pointer) {
      const { value } = placeOf(pointer)!
      return isOwn(pointer) && text[value.start] !== '*' && !isAnchored(text, value.start, anchors)
    },
    mayTakeAway(pointer) {
      const { value } = placeOf(pointer)!
      const inside = anchors[countWhile(anchors, anchor => anchor < value.end) - 1]
      const isUsed = inside !== undefined && inside >= value.start
      return isOwn(pointer) && !isUsed && !isAnchored(text, value.start, anchors)
    },
  }
}

function isWithin({ key, value }: Place, outer: Place): boolean {
  return (key ?? value).start >= outer.value.start && value.end <= outer.value.end
}

/** Whether one of the anchors belongs to what begins at `start`: nothing but a tag and comments are between them. */
function isAnchored(text: string, start: number, anchors: readonly number[]): boolean {
  const nearest = anchors[countWhile(anchors, anchor => anchor < start) - 1]
  return (
    nearest !== undefined &&
    text
      .slice(nearest, start)
      .replace(/[&!]\S+|#.*/g, '')
      .trim() === ''
  )
}

/** Where the anchors stand that an alias repeats, in order. */
export function usedAnchors({ text, format }: LoadedDocument): number[] {
  if (format !== 'yaml' || !text.includes('*') || !text.includes('&')) return []
  const known = new Map<string, number>()
  const used = new Set<number>()
  for (const event of parseEvents(text, { maxDepth: Number.MAX_SAFE_INTEGER })) {
    if (event.type === EVENT_ID.DOCUMENT) known.clear()
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP || event.anchorStart === -1) continue
    const name = text.slice(event.anchorStart, event.anchorEnd)
    if (event.type !== EVENT_ID.ALIAS) known.set(name, event.anchorStart - 1)
    else if (known.has(name)) used.add(known.get(name)!)
  }
  return [...used].sort((a, b) => a - b)
}
