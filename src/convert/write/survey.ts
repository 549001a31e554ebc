import { escapeToken, type Pointer } from '../../pointer.ts'
import type { JsonObject } from '../../types.ts'
import { isObject } from '../../walk.ts'

/** What a look at each node of a strict schema tells, without comparing any with another. */
export interface Survey {
  /** Where each node stands. */
  places: Map<JsonObject, Pointer>
  /** Written out, in characters: no less than that. */
  size: number
}

/** What tells nodes apart: those that differ in their notes only have the same `size` and `hash`. */
interface Print {
  /** Written out without its notes, in characters: no less than that. */
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

  function visit(node: JsonObject, pointer: Pointer): Print {
    if (places.has(node)) isSimple = false
    const print: Print = { size: 1, notes: 2, hash: 0 }
    if (!isSimple) return print
    places.set(node, pointer)
    for (const keyword in node) {
      const value = node[keyword]
      const frame = keyword.length + 4
      if (keyword === 'title' || keyword === 'description') {
        print.notes += frame + textLength(value as string)
        continue
      }
      print.size += frame
      add(print, keyword.length)
      if (keyword === 'properties' && isObject(value)) {
        print.size += 1
        for (const name in value) {
          addValue(print, name)
          print.size += 2
          addPart(print, value[name] as JsonObject, `${pointer}/properties/${escapeToken(name)}`, true)
        }
      } else if (keyword === 'items' && isObject(value)) {
        addPart(print, value, `${pointer}/items`, true)
      } else if (keyword === 'anyOf' && Array.isArray(value)) {
        print.size += 1 + value.length
        for (let i = 0; i < value.length; i++) addPart(print, value[i], `${pointer}/anyOf/${i}`, false)
      } else addValue(print, value)
    }
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

  const { size, notes } = visit(root, '')
  return isSimple ? { places, size: size + notes } : undefined
}

function addValue(print: Print, value: unknown): void {
  if (Array.isArray(value)) {
    print.size += 1 + value.length
    for (let i = 0; i < value.length; i++) addValue(print, value[i])
    return
  }
  if (typeof value !== 'string') {
    const text = JSON.stringify(value)
    print.size += text.length
    add(print, typeof value === 'number' ? value : text.length)
    return
  }
  print.size += textLength(value)
  add(print, value.length)
  if (value.length > 0) add(print, value.charCodeAt(value.length - 1))
}

function add(print: Print, number: number): void {
  print.hash = Math.imul(print.hash ^ number, 0x01000193) + 1
}

/** A string as JSON, in characters. */
function textLength(text: string): number {
  return needsEscapes.test(text) ? JSON.stringify(text).length : text.length + 2
}

const needsEscapes = /[^ !#-[\]-\ud7ff\ue000-\uffff]/
