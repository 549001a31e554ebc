import type { JsonObject } from '../../types.ts'
import type { Marker } from '../types.ts'

/** What stands for an absent value beside values of some types. */
export interface MarkerForm {
  value: Marker
  schema: JsonObject
  /** What the description says of it, where it does not speak for itself. */
  words: string[]
}

const forms: (MarkerForm & { type: string })[] = [
  { type: 'null', value: null, schema: { type: 'null' }, words: [] },
  { type: 'boolean', value: false, schema: { type: 'boolean' }, words: ['false: not given'] },
  { type: 'string', value: 'absent', schema: { type: 'string', enum: ['absent'] }, words: [] },
  { type: 'number', value: 0, schema: { type: 'integer', const: 0 }, words: ['0: not given'] },
]

/** The shortest marker of a type that is not used; undefined when all are. */
export function markerBeside(used: ReadonlySet<unknown>): MarkerForm | undefined {
  return forms.find(({ type }) => !used.has(type) && !(type === 'number' && used.has('integer')))
}
