import { type LoadedDocument, unreadable } from '../loaders/document.ts'
import { loadJson } from '../loaders/json.ts'
import type { JsonObject } from '../types.ts'
import { isObject } from '../walk.ts'
import { languages, type SourceFormat } from './languages.ts'
import { loadSource } from './load.ts'

const LANGUAGES: Record<string, SourceFormat> = {
  python: 'python',
  javascript: 'javascript',
  typescript: 'typescript',
}

/** Reads the code cells of a Jupyter notebook that hold tools. Places are counted in the text of the cell. */
export async function loadNotebook(text: string): Promise<LoadedDocument[]> {
  const file = loadJson(text)
  if (!file.readable) return [{ ...file, format: 'notebook' }]
  const cells = cellsOf(file.value)
  if (!cells) {
    const message = 'This is no notebook: it has no `cells`.'
    return [
      unreadable('notebook', file.text, [{ kind: 'no-json-value', message, span: { start: 0, end: 1 } }]),
    ]
  }
  const format = formatOf(file.value as JsonObject)
  if (!format) return []
  const language = await languages[format]()
  return cells.flatMap((cell, index) => {
    const code = isObject(cell) && cell.cell_type === 'code' ? codeOf(cell) : undefined
    if (code === undefined) return []
    const documents = loadSource(withoutMagic(code), language)
    return documents.map(document => ({ ...document, cell: index + 1 }))
  })
}

/** Those of a notebook of today; before 2015 they were in a worksheet. */
function cellsOf(notebook: unknown): unknown[] | undefined {
  if (!isObject(notebook)) return undefined
  if (Array.isArray(notebook.cells)) return notebook.cells
  if (!Array.isArray(notebook.worksheets)) return undefined
  return notebook.worksheets.flatMap(sheet =>
    isObject(sheet) && Array.isArray(sheet.cells) ? sheet.cells : [],
  )
}

/** Python, unless the notebook says otherwise; undefined when nobody here reads it. */
function formatOf({ metadata }: JsonObject): SourceFormat | undefined {
  const { language_info: info, kernelspec: kernel } = isObject(metadata) ? metadata : {}
  const name = isObject(info) ? info.name : isObject(kernel) ? kernel.language : undefined
  if (typeof name !== 'string') return 'python'
  return Object.hasOwn(LANGUAGES, name.toLowerCase()) ? LANGUAGES[name.toLowerCase()] : undefined
}

function codeOf({ source, input }: JsonObject): string | undefined {
  const lines = source ?? input
  const code = Array.isArray(lines) ? lines.filter(line => typeof line === 'string').join('') : lines
  return typeof code === 'string' ? code : undefined
}

/** What IPython takes and Python does not: `%magic` and `!command` lines become comments, a cell of another language nothing. */
function withoutMagic(code: string): string {
  if (/^\s*%%(?!time\b|timeit\b|capture\b|prun\b)/.test(code)) return ''
  return code.replace(/^([ \t]*)[%!]/gm, '$1#')
}
