import { type LoadedDocument, loadJson } from '../loaders/index.ts'
import { loadYaml } from '../loaders/yaml.ts'
import type { Change } from './changes.ts'

/** Whether there is a way to write other values into the text of a document. */
export function isEditable({ format, source }: LoadedDocument): boolean {
  return source !== undefined || /^(json|jsonc|jsonl|yaml)$/.test(format)
}

/** What some documents of a text are read as when it is changed; undefined when not all of them are there. */
export function reload(
  documents: readonly LoadedDocument[],
  text: string,
  changes: readonly Change[],
): LoadedDocument[] | undefined {
  const [{ format, line }] = documents as [LoadedDocument]
  const source = documents.find(document => document.source)?.source
  if (source) return foundAgain(documents, source.reload(text), changes)
  const reloaded =
    format === 'yaml'
      ? loadYaml(text, { line })
      : [loadJson(text, format as 'json' | 'jsonc' | 'jsonl', { line })]
  return reloaded.length === documents.length ? reloaded : undefined
}

/** The documents may be some of those that stand in the text, and a constant that is used no more may be a new one. */
function foundAgain(
  documents: readonly LoadedDocument[],
  reloaded: LoadedDocument[],
  changes: readonly Change[],
): LoadedDocument[] | undefined {
  const byStart = new Map(reloaded.map(document => [document.source?.literal.start, document]))
  const found = documents.flatMap(({ source }) => {
    const document = source && byStart.get(moved(source.literal.start, changes))
    return document ? [document] : []
  })
  return found.length === documents.length ? found : undefined
}

/** Where something stands behind the changes before it. */
function moved(offset: number, changes: readonly Change[]): number {
  return changes
    .filter(({ end }) => end <= offset)
    .reduce((sum, { start, end, text }) => sum + text.length - (end - start), offset)
}
