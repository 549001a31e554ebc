import { isEqual } from '../equal.ts'
import { type LoadedDocument, loadJson } from '../loaders/index.ts'
import { get, type Pointer } from '../pointer.ts'
import type { Operation, Span } from '../types.ts'
import { applyChanges, type Change } from './changes.ts'
import type { Patch } from './draft.ts'

/** A value in a text of JSON, to be edited by itself: all that is read for that is the text of this value. */
export interface Part {
  pointer: Pointer
  span: Span
  /** The value as if it were a document, but with its places in the whole text. */
  document: LoadedDocument
}

export function partOf(whole: LoadedDocument, pointer: Pointer, span: Span): Part {
  const alone = loadJson(whole.text.slice(span.start, span.end), formatOf(whole))
  const document: LoadedDocument = {
    ...alone,
    text: whole.text,
    // What a patch takes over from the document is known by being the same object.
    value: get(whole.value, pointer),
    locate: pointers =>
      new Map(
        [...alone.locate(pointers)].map(([inner, { key, value }]) => [
          inner,
          { ...(key && { key: shifted(key, span.start) }), value: shifted(value, span.start) },
        ]),
      ),
  }
  return { pointer, span, document }
}

/** Whether a patch touches nothing but what is in the value of a pointer. */
export function isWithin(pointer: Pointer, patch: Patch): boolean {
  return placesOf(patch).every(place => place.startsWith(`${pointer}/`))
}

/**
 * The innermost value that a patch touches nothing outside of, and takes nothing over from outside of; undefined when that
 * is not certain.
 */
export function scopeOf(patch: Patch): Pointer | undefined {
  if (!patch.every(operation => !('value' in operation) || isFlat(operation.value))) return undefined
  const [first, ...others] = placesOf(patch).map(place => place.slice(0, place.lastIndexOf('/')))
  return others.every(other => other === first) ? first : undefined
}

function placesOf(patch: Patch): Pointer[] {
  return patch.flatMap(operation =>
    operation.op === 'move' ? [operation.from, operation.path] : [operation.path],
  )
}

/** Without anything in it that could be a part of the document. */
function isFlat(value: unknown): boolean {
  const isScalar = (inner: unknown) => typeof inner !== 'object' || inner === null
  return isScalar(value) || (Array.isArray(value) && value.every(isScalar))
}

/** A patch of the document as one of the part. */
export function patchOfPart({ pointer }: Part, patch: Patch): Operation[] {
  const inner = (place: Pointer) => place.slice(pointer.length)
  return patch.map(operation =>
    operation.op === 'move'
      ? { ...operation, from: inner(operation.from), path: inner(operation.path) }
      : { ...operation, path: inner(operation.path) },
  )
}

/** Whether the part, with some changes in its text, is read as a value. */
export function isReadAs({ span, document }: Part, changes: readonly Change[], value: unknown): boolean {
  const isInside = changes.every(({ start, end }) => start >= span.start && end <= span.end)
  if (!isInside) return false
  const changed = loadJson(applyChanges(document.text, changes, span), formatOf(document))
  return changed.readable && isEqual(changed.value, value)
}

function formatOf({ format }: LoadedDocument): 'json' | 'jsonc' {
  return format === 'jsonc' ? 'jsonc' : 'json'
}

function shifted({ start, end }: Span, by: number): Span {
  return { start: start + by, end: end + by }
}
