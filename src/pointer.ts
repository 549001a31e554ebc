/** A JSON Pointer (RFC 6901): `''` is the whole document, `/tools/0/name` a member in it. */
export type Pointer = string

/** Spells one key or index as a reference token: `~` becomes `~0`, `/` becomes `~1`. */
export function escapeToken(key: string | number): string {
  if (typeof key === 'number') return String(key)
  return key.includes('/') || key.includes('~') ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key
}

/** The pointer to a member of what `parent` points at. */
export function child(parent: Pointer, key: string | number): Pointer {
  return `${parent}/${escapeToken(key)}`
}

/** The pointer to what holds the value of another one; that of the document is its own. */
export function parentOf(pointer: Pointer): Pointer {
  return pointer.slice(0, Math.max(pointer.lastIndexOf('/'), 0))
}

/** The pointers to all that a value lies in, the nearest first. */
export function ancestorsOf(pointer: Pointer): Pointer[] {
  const ancestors: Pointer[] = []
  for (let way = pointer; way !== ''; ) {
    way = parentOf(way)
    ancestors.push(way)
  }
  return ancestors
}

/** Whether a pointer leads to a value or into it. */
export function isWithin(pointer: Pointer, value: Pointer): boolean {
  return pointer === value || pointer.startsWith(`${value}/`)
}

/** The keys a pointer is made of; undefined when the text is no JSON Pointer. */
export function tokens(pointer: Pointer): string[] | undefined {
  if (pointer === '') return []
  if (!pointer.startsWith('/')) return undefined
  const keys = pointer.slice(1).split('/')
  if (!pointer.includes('~')) return keys
  if (/~(?![01])/.test(pointer)) return undefined
  return keys.map(token => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The value a pointer leads to, or undefined. Looks at own members only, so `__proto__` is a key like any other. */
export function get(document: unknown, pointer: Pointer): unknown {
  const keys = tokens(pointer)
  if (!keys) return undefined
  let value = document
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}
