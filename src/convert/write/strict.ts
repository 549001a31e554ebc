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
  const { texts, words } = notes
  if (notes.title !== undefined && !repeatsName(notes, name)) result.title = notes.title
  const description = withWords(texts.length === 1 ? texts[0]! : texts.join(' '), words)
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
  if (!merged.every(isPlain)) return { anyOf: merged }
  return { type: merged.map(({ type }) => type) }
}

/** Whether a branch says nothing but that it is a scalar. */
function isPlain(branch: JsonObject): boolean {
  return scalarTypes.has(branch.type) && isSingle(branch)
}

function isSingle(branch: JsonObject): boolean {
  let count = 0
  for (const _ in branch) if (++count > 1) return false
  return count === 1
}

const scalarTypes = new Set<unknown>(['string', 'number', 'integer', 'boolean', 'null'])

/** Lists of strings that say nothing else are one list; equal branches are one. */
function mergeEnums(branches: readonly JsonObject[]): JsonObject[] {
  const result: JsonObject[] = []
  let list: JsonObject | undefined
  const hasNumbers = branches.some(branch => branch.type === 'number' && isSingle(branch))
  for (const branch of branches) {
    const { type } = branch
    if (isSingle(branch)) {
      if (type === 'integer' && hasNumbers) continue
      if (result.some(known => known.type === type && isSingle(known))) continue
      result.push(branch)
    } else if (type !== 'string' || !Array.isArray(branch.enum) || Object.keys(branch).length !== 2) {
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
