import { loadJson } from '../loaders/json.ts'
import { child, get } from '../pointer.ts'
import { edit } from './index.ts'

/**
 * The text of a notebook with other code in one of its cells, which are counted from 1. Undefined when that cannot be
 * written: the code was not read as it stands there, say, since it holds magic.
 */
export function editCell(
  text: string,
  cell: number,
  { before, after }: { before: string; after: string },
): string | undefined {
  const notebook = loadJson(text)
  const path = child(child('/cells', cell - 1), 'source')
  const source = get(notebook.value, path)
  const isList = Array.isArray(source)
  if ((isList ? source.join('') : source) !== before) return undefined
  return edit(notebook, [{ op: 'replace', path, value: isList ? after.split(/(?<=\n)/) : after }])
}
