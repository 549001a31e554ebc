import { vocabulary } from '../../vocabulary.ts'
import { isObject } from '../../walk.ts'
import type { Source } from '../ir.ts'
import type { JsonType } from '../json.ts'

/** Keywords that say nothing of their own: what they point at stands beside them in a conjunction. */
export const combining: ReadonlySet<string> = new Set([
  'allOf',
  'anyOf',
  'oneOf',
  'extends',
  '$ref',
  '$dynamicRef',
  '$recursiveRef',
])

/** Whether a subschema demands anything itself. */
export function constrains({ schema }: Source): boolean {
  if (!isObject(schema)) return schema === false
  for (const keyword in schema) {
    if (vocabulary.get(keyword)?.kind === 'constraint' && !combining.has(keyword)) return true
  }
  return false
}

/** Whether a subschema demands nothing at all, neither itself nor through others. */
export function saysNothing({ schema }: Source): boolean {
  if (!isObject(schema)) return schema === true
  return Object.keys(schema).every(keyword => vocabulary.get(keyword)?.kind !== 'constraint')
}

/** Whether a subschema says something to people. */
export function annotates({ schema }: Source): boolean {
  return (
    isObject(schema) &&
    ['title', 'description', 'default', 'examples', 'example', 'deprecated'].some(keyword =>
      Object.hasOwn(schema, keyword),
    )
  )
}

/** The types of value that the keywords of a subschema are about, where they are about some and not all. */
export function typesMeant({ schema }: Source): JsonType[] {
  if (!isObject(schema)) return []
  const types: JsonType[] = []
  for (const keyword in schema) {
    for (const type of vocabulary.get(keyword)?.types ?? []) types.push(type === 'integer' ? 'number' : type)
  }
  return types
}

/** Whether a subschema is one that another one brought along, or that one itself. */
export function isWithin({ pointer, within }: Source, holder: Source): boolean {
  return pointer === holder.pointer || within?.has(holder.pointer) === true
}
