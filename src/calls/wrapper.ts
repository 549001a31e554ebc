import type { JsonObject } from '../types.ts'
import { isObject } from '../walk.ts'
import type { JudgedTool } from './tool.ts'

/** The keys that models put around the arguments, and those that stand beside them. */
const wrappers = new Set(['arguments', 'input', 'parameters', 'args', 'params', 'kwargs', 'tool_input'])
const besideWrappers = new Set(['name', 'tool', 'tool_name', 'function', 'type', 'id'])
const mostMembers = 4

/** Whether a key is one that models put around the arguments of a tool. */
export function isWrapper(key: string, tool: JudgedTool): boolean {
  return wrappers.has(key) || key === tool.name
}

/** Whether a valid value is to be looked at for a wrapper, when the schema takes anything. */
export function mayHideWrapper(tool: JudgedTool, value: object): boolean {
  for (const key in value) if (isWrapper(key, tool)) return true
  return false
}

/**
 * What stands in a wrapper such as `{"arguments": {…}}`, when the tool knows no such property and does know, or at
 * least take, what is in it.
 */
export function unwrap(
  value: JsonObject,
  tool: JudgedTool,
  isValid: (value: unknown) => boolean,
): { key: string; inner: JsonObject } | undefined {
  const known = isObject(tool.schema) && isObject(tool.schema.properties) ? tool.schema.properties : {}
  const keys = Object.keys(value)
  if (keys.length > mostMembers || keys.some(key => Object.hasOwn(known, key))) return undefined
  const around = keys.filter(key => wrappers.has(key) || (keys.length === 1 && key === tool.name))
  const key = around[0]
  if (key === undefined || around.length > 1) return undefined
  if (keys.some(other => other !== key && !besideWrappers.has(other))) return undefined
  const inner = asObject(value[key])
  if (!inner) return undefined
  const isKnown = Object.keys(inner).some(name => Object.hasOwn(known, name))
  return isKnown || (isValid(inner) && !isValid(value)) ? { key, inner } : undefined
}

function asObject(value: unknown): JsonObject | undefined {
  if (isObject(value)) return value
  try {
    const parsed: unknown = typeof value === 'string' ? JSON.parse(value) : undefined
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
