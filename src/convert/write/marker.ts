import type { JsonObject } from '../../types.ts'
import type { Marker } from '../types.ts'
import type { Branch } from './union.ts'

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

/** The shortest marker of a type that no branch has, nor is null; undefined when all are taken. */
export function markerBeside(branches: readonly Branch[], nullable: boolean): MarkerForm | undefined {
  return forms.find(
    ({ type }) =>
      !(nullable && type === 'null') &&
      !branches.some(
        ({ schema }) => schema.type === type || (type === 'number' && schema.type === 'integer'),
      ),
  )
}
