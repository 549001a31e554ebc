/** New schemas out of old ones, for fixes. The old ones stay as they are. */

import type { JsonObject } from './types.ts'
import type { InstanceType } from './vocabulary.ts'
import { isObject } from './walk.ts'

/** The same schema, taking null as well: a list of types where that says it all, else a union. */
export function nullable(schema: JsonObject): JsonObject {
  const { type, title, description, ...rest } = schema
  const about = { ...(title !== undefined && { title }), ...(description !== undefined && { description }) }
  if (Array.isArray(schema.anyOf) && Object.keys(rest).length === 1) {
    const { anyOf } = schema
    return anyOf.some(isNull) ? schema : { ...schema, anyOf: [...anyOf, { type: 'null' }] }
  }
  if (Array.isArray(type) && !restricts(rest))
    return type.includes('null') ? schema : { ...schema, type: [...type, 'null'] }
  if (typeof type === 'string' && type !== 'object' && type !== 'array' && !restricts(rest)) {
    return type === 'null' ? schema : { ...schema, type: [type, 'null'] }
  }
  return { ...about, anyOf: [{ ...(type !== undefined && { type }), ...rest }, { type: 'null' }] }
}

function isNull(branch: unknown): boolean {
  return isObject(branch) && branch.type === 'null'
}

/** Whether null would have to be among the values listed, or the other keywords are not about one type of value. */
function restricts(rest: JsonObject): boolean {
  return ['enum', 'const', '$ref', 'anyOf', 'oneOf', 'allOf', 'not'].some(keyword => keyword in rest)
}

/** The types of the values that a schema lists, integers as integers; undefined when there are none. */
export function typesOfValues(schema: JsonObject): InstanceType[] | undefined {
  const values = Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const] : []
  if (values.length === 0) return undefined
  const types = new Set(values.map(typeOfValue))
  if (types.has('number')) types.delete('integer')
  return [...types]
}

function typeOfValue(value: unknown): InstanceType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value as InstanceType
}

/** A description with a few words more. */
export function addWords(description: unknown, words: string): string {
  if (typeof description !== 'string' || description.trim() === '') return words
  return `${description.trimEnd().replace(/[.;,]?$/, '.')} ${words}`
}

/** The description's operation: replaced where there is one, added where there is none. */
export function describeOperation(schema: JsonObject, words: string) {
  const op = Object.hasOwn(schema, 'description') ? ('replace' as const) : ('add' as const)
  return { op, path: '/description', value: addWords(schema.description, words) }
}
