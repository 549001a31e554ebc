import type { JsonObject } from '../../types.ts'
import type { Notes } from '../ir.ts'
import { withWords } from '../words.ts'

/** An object as strict wants it: closed, and all of its properties required. */
export function closedObject(properties: readonly (readonly [string, JsonObject])[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: properties.map(([name]) => name),
    additionalProperties: false,
  }
}

/** A schema with what it says to people. A title that says no more than the name of its place is left out. */
export function annotated(schema: JsonObject, notes: Notes, name = ''): JsonObject {
  const result = { ...schema }
  if (notes.title !== undefined && !repeatsName(notes, name)) result.title = notes.title
  const description = withWords(notes.texts.join(' '), notes.words)
  if (description !== '') result.description = description
  return result
}

export function repeatsName({ title }: Notes, name: string): boolean {
  return title !== undefined && letters(title) === letters(name)
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

/** One schema for several branches: a list of types where that says it all, else a flat `anyOf`. */
export function anyOf(branches: readonly JsonObject[]): JsonObject {
  const merged = mergeEnums(branches)
  if (merged.length === 1) return merged[0]!
  const plain = merged.every(branch => Object.keys(branch).length === 1 && scalarTypes.has(branch.type))
  if (!plain) return { anyOf: merged }
  return { type: merged.map(({ type }) => type) }
}

const scalarTypes = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'null'])

/** Lists of strings that say nothing else are one list; equal branches are one. */
function mergeEnums(branches: readonly JsonObject[]): JsonObject[] {
  const result: JsonObject[] = []
  let list: JsonObject | undefined
  const seen = new Set<string>()
  const plain = new Set(branches.filter(branch => Object.keys(branch).length === 1).map(({ type }) => type))
  for (const branch of branches) {
    const keys = Object.keys(branch)
    if (keys.length === 1) {
      const type = String(branch.type)
      if (seen.has(type) || (type === 'integer' && plain.has('number'))) continue
      seen.add(type)
    }
    if (keys.length !== 2 || branch.type !== 'string' || !Array.isArray(branch.enum)) {
      result.push(branch)
    } else if (list) {
      list.enum = [...new Set([...(list.enum as unknown[]), ...branch.enum])]
    } else {
      list = { ...branch }
      result.push(list)
    }
  }
  return result
}
