import { isObject } from './walk.ts'

/** Whether two JSON values are equal: by type and content, keys in any order. Takes values of any depth. */
export function isEqual(a: unknown, b: unknown): boolean {
  const pairs: [unknown, unknown][] = [[a, b]]
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    const [x, y] = pair
    if (x === y) continue
    if (typeof x !== 'object' || typeof y !== 'object' || x === null || y === null) return false
    if (Array.isArray(x) !== Array.isArray(y)) return false
    const keys = Object.keys(x)
    if (keys.length !== Object.keys(y).length) return false
    for (const key of keys) {
      if (!Object.hasOwn(y, key)) return false
      pairs.push([(x as Record<string, unknown>)[key], (y as Record<string, unknown>)[key]])
    }
  }
  return true
}

/** The same text for equal JSON values, whatever the order of their keys; undefined when the value is nested too deep. */
export function jsonKey(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, (_, inner) =>
      isObject(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    )
  } catch {
    return undefined
  }
}

/** The same for equal JSON values, to find them in a set; values nested too deep are like no other. */
export function identityOf(value: unknown): unknown {
  // A string may read like the text of another value.
  if (typeof value === 'string') return `"${value}`
  if (typeof value !== 'object' || value === null) return value
  return jsonKey(value) ?? value
}
