import { isSourceFormat, languages, type SourceFormat } from '../source/languages.ts'
import { emptyDocument, type Format, type LoadedDocument, type LoadOptions, unreadable } from './document.ts'
import { loadJson } from './json.ts'
import { endOfLine, skipSpace } from './json-text.ts'
import { asJsonLines, loadLines, readLines } from './jsonl.ts'

export type { Format, LoadedDocument, LoadOptions, Place, SourceText } from './document.ts'
export { loadJson, loadLines }

const EXTENSIONS: Record<string, Format> = {
  json: 'json',
  jsonc: 'jsonc',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  yaml: 'yaml',
  yml: 'yaml',
  py: 'python',
  pyi: 'python',
  js: 'javascript',
  cjs: 'javascript',
  mjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  cts: 'typescript',
  mts: 'typescript',
  tsx: 'tsx',
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'markdown',
  ipynb: 'notebook',
}

/** The format that a file's extension names. */
export function formatOf(path: string): Format | undefined {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined
}

/** A line that begins like this is Python, and nothing that YAML could begin a line with. */
const PYTHON =
  /^(?:from [\w.]+ import |import [\w.]+\s*$|(?:async )?def \w+\(|class \w+[(:]|[A-Za-z_]\w* = [[{(])/m

/** The format of a text that has no name: JSON begins with a bracket, JSON Lines with a whole value on a line of its own. */
export function sniff(text: string): Format {
  const start = text.search(/[^\s\ufeff]/)
  if (text.startsWith('//', start) || text.startsWith('/*', start)) return 'jsonc'
  if (start === -1 || !'{['.includes(text[start]!)) return PYTHON.test(text) ? 'python' : 'yaml'
  const end = endOfLine(text, start)
  const goesOn = '{['.includes(text[skipSpace(text, end)] ?? ' ')
  return goesOn && loadJson(text.slice(start, end)).readable ? 'jsonl' : 'json'
}

/**
 * Reads a text: one document, or one for each YAML document or JSON line. Never empty, and never throws: what cannot be
 * read is a document that says so. JSON Lines under the name of JSON are read, with a problem that says so.
 */
export async function load(
  text: string,
  format: Format,
  options: LoadOptions = {},
): Promise<LoadedDocument[]> {
  if (format === 'yaml') return (await import('./yaml.ts')).loadYaml(text, options)
  if (isSourceFormat(format) || format === 'markdown' || format === 'notebook') {
    return orNothing(await loadCode(text, format, options), format, text)
  }
  if (format === 'jsonl') {
    const documents = readLines(text, options)
    return documents.length > 0 ? documents : [emptyDocument('jsonl', text)]
  }
  return loadOneJson(text, format, options)
}

/** The same for JSON, which is read at once. */
export function loadOneJson(
  text: string,
  format: 'json' | 'jsonc',
  options: LoadOptions = {},
): LoadedDocument[] {
  const document = loadJson(text, format, options)
  const several = document.syntax.some(({ kind }) => kind === 'several-values')
  return (several && asJsonLines(document.text, options)) || [document]
}

async function loadCode(
  text: string,
  format: SourceFormat | 'markdown' | 'notebook',
  options: LoadOptions,
): Promise<LoadedDocument[]> {
  if (format === 'markdown') return (await import('../source/markdown.ts')).loadMarkdown(text, options)
  if (format === 'notebook') return (await import('../source/notebook.ts')).loadNotebook(text)
  const { loadSource } = await import('../source/load.ts')
  return loadSource(text, await languages[format](), options)
}

/** A program without tools is a document without any. */
function orNothing(documents: LoadedDocument[], format: Format, text: string): LoadedDocument[] {
  return documents.length > 0 ? documents : [{ ...unreadable(format, text, []), readable: true }]
}
