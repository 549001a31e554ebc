import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { decode } from '../decode.ts'
import { describe } from '../files.ts'
import { lineIndex } from '../lines.ts'
import { formatOf, type LoadedDocument, load } from '../loaders/index.ts'
import { get } from '../pointer.ts'
import type { Span } from '../types.ts'
import { UsageError } from '../usage-error.ts'
import type { ConfigProblem } from './check.ts'
import { importModule } from './module.ts'

/** A configuration as it was read, and the way back to its places. */
export interface ConfigSource {
  /** The absolute path. */
  file: string
  /** As a person would write it. */
  title: string
  value: unknown
  /** The pointer to the configuration: `/strictcall` in a package.json. */
  base: string
  /** Each problem in words, with its place in front. */
  describe(problems: readonly ConfigProblem[]): string[]
}

/** No configuration is longer, in bytes. */
const LONGEST = 1 << 20

/** @throws UsageError when it cannot be read */
export async function readConfig(file: string, title: string): Promise<ConfigSource> {
  if (/\.[cm]?[jt]s$/.test(file)) return readModule(file, title)
  const format = formatOf(file)
  if (format !== 'json' && format !== 'jsonc' && format !== 'yaml') {
    throw new UsageError(
      `${title}: a configuration is .json, .jsonc, .yaml, .yml, .ts, .mts, .js, .mjs or .cjs.`,
    )
  }
  const [document, ...others] = await load(readText(file, title), format, { wellFormed: true })
  if (others.length > 0) throw new UsageError(`${title}: it holds several documents, and only one counts.`)
  return fromDocument(document!, file, title)
}

async function readModule(file: string, title: string): Promise<ConfigSource> {
  if (!statSync(file, { throwIfNoEntry: false })) throw new UsageError(`${title}: there is no such file.`)
  const { default: value } = await importModule(file).catch((error: Error) => {
    throw new UsageError(`${title}: ${error.message}`)
  })
  if (value === undefined) throw new UsageError(`${title}: it has no default export.`)
  const describe: ConfigSource['describe'] = problems =>
    problems.map(({ pointer, message }) => `${title}#${pointer}: ${message}`)
  return { file, title, value, base: '', describe }
}

function readText(file: string, title: string): string {
  let bytes: Uint8Array
  try {
    if (statSync(file).size > LONGEST) throw new UsageError(`${title}: it is larger than 1 MiB.`)
    bytes = readFileSync(file)
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(describe(error, title))
  }
  const decoded = decode(bytes)
  if ('error' in decoded) throw new UsageError(`${title}: ${decoded.error}`)
  return decoded.text
}

function fromDocument(document: LoadedDocument, file: string, title: string): ConfigSource {
  const base = path.basename(file) === 'package.json' ? '/strictcall' : ''
  const lines = lineIndex(document.text, document.line)
  const place = (span: Span) => {
    const { line, column } = lines.toLocation(span)
    return `${title}:${line}:${column}`
  }
  const broken = [
    ...document.syntax.map(({ message, span }) => `${place(span)}: ${message}`),
    ...document.duplicateKeys.map(({ key, span }) => `${place(span)}: The key "${key}" stands here twice.`),
  ]
  if (broken.length > 0) throw new UsageError(broken.join('\n'))
  return {
    file,
    title,
    base,
    value: get(document.value, base),
    describe(problems) {
      const places = document.locate(problems.map(({ pointer }) => base + pointer))
      return problems.map(({ pointer, message, isKey }) => {
        const found = places.get(base + pointer)
        const span = (isKey ? found?.key : undefined) ?? found?.value ?? { start: 0, end: 0 }
        return `${place(span)}: ${message}`
      })
    },
  }
}
