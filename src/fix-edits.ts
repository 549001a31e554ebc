import { editAsChange } from './edit/index.ts'
import type { LoadedDocument } from './loaders/index.ts'
import type { Edit } from './report.ts'
import type { Diagnostic } from './types.ts'

/** Each edit is checked by reading the edited text: how much may be read for those of one file. Only JSON reads fast. */
const MOST_CHARACTERS = 1_000_000
const MOST_OF_JSON = 16_000_000

/**
 * What to write to fix each problem by itself. In a document with so much to fix that this would take long, nothing; nor in
 * a text that is a part of the file, like a line of JSON Lines: where it stands in that is not known.
 */
export function editsOf(document: LoadedDocument, diagnostics: readonly Diagnostic[]): Map<Diagnostic, Edit> {
  const edits = new Map<Diagnostic, Edit>()
  const fixable = diagnostics.filter(({ fix }) => fix)
  const { text, format, offset, cell } = document
  const most = format === 'json' || format === 'jsonc' ? MOST_OF_JSON : MOST_CHARACTERS
  const isPart = format === 'jsonl' || offset !== undefined || cell !== undefined
  if (isPart || text.length * fixable.length > most) return edits
  for (const diagnostic of fixable) {
    const edit = editAsChange(document, diagnostic.fix!.patch)
    if (edit) edits.set(diagnostic, edit)
  }
  return edits
}
