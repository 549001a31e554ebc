import type { CodecNode, OptionalCodec, PropertyCodec, ToolCodec } from '../types.ts'
import { freeName } from './names.ts'

/** The codec of one tool as it is written down: without nodes that change nothing, equal large nodes once. */
export function compactCodec(
  root: CodecNode | undefined,
  definitions: ReadonlyMap<string, CodecNode>,
): Omit<ToolCodec, 'name'> {
  const active = findActive(definitions)
  const simplify = createSimplifier(active)
  const top = root && simplify(root)
  const named = [...definitions].flatMap(([name, node]): [string, CodecNode][] => {
    const simple = active.has(name) ? simplify(node) : undefined
    return simple ? [[name, simple]] : []
  })
  return top ? hoist(top, new Map(named)) : {}
}

/** The names of the definitions that change something. */
function findActive(definitions: ReadonlyMap<string, CodecNode>): Set<string> {
  const active = new Set<string>()
  for (let before = -1; before < active.size; ) {
    before = active.size
    for (const [name, node] of definitions) {
      if (!active.has(name) && changes(node, active, new Map())) active.add(name)
    }
  }
  return active
}

function changes(node: CodecNode, active: ReadonlySet<string>, known: Map<CodecNode, boolean>): boolean {
  const found = known.get(node)
  if (found !== undefined) return found
  const result = decide(node, active, known)
  known.set(node, result)
  return result
}

function decide(node: CodecNode, active: ReadonlySet<string>, known: Map<CodecNode, boolean>): boolean {
  const inner = (part: CodecNode | undefined) => part !== undefined && changes(part, active, known)
  switch (node.kind) {
    case 'ref':
      return active.has(node.name)
    case 'array':
      return inner(node.items)
    case 'union':
      return node.branches.some(({ codec }) => inner(codec))
    case 'object':
      return (
        node.extras !== undefined ||
        Object.values(node.properties ?? {}).some(
          part => 'absent' in part || 'name' in part || inner(part.codec),
        )
      )
    default:
      return true
  }
}

function createSimplifier(active: ReadonlySet<string>): (node: CodecNode) => CodecNode | undefined {
  const done = new Map<CodecNode, CodecNode | undefined>()
  const known = new Map<CodecNode, boolean>()
  const simplify = (node: CodecNode): CodecNode | undefined => {
    if (!changes(node, active, known)) return undefined
    if (done.has(node)) return done.get(node)
    const result = partsOf(node).every(part => simplify(part) === part) ? node : without(node, simplify)
    done.set(node, result)
    return result
  }
  return simplify
}

/** A copy of a node without what changes nothing in it. */
function without(node: CodecNode, simplify: (node: CodecNode) => CodecNode | undefined): CodecNode {
  const result = mapNodes(node, simplify)
  if (result.kind !== 'object' || !result.properties) return result
  const parts = Object.entries(result.properties).filter(([, part]) => Object.keys(part).length > 0)
  if (parts.length > 0) result.properties = Object.fromEntries(parts)
  else delete result.properties
  return result
}

/** The nodes in a node. */
function partsOf(node: CodecNode): CodecNode[] {
  switch (node.kind) {
    case 'object': {
      const parts: CodecNode[] = []
      for (const name in node.properties) add(parts, node.properties[name]!)
      if (node.extras) add(parts, node.extras)
      return parts
    }
    case 'array':
      return [node.items]
    case 'tuple': {
      const parts: CodecNode[] = []
      for (const item of node.items) add(parts, item)
      if (node.rest) add(parts, node.rest)
      return parts
    }
    case 'entries':
    case 'union': {
      const parts: CodecNode[] = []
      for (const part of node.kind === 'union' ? node.branches : node.values) add(parts, part)
      return parts
    }
    case 'box':
    case 'maybe':
      return node.codec ? [node.codec] : none
    default:
      return none
  }
}

const none: CodecNode[] = []

function add(parts: CodecNode[], { codec }: OptionalCodec): void {
  if (codec) parts.push(codec)
}

/** A node must be so large, in characters, to be worth a name. */
const minSize = 200

/** Gives large nodes that stand at several places a name. */
function hoist(root: CodecNode, named: Map<string, CodecNode>): Omit<ToolCodec, 'name'> {
  const counts = new Map<CodecNode, number>()
  let isTree = named.size === 0
  const count = (node: CodecNode): void => {
    const before = counts.get(node) ?? 0
    counts.set(node, before + 1)
    if (before > 0) isTree = false
    else partsOf(node).forEach(count)
  }
  for (const node of [root, ...named.values()]) count(node)
  if (isTree) return { arguments: root }
  const sizes = new Map<CodecNode, number>()
  const sizeOf = (node: CodecNode): number => {
    const known = sizes.get(node)
    if (known !== undefined) return known
    let size = 0
    const own = mapNodes(node, part => {
      size += sizeOf(part)
      return { kind: 'ref', name: '' }
    })
    size += JSON.stringify(own).length
    sizes.set(node, size)
    return size
  }
  const names = new Map<CodecNode, string>()
  const definitions = new Map<string, CodecNode>()
  const write = (node: CodecNode): CodecNode => {
    if (counts.get(node)! < 2 || sizeOf(node) < minSize) return mapNodes(node, write)
    const known = names.get(node)
    if (known !== undefined) return { kind: 'ref', name: known }
    const name = freeName('part', { has: stem => named.has(stem) || definitions.has(stem) })
    names.set(node, name)
    definitions.set(name, node)
    definitions.set(name, mapNodes(node, write))
    return { kind: 'ref', name }
  }
  for (const [name, node] of named) definitions.set(name, mapNodes(node, write))
  const top = write(root)
  return { arguments: top, ...(definitions.size > 0 && { definitions: Object.fromEntries(definitions) }) }
}

/** A copy of a node with the nodes in it replaced; one that is replaced by nothing is left out. */
function mapNodes(node: CodecNode, replace: (part: CodecNode) => CodecNode | undefined): CodecNode {
  const optional = <T extends OptionalCodec>(part: T): T => {
    const { codec, ...rest } = part
    const replaced = codec && replace(codec)
    return (replaced ? { ...rest, codec: replaced } : rest) as T
  }
  switch (node.kind) {
    case 'object': {
      const result = { ...node }
      if (node.properties) {
        const parts = Object.entries(node.properties).map(([name, part]) => [
          name,
          optional<PropertyCodec>(part),
        ])
        result.properties = Object.fromEntries(parts)
      }
      if (node.extras) result.extras = { ...node.extras, codec: replace(node.extras.codec)! }
      return result
    }
    case 'array':
      return { ...node, items: replace(node.items)! }
    case 'tuple':
      return { ...node, items: node.items.map(optional), ...(node.rest && { rest: optional(node.rest) }) }
    case 'entries':
      return { ...node, values: node.values.map(optional) }
    case 'box':
    case 'maybe':
      return optional(node)
    case 'union':
      return { ...node, branches: node.branches.map(optional) }
    default:
      return node
  }
}
