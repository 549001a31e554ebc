import { type Combination, start, type Word, withType, withWord, words } from './combinations.ts'
import { hasForm } from './form.ts'
import { child, type Pointer } from './pointer.ts'
import { resolveRef } from './refs.ts'
import type { JsonObject, SchemaRoot, Subschema } from './types.ts'

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
  const stack: Node[] = []

  const visitAll = () => {
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const { schema } = node
      if (typeof schema === 'object') {
        if (byObject.has(schema)) continue
        byObject.set(schema, node)
        if (typeof schema.$ref === 'string') refs.add(schema.$ref)
        const before = stack.length
        look(node, schema, stack)
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

  stack.push(new Node(schema, pointer, undefined, undefined, undefined, root))
  visitAll()
  // A reference may lead to a place that no keyword makes a schema (`#/components/schemas/Pet`): being pointed at makes it one.
  for (const ref of refs) {
    const found = resolveRef(root, ref)
    if (found.kind !== 'schema' || found.node || typeof found.schema === 'boolean') continue
    stack.push(new Node(found.schema, found.pointer, undefined, undefined, undefined, root))
    visitAll()
  }
  return root
}

/** Finds out what combination of keywords a schema is, and what schemas it holds. */
function look(node: Node, schema: JsonObject, stack: Node[]): void {
  let combination: Combination | undefined = start
  for (const keyword in schema) {
    const value = schema[keyword]
    const word = words.get(keyword)
    if (word === undefined || value === undefined) combination = undefined
    else {
      const isSound = hasForm(word.shape, value) && (!word.holds || pushHeld(node, word, value, stack))
      combination = isSound ? combination && withWord(combination, word) : undefined
    }
  }
  node.combination = combination && withType(combination, schema.type)
}

/** Gives false where something else stands in place of a schema. */
function pushHeld(parent: Node, { holds, keyword }: Word, value: unknown, stack: Node[]): boolean {
  const { one, list, map, lists } = holds!
  if (typeof value !== 'object' || value === null) return true
  let isSound = true
  if (Array.isArray(value)) {
    if (!list) return true
    for (let i = 0; i < value.length; i++) {
      if (isSchema(value[i])) stack.push(new Node(value[i], undefined, i, keyword, parent, parent.root))
      else isSound = false
    }
  } else if (one) {
    stack.push(new Node(value as JsonObject, undefined, undefined, keyword, parent, parent.root))
  } else if (map) {
    for (const key in value) {
      const member = (value as JsonObject)[key]
      if (isSchema(member)) stack.push(new Node(member, undefined, key, keyword, parent, parent.root))
      else if (!lists || !Array.isArray(member)) isSound = false
    }
  }
  return isSound
}

/** Its place is put together when somebody asks: most are never asked for. */
class Node implements Subschema {
  readonly schema: JsonObject | boolean
  readonly keyword: string | undefined
  readonly parent: Subschema | undefined
  readonly root: SchemaRoot
  readonly depth: number
  combination: Combination | undefined
  #pointer: Pointer | undefined
  /** The name or index behind the keyword. */
  readonly #key: string | number | undefined

  constructor(
    schema: JsonObject | boolean,
    pointer: Pointer | undefined,
    key: string | number | undefined,
    keyword: string | undefined,
    parent: Subschema | undefined,
    root: SchemaRoot,
  ) {
    this.schema = schema
    this.keyword = keyword
    this.parent = parent
    this.root = root
    this.depth = parent ? parent.depth + 1 : 0
    this.combination = undefined
    this.#pointer = pointer
    this.#key = key
  }

  get pointer(): Pointer {
    if (this.#pointer === undefined) {
      const holder = `${this.parent!.pointer}/${this.keyword}`
      this.#pointer = this.#key === undefined ? holder : child(holder, this.#key)
    }
    return this.#pointer
  }
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
