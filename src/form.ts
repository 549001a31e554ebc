import type { Shape } from './vocabulary.ts'
import { isObject, isSchema } from './walk.ts'

/**
 * Whether the value of a keyword has the form that JSON Schema asks for; what a list or a map holds is not looked at.
 * Where another rule says it better (`bound`, `type`), any value has it.
 */
export function hasForm(shape: Shape, value: unknown): boolean {
  switch (shape) {
    case 'string':
      return typeof value === 'string'
    case 'map of schemas':
    case 'map of schemas or lists':
    case 'map of lists':
    case 'object':
      return isObject(value)
    case 'array':
    case 'schemas':
      return Array.isArray(value)
    case 'schema':
      return isSchema(value)
    case 'schema or schemas':
      return isSchema(value) || Array.isArray(value)
    case 'boolean':
      return typeof value === 'boolean'
    case 'count':
      return Number.isInteger(value) && (value as number) >= 0
    default:
      return true
  }
}
