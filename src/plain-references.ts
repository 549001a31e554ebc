import type { JsonObject } from './types.ts'
import { definitionKeywords } from './vocabulary.ts'
import { isObject } from './walk.ts'

/**
 * What a quick look learns of the references in a tool's schema. Plain ones lead to the root or to definitions there, reach
 * all definitions, and need no value that has no end.
 */
export class PlainReferences {
  /** The definition that is looked at, as references spell it; the root outside of them. */
  #place = root
  readonly #all: Reference[] = []
  /** Those without which there is no value. */
  readonly #needed: Reference[] = []
  #hasDefinitions = false

  clear(): void {
    this.#place = root
    this.#hasDefinitions = false
    if (this.#all.length === 0) return
    this.#all.length = 0
    this.#needed.length = 0
  }

  add(to: unknown): void {
    const reference = { from: this.#place, to }
    this.#all.push(reference)
    this.#needed.push(reference)
  }

  /** Says which definition is looked at next; that it is the root when left out. False where its name has other spellings. */
  enter(keyword?: string, name = ''): boolean {
    this.#hasDefinitions = true
    this.#place = keyword === undefined ? root : `#/${keyword}/${name}`
    return /^[\w.-]*$/.test(name)
  }

  /** How many references are needed so far, for `forget`. */
  get needed(): number {
    return this.#needed.length
  }

  /** Forgets that those after the first `count` are needed. */
  forget(count: number): void {
    this.#needed.length = count
  }

  arePlain(schema: JsonObject): boolean {
    const all = this.#all
    if (all.length === 0 && !this.#hasDefinitions) return true
    if (all.length > most) return false
    const reached = new Set<unknown>([root])
    for (const place of reached) for (const { from, to } of all) if (from === place) reached.add(to)
    let definitions = 0
    for (const keyword of definitionKeywords) {
      const map = schema[keyword]
      if (!isObject(map)) continue
      for (const name in map) {
        if (!reached.has(`#/${keyword}/${name}`) || !isObject(map[name])) return false
        definitions++
      }
    }
    // What is reached besides is no definition.
    return reached.size === definitions + 1 && !hasRing(this.#needed)
  }
}

const root = '#'

/** More than this are no matter for a quick look. */
const most = 100

interface Reference {
  from: string
  to: unknown
}

/** Whether references lead back to where they began: those that lead to nothing further are taken away until none is left. */
function hasRing(references: readonly Reference[]): boolean {
  let left = references
  for (;;) {
    const begun = new Set<unknown>(left.map(({ from }) => from))
    const leading = left.filter(({ to }) => begun.has(to))
    if (leading.length === left.length) return left.length > 0
    left = leading
  }
}
