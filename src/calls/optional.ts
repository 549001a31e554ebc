import { tokens } from '../pointer.ts'
import type { Subschema } from '../types.ts'
import { isObject } from '../walk.ts'

/** Whether a schema is that of a property which may be left out. */
export function isOptional({ keyword, parent, pointer }: Subschema): boolean {
  if (keyword !== 'properties' || !parent || !isObject(parent.schema)) return false
  const { required } = parent.schema
  return !(Array.isArray(required) && required.includes(tokens(pointer)!.at(-1)))
}
