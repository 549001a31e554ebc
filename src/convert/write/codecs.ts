import type { CodecNode } from '../types.ts'

/** Makes equal nodes one object, so that identity tells whether two of them do the same. Inner nodes come first. */
export type Intern = (node: CodecNode) => CodecNode

export function createIntern(): Intern {
  const known = new Map<string, CodecNode>()
  const numbers = new Map<unknown, number>()
  const number = (_: string, value: unknown) => (numbers.has(value) ? { node: numbers.get(value) } : value)
  return node => {
    const key = JSON.stringify(node, numbers.size > 0 ? number : undefined)
    const same = known.get(key)
    if (same) return same
    known.set(key, node)
    numbers.set(node, numbers.size)
    return node
  }
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
