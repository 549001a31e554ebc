import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { describe } from '../files.ts'
import { version } from '../version.ts'
import { writeFileAtomically } from '../write-file.ts'
import { createStore, type Entry, type Store } from './store.ts'

const MARK = 'strictcall cache'
/** What wrote the file: another version may judge, and another V8 write, differently. */
const WRITER = `${version} ${process.versions.v8}`
const DEFAULT_NAME = '.strictcallcache'

/** Where the cache is: in the folder that is named, or in the file. */
export function cacheFile(location: string = DEFAULT_NAME): string {
  const isFolder =
    /[/\\]$/.test(location) || (statSync(location, { throwIfNoEntry: false })?.isDirectory() ?? false)
  return isFolder ? path.join(location, DEFAULT_NAME) : location
}

/** What was read of a cache file; empty, with a warning, when it cannot be used. */
export interface ReadCache {
  store: Store
  warning?: string
}

/** Reads a cache. That of another version is left aside without a word. */
export async function readCache(file: string): Promise<ReadCache> {
  let bytes: Buffer
  try {
    bytes = await readFile(file)
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return {
      store: createStore(),
      ...(!isMissing && { warning: `${describe(error, file)}: no cache is used` }),
    }
  }
  const content = contentOf(bytes)
  if (content === 'other version') return { store: createStore() }
  if (content === 'broken')
    return { store: createStore(), warning: `${file}: this is no cache that can be used; it is left aside` }
  return { store: createStore(content) }
}

/**
 * Writes a cache as a whole, without the results of files that are gone.
 *
 * @returns a warning when that cannot be done
 */
export async function writeCache(file: string, store: Store): Promise<string | undefined> {
  const body = serialize([...store.entries()].filter(([name]) => existsSync(name)))
  const head = [MARK, WRITER, digestOf(body), ''].join('\n')
  try {
    await writeFileAtomically(file, Buffer.concat([Buffer.from(head), body]))
    return undefined
  } catch (error) {
    return `cannot write ${describe(error, file, 'write')}`
  }
}

function contentOf(bytes: Buffer): [string, Entry][] | 'broken' | 'other version' {
  const lines = bytes.subarray(0, 256).toString('latin1').split('\n', 3)
  const [mark, writer, digest] = lines
  if (mark !== MARK) return 'broken'
  if (writer !== WRITER) return 'other version'
  const body = bytes.subarray(lines.join('\n').length + 1)
  return digestOf(body) === digest ? deserialize(body) : 'broken'
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64')
}
