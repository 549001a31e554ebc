import { decode } from '../convert/codec/decode.ts'
import { originalName } from '../convert/codec/tools.ts'
import type { Codec } from '../convert/types.ts'
import { judge } from './judge.ts'
import type { JudgedTool } from './tool.ts'
import type { CallOptions, CallResult, FoundCall } from './types.ts'

/**
 * Judges a call of a converted tool against the tool as it was: reads the strict arguments, decodes them, and holds what
 * comes out against the original schema. Names and places in the result are those of the original.
 */
export function judgeCoded(
  call: FoundCall,
  tools: ReadonlyMap<string, JudgedTool>,
  codec: Codec,
  options: CallOptions,
): CallResult {
  const name = call.name === undefined ? undefined : originalName(codec, call.name)
  if (name === undefined || !tools.has(name)) return judge({ ...call, name }, tools, options)
  const received = judge({ ...call, name }, new Map([[name, anything(name)]]), options)
  if (!received.ok) return received
  const decoded = judge(
    { ...call, name, arguments: decode(codec, call.name!, received.arguments) },
    tools,
    options,
  )
  const diagnostics = [...received.diagnostics, ...decoded.diagnostics]
  return decoded.ok
    ? { ...decoded, diagnostics, repaired: received.repaired || decoded.repaired }
    : { ...decoded, diagnostics }
}

/** The tools as a stream of strict arguments sees them: known by their strict names, and nothing else. */
export function codedToolbox(
  tools: ReadonlyMap<string, JudgedTool>,
  codec: Codec,
): ReadonlyMap<string, JudgedTool> {
  const names = Object.keys(codec.tools).filter(name => tools.has(originalName(codec, name)))
  return new Map(names.map(name => [name, anything(name)]))
}

/** A tool that takes any object: what it should be is known only when it is decoded. */
function anything(name: string): JudgedTool {
  const compiled = { test: () => true, errors: () => [], allowsNull: false }
  return { name, schema: {}, calls: 0, compiled: () => compiled, takesAnything: false }
}
