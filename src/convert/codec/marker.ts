import { jsonTypeOf } from '../json.ts'
import type { Marker } from '../types.ts'

/** Whether a strict value stands for nothing: any value of the marker's type, but of arrays only an empty one. */
export function isAbsent(marker: Marker, value: unknown): boolean {
  return Array.isArray(value)
    ? Array.isArray(marker) && value.length === 0
    : jsonTypeOf(marker) === jsonTypeOf(value)
}
