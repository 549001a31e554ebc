import { isObject } from '../../src/walk.ts'

/** The same value, and how often a member of it has been read or listed. */
export function counted(value: unknown): { value: unknown; reads: () => number } {
  let reads = 0
  const handler: ProxyHandler<object> = {
    get(target, key, receiver) {
      reads++
      return Reflect.get(target, key, receiver)
    },
    has(target, key) {
      reads++
      return Reflect.has(target, key)
    },
    getOwnPropertyDescriptor(target, key) {
      reads++
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
  }
  const wrap = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return new Proxy(inner.map(wrap), handler)
    if (!isObject(inner)) return inner
    return new Proxy(
      Object.fromEntries(Object.entries(inner).map(([key, member]) => [key, wrap(member)])),
      handler,
    )
  }
  return { value: wrap(value), reads: () => reads }
}
