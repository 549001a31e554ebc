import { editAsChange } from './edit/index.ts'
import type { LoadedDocument } from './loaders/index.ts'
import type { Edit } from './report.ts'
import type { Diagnostic } from './types.ts'

/** Each edit is checked by reading the edited text: how much may be read for those of one file. YAML reads slowly. */
const MOST_CHARACTERS = { json: 16_000_000, jsonc: 16_000_000, yaml: 1_000_000 }

/**
 * What to write to fix each problem by itself. In a document with so much to fix that this would take long, nothing; nor in
 * a line of JSON Lines, whose place in the file is not known.
 */
export function editsOf(document: LoadedDocument, diagnostics: readonly Diagnostic[]): Map<Diagnostic, Edit> {
  const edits = new Map<Diagnostic, Edit>()
  const fixable = diagnostics.filter(({ fix }) => fix)
  const { text, format } = document
  if (format === 'jsonl' || text.length * fixable.length > MOST_CHARACTERS[format]) return edits
  for (const diagnostic of fixable) {
    const edit = editAsChange(document, diagnostic.fix!.patch)
    if (edit) edits.set(diagnostic, edit)
  }
  return edits
}
