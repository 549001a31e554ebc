import { tokens } from '../pointer.ts'
import type { JsonObject, Operation } from '../types.ts'

/** Applies a JSON Patch and leaves the value itself as it is. An operation on a place that is not there does nothing. */
export function patched(value: unknown, patch: readonly Operation[]): unknown {
  return patch.reduce(apply, value)
}

function apply(value: unknown, operation: Operation): unknown {
  const path = tokens(operation.path) ?? []
  if (operation.op !== 'move') {
    return change(value, path, operation.op === 'remove' ? undefined : { value: operation.value })
  }
  const from = tokens(operation.from) ?? []
  const key = path.at(-1)!
  // A move within one object renames the key in its place.
  return edit(value, from.slice(0, -1), holder => {
    const entries = Object.entries(holder).map(([name, member]) => [
      name === from.at(-1) ? key : name,
      member,
    ])
    return Object.fromEntries(entries)
  })
}

function change(value: unknown, path: readonly string[], to: { value: unknown } | undefined): unknown {
  const key = path.at(-1)
  if (key === undefined) return to?.value
  return edit(value, path.slice(0, -1), holder => {
    if (Array.isArray(holder))
      return to ? holder.with(Number(key), to.value) : holder.toSpliced(Number(key), 1)
    const entries = Object.entries(holder)
    if (!to) return Object.fromEntries(entries.filter(([name]) => name !== key))
    const changed = entries.map(([name, member]) => [name, name === key ? to.value : member])
    return Object.fromEntries(Object.hasOwn(holder, key) ? changed : [...entries, [key, to.value]])
  })
}

/** Copies what leads to a place, and changes what stands there. */
function edit(value: unknown, path: readonly string[], with_: (holder: object) => unknown): unknown {
  const holders: unknown[] = [value]
  for (const key of path) {
    const holder = holders.at(-1)
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return value
    holders.push((holder as JsonObject)[key])
  }
  const last = holders.at(-1)
  if (typeof last !== 'object' || last === null) return value
  return path.reduceRight((member, key, i) => put(holders[i], key, member), with_(last))
}

function put(holder: unknown, key: string, member: unknown): unknown {
  if (Array.isArray(holder)) return holder.with(Number(key), member)
  const entries = Object.entries(holder as JsonObject)
  return Object.fromEntries(entries.map(([name, value]) => [name, name === key ? member : value]))
}
