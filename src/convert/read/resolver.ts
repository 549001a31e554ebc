import { resolveRef } from '../../refs.ts'
import type { JsonObject, Pointer, SchemaRoot } from '../../types.ts'
import { walk } from '../../walk.ts'
import { Inexpressible, type Source } from '../ir.ts'
import { member } from '../json.ts'

/** Deeper than this no model fills a schema, and strict mode has not been seen to take one. */
const maxDepth = 200

/**
 * Finds what a reference of one schema document points at.
 *
 * @throws Inexpressible when that is nothing
 */
export type Resolver = (ref: string, pointer: Pointer) => Source

/** One schema document, as a whole. */
export interface Lookup {
  resolve: Resolver
  /** The place of a subschema: the first one where a program shares it between several, or has tied it into a ring. */
  placeOf(schema: JsonObject, pointer: Pointer): Pointer
}

/** @throws Inexpressible when the schema is nested too deep */
export function createLookup(schema: JsonObject, pointer: Pointer): Lookup {
  const root = walk(schema, pointer)
  const deep = root.nodes.find(node => node.depth > maxDepth)
  if (deep) throw new Inexpressible(`the schema is nested more than ${maxDepth} levels deep`, deep.pointer)
  let named: Map<string, Source> | undefined
  const resolve = (ref: string, at: Pointer): Source => {
    const found = resolveRef(root, ref)
    if (found.kind === 'schema') return { schema: found.schema, pointer: found.pointer }
    named ??= namesIn(root)
    const source = named.get(ref)
    if (source) return source
    throw new Inexpressible(`\`$ref\` ${JSON.stringify(ref)} points at no schema of this tool`, at)
  }
  return { resolve, placeOf: (schema, pointer) => root.nodeOf(schema)?.pointer ?? pointer }
}

/** The subschemas that have a name of their own, by the reference that says it. */
function namesIn(root: SchemaRoot): Map<string, Source> {
  const named = new Map<string, Source>()
  const base = idOf(root.schema)
  for (const { schema, pointer } of root.nodes) {
    if (typeof schema === 'boolean') continue
    const names = [member(schema, '$anchor'), member(schema, '$dynamicAnchor')].filter(
      name => typeof name === 'string',
    )
    const refs = names.map(name => `#${name}`)
    const id = idOf(schema)
    if (id !== undefined) refs.push(id)
    for (const ref of refs) {
      named.set(ref, { schema, pointer })
      if (base !== undefined && ref.startsWith('#')) named.set(base + ref, { schema, pointer })
    }
  }
  return named
}

function idOf(schema: JsonObject): string | undefined {
  for (const keyword of ['$id', 'id']) {
    const id = member(schema, keyword)
    if (typeof id === 'string') return id
  }
  return undefined
}
