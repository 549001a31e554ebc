import { member } from '../json.ts'
import type { Codec, ToolCodec } from '../types.ts'

/** The codec of a tool, by its name in the converted list or by the name it had before. */
export function toolCodec(codec: Codec, name: string): ToolCodec | undefined {
  const own = member(codec.tools, name) as ToolCodec | undefined
  return own ?? Object.values(codec.tools).find(tool => tool.name === name)
}

/** What the tool of a call was called before it was converted: the same name, unless that was no legal one. */
export function originalName(codec: Codec, name: string): string {
  return (member(codec.tools, name) as ToolCodec | undefined)?.name ?? name
}
