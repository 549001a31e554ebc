import type { LoadedDocument, LoadOptions } from '../loaders/document.ts'
import { loadJson } from '../loaders/json.ts'
import { findTools } from '../tools.ts'
import { isSourceFormat, languages, type SourceFormat } from './languages.ts'
import { loadSource } from './load.ts'

/** What may stand behind the fence, as the reader that takes it. */
const INFOS: Record<string, SourceFormat | 'json' | 'jsonc'> = {
  json: 'json',
  jsonc: 'jsonc',
  json5: 'jsonc',
  python: 'python',
  python3: 'python',
  py: 'python',
  javascript: 'javascript',
  js: 'javascript',
  mjs: 'javascript',
  jsx: 'javascript',
  typescript: 'typescript',
  ts: 'typescript',
  tsx: 'tsx',
}

/** The code between two fences: whole lines of the text. */
interface Block {
  info: string
  text: string
  /** The line it begins on, from 1, and the offset. */
  line: number
  offset: number
}

/** Reads the code blocks of a Markdown text that hold tools. Each counts its places in lines of the text. */
export async function loadMarkdown(text: string, { line = 1 }: LoadOptions = {}): Promise<LoadedDocument[]> {
  const source = text.startsWith('\ufeff') ? text.slice(1) : text
  const documents: LoadedDocument[] = []
  for (const block of blocksOf(source)) {
    const format = Object.hasOwn(INFOS, block.info) ? INFOS[block.info]! : undefined
    if (format === undefined) continue
    const options = { line: block.line + line - 1 }
    const found = isSourceFormat(format)
      ? loadSource(block.text, await languages[format](), options)
      : jsonWithTools(block.text, format, options)
    for (const document of found) documents.push({ ...document, offset: block.offset })
  }
  return documents
}

/** JSON without tools in it is nothing to complain of, nor what leaves something out. */
function jsonWithTools(text: string, format: 'json' | 'jsonc', options: LoadOptions): LoadedDocument[] {
  const document: LoadedDocument = { ...loadJson(text, format, options), noBareSchemas: true }
  const holdsTools = document.readable
    ? findTools(document.value, document).toolsets.some(({ tools }) => tools.length > 0)
    : /"(parameters|input_schema|inputSchema)"/.test(text) && !/\.\.\.|…/.test(text)
  return holdsTools ? [document] : []
}

/** What may stand before a fence: the marks of lists and quotes. */
const OPENING = /^((?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*)(`{3,}|~{3,})[ \t]*\{?\.?([^\s`,}:]*)([^`]*)$/
const CLOSING = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/

function* blocksOf(text: string): Generator<Block> {
  let begun: { info: string; fence: string; line: number; offset: number } | undefined
  let line = 0
  for (const { index, 0: ended } of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    line++
    const content = ended.replace(/[\r\n]+$/, '')
    if (!begun) {
      const [, , fence, info] = OPENING.exec(content) ?? []
      if (fence) begun = { info: info!.toLowerCase(), fence, line: line + 1, offset: index + ended.length }
      continue
    }
    const closing = CLOSING.exec(content)?.[1]
    if (!closing?.startsWith(begun.fence)) continue
    yield blockOf(text, begun, index)
    begun = undefined
  }
  if (begun) yield blockOf(text, begun, text.length)
}

function blockOf(
  text: string,
  { info, line, offset }: { info: string; line: number; offset: number },
  end: number,
): Block {
  const code = text.slice(offset, end)
  // The marks of a quote are none of the code's.
  const unquoted = code.replace(/^[ \t]*>[ \t>]*/gm, marks => ' '.repeat(marks.length))
  return { info, text: /^[ \t]*>/.test(code) ? unquoted : code, line, offset }
}
