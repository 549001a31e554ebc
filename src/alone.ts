import { resolve } from './refs.ts'
import type { JsonObject, SchemaRoot, Subschema } from './types.ts'

/**
 * Whether a subschema is all that its values have to fit: then to demand more of an object here is not to forbid what a
 * schema beside it declares. What stands in `oneOf`, `not` or `if` is never alone, as there less can mean more.
 */
export function isAlone(node: Subschema): boolean {
  return standsAlone(node, new Set())
}

function standsAlone(node: Subschema, seen: Set<Subschema>): boolean {
  if (seen.has(node)) return true
  seen.add(node)
  return (
    isAloneInParent(node, seen) &&
    referrersOf(node).every(referrer => !hasBeside(referrer, '$ref') && standsAlone(referrer, seen))
  )
}

function isAloneInParent({ keyword, parent }: Subschema, seen: Set<Subschema>): boolean {
  if (!parent || keyword === undefined) return true
  if (keyword === 'anyOf') return !hasBeside(parent, 'anyOf') && standsAlone(parent, seen)
  if (keyword === 'properties') return !('patternProperties' in (parent.schema as JsonObject))
  return !shared.includes(keyword)
}

/** Keywords whose schemas hold for a value that other schemas hold for, too. */
const shared = [
  'allOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'dependentSchemas',
  'dependencies',
  'patternProperties',
  'extends',
]

/** Keywords that say something about the same object. */
const beside = [...shared.slice(0, 5), 'anyOf', '$ref', 'properties', 'patternProperties', 'dependentSchemas']

function hasBeside({ schema }: Subschema, own: string): boolean {
  return beside.some(keyword => keyword !== own && keyword in (schema as JsonObject))
}

const referrers = new WeakMap<SchemaRoot, Map<object, Subschema[]>>()

/** The subschemas whose `$ref` leads here. */
function referrersOf({ root, schema }: Subschema): readonly Subschema[] {
  let known = referrers.get(root)
  if (!known) {
    known = new Map()
    referrers.set(root, known)
    for (const node of root.nodes) {
      if (typeof node.schema === 'boolean' || typeof node.schema.$ref !== 'string') continue
      const found = resolve(node)
      if (found.kind !== 'schema' || typeof found.schema === 'boolean') continue
      const list = known.get(found.schema)
      if (list) list.push(node)
      else known.set(found.schema, [node])
    }
  }
  return known.get(schema as JsonObject) ?? []
}
