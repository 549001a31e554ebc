import type { JsonObject } from '../types.ts'
import { isObject, isSchema } from '../walk.ts'

/** A value as minified JSON; undefined when it is no JSON, or nested too deep to be written out. */
export function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

export type JsonType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object'

export function jsonTypeOf(value: unknown): JsonType | undefined {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  const type = typeof value
  return type === 'boolean' || type === 'number' || type === 'string' || type === 'object' ? type : undefined
}

/** An own member, `__proto__` like any other; undefined when there is none. */
export function member(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined
}

/** Whether an object has one of these members. */
export function hasAny(object: JsonObject, keys: ReadonlySet<string>): boolean {
  for (const key in object) if (keys.has(key)) return true
  return false
}

/** The members of an object that are schemas. */
export function schemasIn(map: unknown): [string, JsonObject | boolean][] {
  if (!isObject(map)) return []
  return Object.entries(map).filter((entry): entry is [string, JsonObject | boolean] => isSchema(entry[1]))
}
