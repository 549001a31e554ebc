import { createPartEditor, editAsChange } from './edit/index.ts'
import { isWithin, partOf, scopeOf } from './edit/part.ts'
import type { LoadedDocument } from './loaders/index.ts'
import type { Pointer } from './pointer.ts'
import type { Edit } from './report.ts'
import type { Diagnostic, ToolReport } from './types.ts'

/** Each edit is checked by reading the edited text: how much may be read for those of one file. Only JSON reads fast. */
const MOST_CHARACTERS = 1_000_000
const MOST_OF_JSON = 16_000_000
/** In JSON only the text around the fix is read, at most that of a tool; this is for each character of the file, on top. */
const MOST_READINGS = 32
/** Nobody applies so many one by one, and each takes a tenth of a millisecond. */
const MOST_EDITS = 10_000

type Edits = Map<Diagnostic, Edit>

/**
 * What to write to fix each problem by itself. Where there is so much to fix that this would take long, nothing; nor in a
 * text that is a part of the file, like a line of JSON Lines: where it stands in that is not known.
 *
 * @param owners the tools that the diagnostics are about
 */
export function editsOf(
  document: LoadedDocument,
  diagnostics: readonly Diagnostic[],
  owners: ReadonlyMap<Diagnostic, ToolReport> = new Map(),
): Edits {
  const { format, offset, cell } = document
  if (format === 'jsonl' || offset !== undefined || cell !== undefined) return new Map()
  const fixable = diagnostics.filter(({ fix }) => fix)
  if (fixable.length > MOST_EDITS) return new Map()
  return format === 'json' || format === 'jsonc'
    ? editsInJson(document, fixable, owners)
    : editsInWhole(document, fixable, MOST_CHARACTERS)
}

function editsInWhole(document: LoadedDocument, fixable: readonly Diagnostic[], most: number): Edits {
  const edits: Edits = new Map()
  if (document.text.length * fixable.length > most) return edits
  for (const diagnostic of fixable) {
    const edit = editAsChange(document, diagnostic.fix!.patch)
    if (edit) edits.set(diagnostic, edit)
  }
  return edits
}

function editsInJson(
  document: LoadedDocument,
  fixable: readonly Diagnostic[],
  owners: ReadonlyMap<Diagnostic, ToolReport>,
): Edits {
  const { parts, others } = byPart(fixable, owners)
  const edits = editsInWhole(document, others, MOST_OF_JSON)
  const editPart = createPartEditor(document)
  const places = document.locate(parts.keys())
  let left = MOST_OF_JSON + MOST_READINGS * document.text.length
  for (const [pointer, own] of parts) {
    const span = places.get(pointer)!.value
    const cost = (span.end - span.start) * own.length
    if (cost > left) continue
    left -= cost
    const part = partOf(document, pointer, span)
    for (const diagnostic of own) {
      const edit = editPart(part, diagnostic.fix!.patch)
      if (edit) edits.set(diagnostic, edit)
    }
  }
  return edits
}

/** What can be fixed inside of a value, by its pointer, and the rest. */
function byPart(
  fixable: readonly Diagnostic[],
  owners: ReadonlyMap<Diagnostic, ToolReport>,
): { parts: Map<Pointer, Diagnostic[]>; others: Diagnostic[] } {
  const parts = new Map<Pointer, Diagnostic[]>()
  const others: Diagnostic[] = []
  for (const diagnostic of fixable) {
    const { patch } = diagnostic.fix!
    const pointer = scopeOf(patch) ?? owners.get(diagnostic)?.pointer
    const isInside = pointer !== undefined && isWithin(pointer, patch)
    const own = isInside ? parts.get(pointer) : others
    if (own) own.push(diagnostic)
    else parts.set(pointer!, [diagnostic])
  }
  return { parts, others }
}
