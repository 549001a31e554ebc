import { child, type Pointer } from '../pointer.ts'

/**
 * A value as it will be. A node that was not opened is what it was when the document was loaded, or what a patch brought;
 * in one that was opened, `content` counts.
 */
export interface Node {
  value: unknown
  /** Where it stands in the text; undefined for what a patch brought. A copy stands where its model does. */
  from: Pointer | undefined
  content: Content | undefined
}

export interface Content {
  /** What stands in the text. */
  originals: readonly Member[]
  /** What will be in it: elements in their order, members by key. */
  current: Member[] | Map<string, Member>
}

export interface Member {
  /** Of an array's elements, any text. */
  key: string
  node: Node
  /** What it is in the text; undefined for a new one. */
  was: Original | undefined
  /** The member whose place a new one takes, alone or together with others. */
  inPlaceOf: Member | undefined
}

export interface Original {
  key: string
  pointer: Pointer
  value: unknown
}

export type Container = Record<string, unknown> | unknown[]

export function isContainer(value: unknown): value is Container {
  return typeof value === 'object' && value !== null
}

export function copyOf(value: unknown, from: Pointer): Node {
  return { value, from, content: undefined }
}

export function newNode(value: unknown): Node {
  return { value, from: undefined, content: undefined }
}

export function newMember(key: string, node: Node, inPlaceOf?: Member): Member {
  return { key, node, was: undefined, inPlaceOf }
}

/** What is in an object or array; undefined for a scalar. */
export function open(node: Node): Content | undefined {
  if (!isContainer(node.value)) return undefined
  node.content ??= contentOf(node.value, node.from)
  return node.content
}

function contentOf(value: Container, from: Pointer | undefined): Content {
  const members = Object.keys(value).map((key): Member => {
    const inner = (value as Record<string, unknown>)[key]
    if (from === undefined) return newMember(key, newNode(inner))
    const pointer = child(from, key)
    return { key, node: copyOf(inner, pointer), was: { key, pointer, value: inner }, inPlaceOf: undefined }
  })
  const current = Array.isArray(value) ? [...members] : new Map(members.map(member => [member.key, member]))
  return { originals: from === undefined ? [] : members, current }
}

/** The member or element that a reference token names. */
export function memberOf({ current }: Content, token: string): Member | undefined {
  if (!Array.isArray(current)) return current.get(token)
  const index = indexOf(token)
  return index === undefined ? undefined : current[index]
}

export function indexOf(token: string): number | undefined {
  return /^(0|[1-9]\d*)$/.test(token) ? Number(token) : undefined
}

/** The members as they will be. */
export function membersOf({ current }: Content): Member[] {
  return Array.isArray(current) ? current : [...current.values()]
}

/** Whether the member stands where it stood, with what stood there. */
export function isInPlace({ node, was }: Member): boolean {
  return was !== undefined && node.from === was.pointer
}

/** Whether it has its name still, too. */
export function isUnchanged(member: Member): boolean {
  return isInPlace(member) && member.key === member.was!.key
}

/** Whether nothing is left of what stood in it. */
export function isEmptied({ content }: Node): boolean {
  return content !== undefined && membersOf(content).length === 0
}
