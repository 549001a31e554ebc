import { isObject } from '../../walk.ts'
import { member } from '../json.ts'
import { compile } from '../patterns.ts'
import type {
  Codec,
  CodecNode,
  EntriesCodec,
  LabelsCodec,
  MaybeCodec,
  ObjectCodec,
  OptionalCodec,
  ToolCodec,
  TupleCodec,
} from '../types.ts'
import { isAbsent } from './marker.ts'
import { matches } from './matches.ts'
import { toolCodec } from './tools.ts'

/** What is nested deeper is handed on as it is. */
export const maxDepth = 500

/**
 * Turns the strict arguments of a call into the arguments that the original tool expects. What breaks the strict schema is
 * handed on as it is, for a validation against the original schema to find; nothing is thrown.
 *
 * @param tool the name in the call, or the name the tool had before
 */
export function decode(codec: Codec, tool: string, args: unknown): unknown {
  const found = toolCodec(codec, tool)
  return found?.arguments ? decodeNode(found.arguments, args, found, 0) : args
}

function decodeNode(node: CodecNode, value: unknown, tool: ToolCodec, depth: number): unknown {
  if (depth > maxDepth) return value
  const inner: Inner = (part, nested) => (part ? decodeNode(part, nested, tool, depth + 1) : nested)
  switch (node.kind) {
    case 'object':
      return decodeObject(node, value, inner)
    case 'array':
      return Array.isArray(value) ? value.map(item => inner(node.items, item)) : value
    case 'tuple':
      return decodeTuple(node, value, inner)
    case 'entries':
      return decodeEntries(node, value, inner)
    case 'json':
      return typeof value === 'string' ? parse(value) : value
    case 'labels':
      return decodeLabel(node, value)
    case 'box':
      return isObject(value) && Object.hasOwn(value, node.property) && Object.keys(value).length === 1
        ? inner(node.codec, value[node.property])
        : value
    case 'maybe':
      return decodeMaybe(node, value, inner)
    case 'union':
      return inner(node.branches.find(({ strict }) => matches(strict, value))?.codec, value)
    case 'ref':
      return inner(member(tool.definitions ?? {}, node.name) as CodecNode | undefined, value)
  }
}

type Inner = (node: CodecNode | undefined, value: unknown) => unknown

function decodeObject({ properties = {}, extras }: ObjectCodec, value: unknown, inner: Inner): unknown {
  if (!isObject(value)) return value
  const members: [string, unknown][] = []
  for (const [key, strict] of Object.entries(value)) {
    if (extras && key === extras.property) members.push(...decodeExtras(extras, strict, inner))
    else if (!Object.hasOwn(properties, key)) members.push([key, strict])
    else {
      const { name = key, ...part } = properties[key]!
      if (!isNothing(part, strict)) members.push([name, inner(part.codec, strict)])
    }
  }
  return Object.fromEntries(members)
}

function isNothing(part: OptionalCodec, value: unknown): boolean {
  return part.absent !== undefined && isAbsent(part.absent, value)
}

/** A property that is declared has a place of its own, so one of that name among the others is no further one. */
function decodeExtras(
  { property, except, codec }: NonNullable<ObjectCodec['extras']>,
  value: unknown,
  inner: Inner,
): [string, unknown][] {
  const carried = inner(codec, value)
  if (!isObject(carried)) return [[property, value]]
  const declared = new Set(except)
  return Object.entries(carried).filter(([key]) => !declared.has(key))
}

function decodeTuple({ items, rest }: TupleCodec, value: unknown, inner: Inner): unknown {
  if (!isObject(value)) return value
  const known = new Set([...items.keys()].map(String))
  if (!Object.keys(value).every(key => known.has(key) || key === rest?.property)) return value
  const result: unknown[] = []
  for (const [i, part] of items.entries()) {
    if (!Object.hasOwn(value, i) || isNothing(part, value[i])) return result
    result.push(inner(part.codec, value[i]))
  }
  const behind = rest && member(value, rest.property)
  return Array.isArray(behind) ? [...result, ...behind.map(item => inner(rest!.codec, item))] : result
}

function decodeEntries({ values, except = [] }: EntriesCodec, value: unknown, inner: Inner): unknown {
  if (!Array.isArray(value)) return value
  const barred = new Set(except)
  const members: [string, unknown][] = []
  for (const entry of value) {
    if (!isObject(entry) || typeof entry.key !== 'string' || !Object.hasOwn(entry, 'value')) return value
    if (!barred.has(entry.key)) members.push([entry.key, inner(entryCodec(values, entry.key), entry.value)])
  }
  return Object.fromEntries(members)
}

function decodeLabel({ values }: LabelsCodec, value: unknown): unknown {
  const found = values.find(([label]) => label === value)
  return found ? found[1] : value
}

/** What becomes of the value of a key. */
export function entryCodec(values: EntriesCodec['values'], key: string): CodecNode | undefined {
  return values.find(({ pattern }) => pattern === undefined || compile(pattern)?.test(key))?.codec
}

/** Models forget the quotes of a text that is nothing but a string. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Two items where one has room are handed on as two. */
function decodeMaybe({ codec }: MaybeCodec, value: unknown, inner: Inner): unknown {
  if (!Array.isArray(value)) return value
  if (value.length === 0) return null
  const items = value.map(item => inner(codec, item))
  return items.length === 1 ? items[0] : items
}
