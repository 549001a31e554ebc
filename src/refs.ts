import { child, type Pointer, tokens } from './pointer.ts'
import type { JsonObject, SchemaRoot, Subschema } from './types.ts'
import { vocabulary } from './vocabulary.ts'

/** Where a `$ref` leads. */
export type Resolved =
  | {
      kind: 'schema'
      schema: JsonObject | boolean
      /** Into the document. */
      pointer: Pointer
      /** The walked subschema; undefined for a place that only this reference makes a schema. */
      node: Subschema | undefined
    }
  /** It points into this schema, but nothing is there. `reached` is how far it goes. */
  | { kind: 'dangling'; reached: Pointer; missing: string }
  /** Something is there that is no schema: a list, a number, a map of properties, … */
  | { kind: 'no schema' }
  /** `#name`: the name of an `$anchor`. */
  | { kind: 'anchor' }
  /** A URL or a file: another document. */
  | { kind: 'elsewhere' }

/** Resolves the `$ref` of a subschema inside the schema it belongs to. Nothing is ever fetched. */
export function resolve({ schema, root }: Subschema): Resolved {
  const ref = (schema as JsonObject).$ref as string
  if (root.isWatched) return resolveRef(root, ref)
  let known = resolved.get(root)
  if (!known) {
    known = new Map()
    resolved.set(root, known)
  }
  let found = known.get(ref)
  if (!found) {
    found = resolveRef(root, ref)
    known.set(ref, found)
  }
  return found
}

/** What was found before: several rules ask about each reference, and most references are there more than once. */
const resolved = new WeakMap<SchemaRoot, Map<string, Resolved>>()

/** The same for any reference, looked up anew. */
export function resolveRef(root: SchemaRoot, ref: string): Resolved {
  if (!ref.startsWith('#')) return { kind: 'elsewhere' }
  const fragment = decodeFragment(ref.slice(1))
  if (fragment !== '' && !fragment.startsWith('/')) return { kind: 'anchor' }
  const keys = tokens(fragment)
  if (!keys) return { kind: 'dangling', reached: '', missing: fragment }

  let value: unknown = root.schema
  let pointer: Pointer = ''
  let role: Role = 'schema'
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !hasMember(value, key)) {
      return { kind: 'dangling', reached: pointer, missing: key }
    }
    role = roleOf(role, key)
    value = (value as JsonObject)[key]
    pointer = child(pointer, key)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const node = root.nodeOf(value)
    if (!node && role !== 'schema' && role !== 'unknown') return { kind: 'no schema' }
    return {
      kind: 'schema',
      schema: value as JsonObject,
      pointer: node?.pointer ?? root.pointer + pointer,
      node,
    }
  }
  if (typeof value === 'boolean' && role === 'schema') {
    return { kind: 'schema', schema: value, pointer: root.pointer + pointer, node: undefined }
  }
  return { kind: 'no schema' }
}

/** What stands at a place of a schema document, told by the keywords on the way to it. */
type Role = 'schema' | 'members' | 'data' | 'unknown'

function roleOf(role: Role, key: string): Role {
  if (role === 'members') return 'schema'
  if (role !== 'schema') return role
  const shape = vocabulary.get(key)?.shape
  if (shape === undefined) return 'unknown'
  if (shape === 'schema') return 'schema'
  if (shape === 'schema or schemas') return 'schema'
  return shape === 'schemas' || shape === 'map of schemas' || shape === 'map of schemas or lists'
    ? 'members'
    : 'data'
}

function hasMember(value: object, key: string): boolean {
  return Array.isArray(value)
    ? /^(0|[1-9]\d*)$/.test(key) && Number(key) < value.length
    : Object.hasOwn(value, key)
}

function decodeFragment(fragment: string): string {
  if (!fragment.includes('%')) return fragment
  try {
    return decodeURIComponent(fragment)
  } catch {
    return fragment
  }
}
