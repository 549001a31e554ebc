import { loadJson } from '../loaders/json.ts'
import { child, get } from '../pointer.ts'
import { editAll, type Patch } from './index.ts'

/** Code of a notebook's cell, as it is and as it is to be. */
export interface CellChange {
  before: string
  after: string
}

/** A notebook with other code in some of its cells. */
export interface EditedCells {
  text: string
  /** The cells that were written. */
  written: ReadonlySet<number>
}

/**
 * Writes code into the cells of a notebook, which are counted from 1. A cell stays as it is when its code was not read as
 * it stands there: it may hold magic.
 */
export function editCells(text: string, changes: ReadonlyMap<number, CellChange>): EditedCells {
  const notebook = loadJson(text)
  const patches = new Map<number, Patch>()
  for (const [cell, { before, after }] of changes) {
    const path = child(child('/cells', cell - 1), 'source')
    const source = get(notebook.value, path)
    const isList = Array.isArray(source)
    if ((isList ? source.join('') : source) !== before) continue
    patches.set(cell, [{ op: 'replace', path, value: isList ? after.split(/(?<=\n)/) : after }])
  }
  const edited = editAll([notebook], [[...patches.values()]])
  if (!edited) return { text, written: new Set() }
  const written = [...patches].filter(([, patch]) => !edited.refused.has(patch)).map(([cell]) => cell)
  return { text: edited.text, written: new Set(written) }
}
