import { isObject } from '../walk.ts'
import type { Compiled } from './compiled.ts'
import type { Unusable } from './schema.ts'

/** A tool whose calls are judged. */
export interface JudgedTool {
  name: string
  schema: unknown
  /** Compiles the schema when it is first asked to. */
  compiled(): Compiled | Unusable
  /** The same once it has been asked, for those who cannot wait. */
  ready?: Compiled
  /** How often it was called. */
  calls: number
  /** No key is wrong and none is required: a wrapper around the arguments would pass for valid. */
  takesAnything: boolean
}

export function judgedTool(
  name: string,
  schema: unknown,
  compile: (schema: unknown) => Compiled | Unusable,
): JudgedTool {
  let made: Compiled | Unusable | undefined
  const tool: JudgedTool = {
    name,
    schema,
    calls: 0,
    compiled() {
      made ??= compile(schema)
      if ('test' in made) tool.ready = made
      return made
    },
    takesAnything: takesAnything(schema),
  }
  return tool
}

function takesAnything(schema: unknown): boolean {
  if (!isObject(schema)) return true
  const { required, additionalProperties } = schema
  return additionalProperties !== false && !(Array.isArray(required) && required.length > 0)
}

/** Whether a value is an object that follows the schema. */
export function passes(compiled: Compiled, value: unknown): boolean {
  try {
    return compiled.test(value) === true && isObject(value)
  } catch {
    return false
  }
}
