import { type Pointer, tokens } from '../pointer.ts'

/** The pointers to find places for, as a tree of tokens. */
export interface Wanted {
  pointer: Pointer | undefined
  children: Map<string, Wanted>
}

export function treeOf(pointers: Iterable<Pointer>): Wanted {
  const root: Wanted = { pointer: undefined, children: new Map() }
  for (const pointer of pointers) {
    let node = root
    for (const token of tokens(pointer) ?? []) {
      const known = node.children.get(token)
      const child = known ?? { pointer: undefined, children: new Map() }
      if (!known) node.children.set(token, child)
      node = child
    }
    node.pointer = pointer
  }
  return root
}
