import { tokens } from './pointer.ts'
import type { JsonObject, Operation } from './types.ts'

/**
 * Applies a JSON Patch (RFC 6902) one operation after another. What changes is copied, so the document itself stays as it
 * is. A `move` within one object renames the key in its place. An operation whose place does not exist does nothing.
 */
export function applyPatch(document: unknown, patch: readonly Operation[]): unknown {
  const draft: Draft = { root: { document }, own: new WeakSet() }
  draft.own.add(draft.root)
  for (const operation of patch) {
    if (operation.op === 'move') move(draft, operation.from, operation.path)
    else if (operation.op === 'remove') remove(draft, operation.path)
    else put(draft, operation.path, operation.value, operation.op === 'add')
  }
  return draft.root.document
}

interface Draft {
  /** Holds the document, so that the whole of it has a holder like any part. */
  root: { document: unknown }
  /** The objects and arrays that were copied already, and may be changed. */
  own: WeakSet<object>
}

type Container = JsonObject | unknown[]

interface Target {
  holder: Container
  key: string
}

/** The container of a place, free to be changed; undefined when the way to it does not exist. */
function targetOf(draft: Draft, pointer: string): Target | undefined {
  const keys = tokens(pointer)
  if (!keys) return undefined
  keys.unshift('document')
  const key = keys.pop()!
  let holder: Container = draft.root as unknown as JsonObject
  for (const step of keys) {
    if (!Object.hasOwn(holder, step)) return undefined
    const member: unknown = (holder as JsonObject)[step]
    if (typeof member !== 'object' || member === null) return undefined
    const copy: Container = draft.own.has(member) ? (member as Container) : copied(member as Container)
    draft.own.add(copy)
    if (copy !== member) define(holder, step, copy)
    holder = copy
  }
  return { holder, key }
}

function copied(container: Container): Container {
  return Array.isArray(container) ? [...container] : Object.fromEntries(Object.entries(container))
}

function put(draft: Draft, pointer: string, value: unknown, insert: boolean): void {
  const target = targetOf(draft, pointer)
  if (!target) return
  const { holder, key } = target
  if (!Array.isArray(holder)) {
    if (insert || Object.hasOwn(holder, key)) define(holder, key, value)
    return
  }
  const index = key === '-' ? holder.length : indexOf(key)
  if (index === undefined || index > holder.length - (insert ? 0 : 1)) return
  holder.splice(index, insert ? 0 : 1, value)
}

function remove(draft: Draft, pointer: string): unknown {
  const target = targetOf(draft, pointer)
  if (!target || !Object.hasOwn(target.holder, target.key)) return undefined
  const { holder, key } = target
  if (Array.isArray(holder)) return holder.splice(Number(key), 1)[0]
  const value = holder[key]
  delete holder[key]
  return value
}

function move(draft: Draft, from: string, to: string): void {
  const source = targetOf(draft, from)
  if (!source || !Object.hasOwn(source.holder, source.key)) return
  const target = targetOf(draft, to)
  if (!target) return
  if (source.holder === target.holder && !Array.isArray(source.holder))
    rename(source.holder, source.key, target.key)
  else put(draft, to, remove(draft, from), true)
}

/** Objects keep the order in which keys were set, so all are set anew. */
function rename(object: JsonObject, from: string, to: string): void {
  if (from === to) return
  const entries = Object.entries(object).filter(([key]) => key !== to)
  for (const key of Object.keys(object)) delete object[key]
  for (const [key, value] of entries) define(object, key === from ? to : key, value)
}

/** Sets a member by any name, `__proto__` too. */
function define(holder: Container, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true })
}

function indexOf(key: string): number | undefined {
  return /^(0|[1-9]\d*)$/.test(key) ? Number(key) : undefined
}
