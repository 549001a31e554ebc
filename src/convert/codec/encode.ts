import { isEqual } from '../../equal.ts'
import { isObject } from '../../walk.ts'
import { jsonText, jsonTypeOf, member } from '../json.ts'
import type {
  Codec,
  CodecNode,
  EntriesCodec,
  LabelsCodec,
  ObjectCodec,
  ToolCodec,
  TupleCodec,
} from '../types.ts'
import { entryCodec, maxDepth } from './decode.ts'
import { matches } from './matches.ts'
import { toolCodec } from './tools.ts'

/**
 * Turns arguments of the original tool into strict arguments: for examples in a prompt, and for the calls in a history. What
 * breaks the original schema is handed on as it is; nothing is thrown.
 *
 * @param tool the name the tool had before, or its name in the converted list
 */
export function encode(codec: Codec, tool: string, args: unknown): unknown {
  const found = toolCodec(codec, tool)
  return found?.arguments ? encodeNode(found.arguments, args, found, 0) : args
}

function encodeNode(node: CodecNode, value: unknown, tool: ToolCodec, depth: number): unknown {
  if (depth > maxDepth) return value
  const inner: Inner = (part, nested) => (part ? encodeNode(part, nested, tool, depth + 1) : nested)
  switch (node.kind) {
    case 'object':
      return encodeObject(node, value, inner)
    case 'array':
      return Array.isArray(value) ? value.map(item => inner(node.items, item)) : value
    case 'tuple':
      return encodeTuple(node, value, inner)
    case 'entries':
      return encodeEntries(node, value, inner)
    case 'json':
      return node.type === undefined || node.type === jsonTypeOf(value) ? (jsonText(value) ?? value) : value
    case 'labels':
      return encodeLabel(node, value)
    case 'box':
      return Object.fromEntries([[node.property, inner(node.codec, value)]])
    case 'maybe':
      return value === null ? [] : [inner(node.codec, value)]
    case 'union':
      return inner(node.branches.find(({ original }) => matches(original, value))?.codec, value)
    case 'ref':
      return inner(member(tool.definitions ?? {}, node.name) as CodecNode | undefined, value)
  }
}

type Inner = (node: CodecNode | undefined, value: unknown) => unknown

function encodeObject({ properties = {}, extras }: ObjectCodec, value: unknown, inner: Inner): unknown {
  if (!isObject(value)) return value
  const carried: [string, unknown][] = []
  const members: [string, unknown][] = []
  const declared = new Set(extras?.except)
  const named = new Map(
    Object.entries(properties).map(([strict, part]) => [part.name ?? strict, { strict, part }]),
  )
  for (const [key, original] of Object.entries(value)) {
    const found = named.get(key)
    if (extras && !declared.has(key)) carried.push([key, original])
    else if (found) members.push([found.strict, inner(found.part.codec, original)])
    else members.push([key, original])
  }
  for (const [key, { strict, part }] of named) {
    if (part.absent !== undefined && !Object.hasOwn(value, key)) members.push([strict, part.absent])
  }
  if (extras) members.push([extras.property, inner(extras.codec, Object.fromEntries(carried))])
  return Object.fromEntries(members)
}

function encodeTuple({ items, rest }: TupleCodec, value: unknown, inner: Inner): unknown {
  if (!Array.isArray(value) || (!rest && value.length > items.length)) return value
  const members: [string, unknown][] = []
  for (const [i, { absent, codec }] of items.entries()) {
    if (i < value.length) members.push([String(i), inner(codec, value[i])])
    else if (absent !== undefined) members.push([String(i), absent])
  }
  if (rest) members.push([rest.property, value.slice(items.length).map(item => inner(rest.codec, item))])
  return Object.fromEntries(members)
}

function encodeEntries({ values }: EntriesCodec, value: unknown, inner: Inner): unknown {
  if (!isObject(value)) return value
  return Object.entries(value).map(([key, original]) => ({
    key,
    value: inner(entryCodec(values, key), original),
  }))
}

function encodeLabel({ values }: LabelsCodec, value: unknown): unknown {
  return values.find(([, original]) => isEqual(original, value))?.[0] ?? value
}
