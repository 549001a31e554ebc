import type { JsonObject } from '../../types.ts'
import { isObject } from '../../walk.ts'
import type { Source } from '../ir.ts'
import { jsonText, member } from '../json.ts'

/** The keywords that say which properties there are, and nothing of their values. */
const presence = new Set([
  'required',
  'minProperties',
  'maxProperties',
  'dependentRequired',
  'not',
  'title',
  'description',
])

/** Whether the branches of a union tell apart by nothing but which properties there are. */
export function isAboutPresence(branches: readonly Source[]): boolean {
  return branches.every(({ schema }) => isObject(schema) && saysPresence(schema))
}

function saysPresence(schema: JsonObject): boolean {
  const keywords = Object.keys(schema)
  return (
    keywords.length > 0 &&
    keywords.every(keyword => presence.has(keyword) || (keyword === 'type' && schema.type === 'object')) &&
    keywords.some(keyword => keyword === 'required' || keyword === 'not') &&
    (!Object.hasOwn(schema, 'not') || saysAbsence(schema.not))
  )
}

/** `not: {required: …}`, or `not: {anyOf: […]}` over such. */
function saysAbsence(schema: unknown): boolean {
  if (!isObject(schema)) return false
  const keywords = Object.keys(schema)
  if (keywords.length !== 1) return false
  if (keywords[0] === 'required') return true
  return keywords[0] === 'anyOf' && Array.isArray(schema.anyOf) && schema.anyOf.every(saysAbsence)
}

/** `exactly one of: radius | length + width`. */
export function describePresence(branches: readonly Source[], keyword: string): string {
  const groups = branches.map(({ schema }) => {
    const names = isObject(schema) ? member(schema, 'required') : undefined
    return Array.isArray(names) && names.length > 0 ? names.join(' + ') : (jsonText(schema) ?? '…')
  })
  return `${keyword === 'oneOf' ? 'exactly' : 'at least'} one of: ${groups.join(' | ')}`
}
