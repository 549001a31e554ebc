import { escapeToken, type Pointer } from '../pointer.ts'
import type { DuplicateKey } from '../types.ts'
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  isEscaped,
  isSpace,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  skipSpace,
  skipString,
  skipValue,
  stringAt,
} from './json-text.ts'

/** More than this many are not listed. */
export const MOST_DUPLICATES = 10_000

/**
 * The keys that stand twice in one object of a JSON text, in the order of the text; `value` is what `JSON.parse` made of
 * it. Of two equal keys only one is in the value, so a text with no more members than the value has keys repeats none:
 * that much is known far sooner than the keys are compared.
 */
export function duplicateKeys(text: string, value: unknown): DuplicateKey[] {
  return mostMembers(text) === countKeys(value) ? [] : findDuplicates(text)
}

/**
 * The number of members in a text; or more, as a string that begins with a colon looks like the end of a key. Never
 * fewer: each member has a colon outside of strings, with the quote that ends its key before it.
 */
function mostMembers(text: string): number {
  let count = 0
  for (let colon = text.indexOf(':'); colon !== -1; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1
    let code = text.charCodeAt(before)
    while (isSpace(code)) code = text.charCodeAt(--before)
    if (code === QUOTE && !isEscaped(text, before)) count++
  }
  return count
}

function countKeys(root: unknown): number {
  let count = 0
  const rest = [root]
  while (rest.length > 0) {
    const value = rest.pop()
    if (typeof value !== 'object' || value === null) continue
    if (Array.isArray(value)) {
      for (const item of value) if (typeof item === 'object') rest.push(item)
      continue
    }
    for (const key in value) {
      count++
      const member = (value as Record<string, unknown>)[key]
      if (typeof member === 'object') rest.push(member)
    }
  }
  return count
}

/** A container that is being read. */
interface Frame {
  /** Where each key stood last; undefined in an array. */
  keys: Map<string, number> | undefined
  /** The key or index of the child that is being read. */
  token: string | number
  /** The container's own place, once somebody has asked. */
  pointer: Pointer | undefined
}

function findDuplicates(text: string): DuplicateKey[] {
  const found: DuplicateKey[] = []
  const frames: Frame[] = []
  let at = skipSpace(text, 0)
  for (;;) {
    const open = text.charCodeAt(at)
    if (open === OPEN_BRACE || open === OPEN_BRACKET) {
      frames.push({ keys: open === OPEN_BRACE ? new Map() : undefined, token: -1, pointer: undefined })
      at = skipSpace(text, at + 1)
    } else {
      at = skipSpace(text, skipValue(text, at))
    }
    at = skipClosers(text, at, frames)
    const frame = frames.at(-1)
    if (!frame || found.length === MOST_DUPLICATES) return found
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1)
    if (frame.keys) at = readKey(text, at, frames, frame.keys, found)
    else frame.token = (frame.token as number) + 1
  }
}

function skipClosers(text: string, at: number, frames: Frame[]): number {
  for (;;) {
    const code = text.charCodeAt(at)
    if (code !== CLOSE_BRACE && code !== CLOSE_BRACKET) return at
    frames.pop()
    at = skipSpace(text, at + 1)
  }
}

/** Reads the key at `at`, and returns where its value begins. */
function readKey(
  text: string,
  at: number,
  frames: readonly Frame[],
  keys: Map<string, number>,
  found: DuplicateKey[],
): number {
  const end = skipString(text, at)
  const key = stringAt(text, at, end)
  const earlier = keys.get(key)
  keys.set(key, at)
  frames.at(-1)!.token = key
  if (earlier !== undefined) {
    const first = { start: earlier, end: skipString(text, earlier) }
    found.push({ key, pointer: pointerOf(frames), span: { start: at, end }, first })
  }
  return skipSpace(text, skipSpace(text, end) + 1)
}

/** The place of what is being read. Each container keeps its own, so that deep nesting costs no more than flat. */
function pointerOf(frames: readonly Frame[]): Pointer {
  let known = frames.length - 1
  while (known > 0 && frames[known]!.pointer === undefined) known--
  let pointer = frames[known]!.pointer ?? ''
  for (let index = known; index < frames.length; index++) {
    const frame = frames[index]!
    frame.pointer = pointer
    pointer = `${pointer}/${escapeToken(frame.token)}`
  }
  return pointer
}
