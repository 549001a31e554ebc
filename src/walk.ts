import { escapeToken, type Pointer } from './pointer.ts'
import { resolveRef } from './refs.ts'
import type { JsonObject, SchemaRoot, Subschema } from './types.ts'
import { vocabulary } from './vocabulary.ts'

/** Schemas nested deeper than this are cut off there: no model fills them, and each place costs as much text as it is deep. */
export const maxDepth = 1000

/**
 * Lists every subschema of a tool's schema in the order it is written, parents first. A schema that stands at several
 * places (a YAML alias, an object that a program shares or has tied into a ring) is listed at the first one only.
 */
export function walk(schema: JsonObject, pointer: Pointer): SchemaRoot {
  const byObject = new Map<object, Subschema>()
  const root: SchemaRoot = {
    schema,
    pointer,
    nodes: [],
    nodeOf: object => byObject.get(object),
    tooDeep: undefined,
  }
  const refs = new Set<string>()
  const stack: Subschema[] = []

  const visitAll = () => {
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const { schema } = node
      if (typeof schema === 'object') {
        if (byObject.has(schema)) continue
        byObject.set(schema, node)
        if (typeof schema.$ref === 'string') refs.add(schema.$ref)
        const before = stack.length
        pushChildren(node, schema, stack)
        if (stack.length > before) {
          if (node.depth < maxDepth) reverseFrom(stack, before)
          else {
            root.tooDeep ??= node.pointer
            stack.length = before
          }
        }
      }
      root.nodes.push(node)
    }
  }

  stack.push({ pointer, schema, keyword: undefined, parent: undefined, root, depth: 0 })
  visitAll()
  // A reference may lead to a place that no keyword makes a schema (`#/components/schemas/Pet`): being pointed at makes it one.
  for (const ref of refs) {
    const found = resolveRef(root, ref)
    if (found.kind !== 'schema' || found.node || typeof found.schema === 'boolean') continue
    stack.push({
      pointer: found.pointer,
      schema: found.schema,
      keyword: undefined,
      parent: undefined,
      root,
      depth: 0,
    })
    visitAll()
  }
  return root
}

function pushChildren(parent: Subschema, schema: JsonObject, stack: Subschema[]): void {
  for (const keyword in schema) {
    const value = schema[keyword]
    if (typeof value !== 'object' || value === null) continue
    const shape = vocabulary.get(keyword)?.shape
    if (shape === undefined) continue
    const base = `${parent.pointer}/${keyword}`
    if (Array.isArray(value)) {
      if (shape !== 'schemas' && shape !== 'schema or schemas') continue
      for (let i = 0; i < value.length; i++) pushChild(stack, value[i], `${base}/${i}`, keyword, parent)
    } else if (shape === 'schema' || shape === 'schema or schemas') {
      pushChild(stack, value, base, keyword, parent)
    } else if (shape === 'map of schemas' || shape === 'map of schemas or lists') {
      const map = value as JsonObject
      for (const key in map) pushChild(stack, map[key], `${base}/${escapeToken(key)}`, keyword, parent)
    }
  }
}

function pushChild(
  stack: Subschema[],
  schema: unknown,
  pointer: Pointer,
  keyword: string,
  parent: Subschema,
): void {
  if (!isSchema(schema)) return
  stack.push({ pointer, schema, keyword, parent, root: parent.root, depth: parent.depth + 1 })
}

/** Whether a value can be a schema at all: an object or a boolean. */
export function isSchema(value: unknown): value is JsonObject | boolean {
  return typeof value === 'boolean' || isObject(value)
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function reverseFrom(stack: unknown[], start: number): void {
  for (let a = start, b = stack.length - 1; a < b; a++, b--) {
    const swapped = stack[a]
    stack[a] = stack[b]
    stack[b] = swapped
  }
}
