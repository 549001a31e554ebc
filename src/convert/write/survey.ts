import { escapeToken, type Pointer } from '../../pointer.ts'
import type { JsonObject } from '../../types.ts'
import { isObject } from '../../walk.ts'
import { bytesOf } from '../sizes.ts'

/** What a look at each node of a strict schema tells, without comparing any with another. */
export interface Survey {
  /** Where each node stands. */
  places: Map<JsonObject, Pointer>
  /** Written out, in characters: no more than that. */
  size: number
  /** Written out, in bytes of UTF-8. */
  bytes: number
}

/** What tells nodes apart: those that differ in their notes only have the same `size` and `hash`. */
interface Print {
  /** Written out without its notes, in characters: no more than that. */
  size: number
  notes: number
  hash: number
}

/** Beside a part that is written for itself stands no more than this for it. */
const placeholder = '{"#":1000000}'.length

/**
 * Most schemas have nothing to share, and numbers tell that: equal parts have equal prints.
 *
 * @param isWorth whether parts of a size that stand so often may be worth a definition
 * @returns undefined for a schema that needs a closer look
 */
export function survey(
  root: JsonObject,
  isWorth: (size: number, count: number) => boolean,
): Survey | undefined {
  const places = new Map<JsonObject, Pointer>()
  const counts = new Map<number, number>()
  let isSimple = true
  let bytes = 0

  function visit(node: JsonObject, pointer: Pointer): Print {
    const print: Print = { size: 0, notes: 2, hash: 0 }
    if (places.has(node)) isSimple = false
    if (!isSimple) return print
    places.set(node, pointer)
    let members = 0
    for (const keyword in node) {
      members++
      const value = node[keyword]
      // Quotes, a colon, and a comma or the brace that ends it all.
      const frame = keyword.length + 4
      if (keyword === 'title' || keyword === 'description') {
        bytes += frame
        print.notes += frame + lengthOf(value as string)
        continue
      }
      put(print, frame)
      add(print, keyword.length)
      if (keyword === 'properties' && isObject(value)) {
        let names = 0
        for (const name in value) {
          names++
          addText(print, name)
          addPart(print, value[name] as JsonObject, `${pointer}/properties/${escapeToken(name)}`, true)
        }
        putFrame(print, names, 2)
      } else if (keyword === 'items' && isObject(value)) {
        addPart(print, value, `${pointer}/items`, true)
      } else if (keyword === 'anyOf' && Array.isArray(value)) {
        for (let i = 0; i < value.length; i++) addPart(print, value[i], `${pointer}/anyOf/${i}`, false)
        putFrame(print, value.length, 1)
      } else addValue(print, value)
    }
    put(print, members === 0 ? 2 : 1)
    return print
  }

  function addPart(print: Print, part: JsonObject, pointer: Pointer, canRefer: boolean): void {
    const { size, notes, hash } = visit(part, pointer)
    if (canRefer) {
      const count = (counts.get(hash) ?? 0) + 1
      counts.set(hash, count)
      if (count > 1 && isWorth(size, count)) isSimple = false
    }
    print.size += size + notes + placeholder
    add(print, hash)
    add(print, notes)
  }

  function addValue(print: Print, value: unknown): void {
    if (typeof value === 'string') addText(print, value)
    else if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) addValue(print, value[i])
      putFrame(print, value.length, 1)
    } else {
      const text = JSON.stringify(value)
      put(print, text.length)
      add(print, typeof value === 'number' ? value : text.length)
    }
  }

  function addText(print: Print, text: string): void {
    print.size += lengthOf(text)
    add(print, text.length)
    if (text.length > 0) add(print, text.charCodeAt(text.length - 1))
  }

  /** A string as JSON, in characters. */
  function lengthOf(text: string): number {
    if (!isSpecial.test(text)) {
      bytes += text.length + 2
      return text.length + 2
    }
    const written = JSON.stringify(text)
    bytes += bytesOf(written)
    return written.length
  }

  function put(print: Print, characters: number): void {
    print.size += characters
    bytes += characters
  }

  /** Brackets around members, and what stands around each and between them. */
  function putFrame(print: Print, members: number, around: number): void {
    put(print, members === 0 ? 2 : 1 + around * members)
  }

  const { size, notes } = visit(root, '')
  return isSimple ? { places, size: size + notes, bytes } : undefined
}

function add(print: Print, number: number): void {
  print.hash = Math.imul(print.hash ^ number, 0x01000193) + 1
}

/** All but the characters that stand in JSON as they are, and take one byte. */
const isSpecial = /[^ !#-[\]-~]/
