import type { CodecNode, ObjectCodec } from '../types.ts'

/** Makes equal nodes one object, so that identity tells whether two of them do the same. Inner nodes come first. */
export type Intern = (node: CodecNode) => CodecNode

export function createIntern(): Intern {
  const known = new Map<string, CodecNode>()
  const numbers = new Map<unknown, number>()
  return node => {
    const key = keyOf(node, numbers)
    const same = known.get(key)
    if (same) return same
    known.set(key, node)
    numbers.set(node, numbers.size)
    return node
  }
}

/** The same text for nodes that do the same; the nodes in them are known, and have numbers. */
function keyOf(node: CodecNode, numbers: ReadonlyMap<unknown, number>): string {
  switch (node.kind) {
    case 'object':
      return objectKey(node, numbers)
    case 'array':
      return `array ${numbers.get(node.items)}`
    case 'json':
    case 'labels':
    case 'ref':
      return JSON.stringify(node)
    default:
      return JSON.stringify(node, (_, value) => (numbers.has(value) ? { node: numbers.get(value) } : value))
  }
}

/** Most nodes are of this kind, and hold many others. */
function objectKey({ properties, extras }: ObjectCodec, numbers: ReadonlyMap<unknown, number>): string {
  let key = 'object'
  for (const strict in properties) {
    const { name, absent, codec } = properties[strict]!
    key += ` ${JSON.stringify(strict)}`
    if (name !== undefined) key += `=${JSON.stringify(name)}`
    if (absent !== undefined) key += `?${JSON.stringify(absent)}`
    if (codec) key += `#${numbers.get(codec)}`
  }
  if (!extras) return key
  return `${key} ${JSON.stringify([extras.property, extras.except])}#${numbers.get(extras.codec)}`
}

/** What a node reads and writes, as far as it hands on everything else untouched. */
export interface Guard {
  strict: string
  original: string
}

/** Undefined for a node that does not leave other types of value alone. */
export function guardOf(node: CodecNode): Guard | undefined {
  switch (node.kind) {
    case 'object':
      return { strict: 'object', original: 'object' }
    case 'array':
      return { strict: 'array', original: 'array' }
    case 'tuple':
      return { strict: 'object', original: 'array' }
    case 'entries':
      return { strict: 'array', original: 'object' }
    case 'json':
      return node.type ? { strict: 'string', original: node.type } : undefined
    default:
      return undefined
  }
}
