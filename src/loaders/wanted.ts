import type { Pointer } from '../pointer.ts'
import type { Place } from './document.ts'

/** A value that is looked for, or that leads to one. Thousands may be: each is as small as can be. */
export interface Wanted {
  /** The key or index. */
  token: string
  /** The same as a number, where it can be the index of an element. */
  index: number | undefined
  pointer: Pointer | undefined
  /** The children, in the order in which they were asked for. */
  first: Wanted | undefined
  last: Wanted | undefined
  next: Wanted | undefined
  children: number
  /** The children by token, where there are many. */
  byToken: Map<string, Wanted> | undefined
  /** Of a value that was found and has a pointer. */
  place: Place | undefined
  /** Which finding this is, and which finding of the parent it was made in: of two equal keys the last one counts. */
  found: number
  foundIn: number
}

/** More children than that are looked up in a map. */
const FEW = 8

/** The values that pointers lead to, and those around them. What is no pointer leads nowhere. */
export function wantedTree(pointers: Iterable<Pointer>): Wanted {
  const root = createWanted('')
  // Most pointers have the beginning of the one before: the values along that, and where the token of each ends.
  const way = [root]
  const ends = [0]
  let last = ''
  for (const pointer of pointers) {
    if (!isPointer(pointer)) continue
    const depth = commonDepth(last, pointer, ends)
    way.length = ends.length = depth + 1
    last = pointer
    let node = way[depth]!
    for (let start = ends[depth]!; start < pointer.length; ) {
      const slash = pointer.indexOf('/', start + 1)
      const end = slash === -1 ? pointer.length : slash
      node = ensureChild(node, unescaped(pointer.slice(start + 1, end)))
      way.push(node)
      ends.push(end)
      start = end
    }
    node.pointer = pointer
  }
  return root
}

function isPointer(text: string): boolean {
  return (text === '' || text.startsWith('/')) && !(text.includes('~') && /~(?![01])/.test(text))
}

function unescaped(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token
}

/** How many tokens two pointers have in common at the beginning; `ends` are those of the first. */
function commonDepth(first: Pointer, second: Pointer, ends: readonly number[]): number {
  const most = Math.min(first.length, second.length)
  let common = 0
  while (common < most && first.charCodeAt(common) === second.charCodeAt(common)) common++
  let depth = 0
  while (depth + 1 < ends.length && ends[depth + 1]! <= common) depth++
  // The last token may go on in the second one.
  const end = ends[depth]!
  return end < second.length && second[end] !== '/' ? depth - 1 : depth
}

function ensureChild(node: Wanted, token: string): Wanted {
  const known = wantedChild(node, token)
  if (known) return known
  const child = createWanted(token)
  if (node.last) node.last.next = child
  else node.first = child
  node.last = child
  node.children++
  if (node.byToken) node.byToken.set(token, child)
  else if (node.children > FEW) node.byToken = new Map(childrenOf(node).map(each => [each.token, each]))
  return child
}

function createWanted(token: string): Wanted {
  return {
    token,
    index: /^(?:0|[1-9]\d{0,14})$/.test(token) ? Number(token) : undefined,
    pointer: undefined,
    first: undefined,
    last: undefined,
    next: undefined,
    children: 0,
    byToken: undefined,
    place: undefined,
    found: 0,
    foundIn: 0,
  }
}

export function childrenOf(node: Wanted): Wanted[] {
  const children: Wanted[] = []
  for (let child = node.first; child; child = child.next) children.push(child)
  return children
}

export function wantedChild(node: Wanted, token: string): Wanted | undefined {
  if (node.byToken) return node.byToken.get(token)
  let child = node.first
  while (child && child.token !== token) child = child.next
  return child
}

export function wantedElement(node: Wanted, index: number): Wanted | undefined {
  if (node.byToken) return node.byToken.get(String(index))
  let child = node.first
  while (child && child.index !== index) child = child.next
  return child
}
