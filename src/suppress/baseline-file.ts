import { readFile } from 'node:fs/promises'
import { decode } from '../decode.ts'
import { describe } from '../files.ts'
import { lineIndex } from '../lines.ts'
import type { LoadedDocument } from '../loaders/index.ts'
import { loadJson } from '../loaders/json.ts'
import type { Pointer, Span } from '../types.ts'
import { UsageError } from '../usage-error.ts'
import { isObject } from '../walk.ts'
import { writeFileAtomically } from '../write-file.ts'
import type { BaselineEntry } from './baseline.ts'

/** Of the layout of the file. */
const VERSION = 1

/**
 * Reads a baseline; undefined when there is no such file.
 *
 * @throws UsageError that names the place, for a file that is not as it should be
 */
export async function readBaseline(file: string): Promise<BaselineEntry[] | undefined> {
  const bytes = await read(file)
  if (!bytes) return undefined
  const decoded = decode(bytes)
  if ('error' in decoded) throw new UsageError(`${file}: ${decoded.error}`)
  const document = loadJson(decoded.text)
  const [problem] = document.syntax
  if (problem) throw broken(file, document, problem.span, problem.message)
  const wrong = wrongPart(document.value)
  if (wrong) {
    const place = document.locate([wrong.pointer]).get(wrong.pointer)
    throw broken(file, document, place?.value ?? { start: 0, end: 0 }, wrong.message)
  }
  return (document.value as { suppressions: BaselineEntry[] }).suppressions
}

/** Writes a baseline as a whole, an entry a line. */
export async function writeBaseline(file: string, entries: readonly BaselineEntry[]): Promise<void> {
  const lines = entries.map(
    ({ file, rule, tool, pointer, count }) => `    ${JSON.stringify({ file, rule, tool, pointer, count })}`,
  )
  const list = lines.length > 0 ? `[\n${lines.join(',\n')}\n  ]` : '[]'
  try {
    await writeFileAtomically(file, `{\n  "version": ${VERSION},\n  "suppressions": ${list}\n}\n`)
  } catch (error) {
    throw new UsageError(`cannot write ${describe(error, file, 'write')}`)
  }
}

async function read(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new UsageError(describe(error, file))
  }
}

function broken(file: string, { text }: LoadedDocument, span: Span, message: string): UsageError {
  const { line, column } = lineIndex(text).position(span.start)
  return new UsageError(`${file}:${line}:${column}: ${message}`)
}

interface Wrong {
  pointer: Pointer
  message: string
}

function wrongPart(value: unknown): Wrong | undefined {
  if (!isObject(value)) return { pointer: '', message: 'A baseline is an object.' }
  if (!Object.hasOwn(value, 'version')) return { pointer: '', message: 'The `version` is missing.' }
  if (value.version !== VERSION)
    return { pointer: '/version', message: `This is no baseline of version ${VERSION}: update strictcall.` }
  if (!Object.hasOwn(value, 'suppressions')) return { pointer: '', message: '`suppressions` is missing.' }
  const { suppressions } = value
  if (!Array.isArray(suppressions))
    return { pointer: '/suppressions', message: '`suppressions` is an array.' }
  for (const [i, entry] of suppressions.entries()) {
    const wrong = wrongMember(entry)
    if (wrong) return { ...wrong, pointer: `/suppressions/${i}${wrong.pointer}` }
  }
  return undefined
}

const isText = (value: unknown) => typeof value === 'string'

const MEMBERS: Record<keyof BaselineEntry, { fits: (value: unknown) => boolean; kind: string }> = {
  file: { fits: isText, kind: 'a string' },
  rule: { fits: isText, kind: 'a string' },
  tool: { fits: value => value === null || isText(value), kind: 'a string or `null`' },
  pointer: { fits: isText, kind: 'a string' },
  count: { fits: value => Number.isSafeInteger(value) && Number(value) > 0, kind: 'a whole number above 0' },
}

function wrongMember(entry: unknown): Wrong | undefined {
  if (!isObject(entry)) return { pointer: '', message: 'A suppression is an object.' }
  for (const [name, { fits, kind }] of Object.entries(MEMBERS)) {
    if (!Object.hasOwn(entry, name)) return { pointer: '', message: `\`${name}\` is missing.` }
    if (!fits(entry[name])) return { pointer: `/${name}`, message: `\`${name}\` must be ${kind}.` }
  }
  return undefined
}
