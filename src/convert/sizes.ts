import type { JsonObject, Tool } from '../types.ts'
import { isObject } from '../walk.ts'
import type { asChatTool } from './envelope.ts'
import { jsonText } from './json.ts'
import type { ToolConversion } from './types.ts'

/** A tool as it was, and what it has become. */
export interface Measured {
  tool: Tool
  /** Its schema as JSON; undefined when that is nested too deep. */
  text: string | undefined
  name: string
  strict: boolean
  parameters: unknown
  /** The size of the parameters, if somebody knows it. */
  known: number | undefined
  value: JsonObject
  write: typeof asChatTool
  /** Whether the envelope has a place for `strict`. */
  isFlagged: boolean
}

/** The sizes of a tool in the envelope it is given. What stands around its parameters is written once: only the flag is new. */
export function sizesOf(measured: Measured): ToolConversion['size'] {
  const { tool, text, name, strict, parameters, known, value, write, isFlagged } = measured
  const { schema } = tool
  const wasStrict = tool.definition.strict === true
  if (!isObject(schema)) {
    const plain = write(tool, { name, parameters: schema, strict: wasStrict })
    return { before: bytesOf(jsonText(plain.value)), after: bytesOf(jsonText(value)) }
  }
  const frame = jsonText(write(tool, { name, parameters: null, strict }).value)
  const around = bytesOf(frame) - 'null'.length
  const flag = isFlagged ? ',"strict":true'.length * (Number(strict) - Number(wasStrict)) : 0
  const before = bytesOf(text)
  const after = parameters === schema ? before : (known ?? bytesOf(jsonText(parameters)))
  return {
    before: text === undefined ? 0 : around - flag + before,
    after: frame === undefined || after === 0 ? 0 : around + after,
  }
}

/** The size of a text in UTF-8; 0 where a value is nested too deep to be written out. */
export function bytesOf(text = ''): number {
  return /[\u0080-\uffff]/.test(text) ? encoder.encode(text).length : text.length
}

const encoder = new TextEncoder()
