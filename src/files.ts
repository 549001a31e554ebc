import { createReadStream, promises, type Stats, statSync } from 'node:fs'
import path from 'node:path'
import { displayName, slashes } from './file-names.ts'
import { searchFolder } from './folders.ts'
import { createGitignores, isIgnored } from './gitignore.ts'
import { matching } from './ignore.ts'
import { UsageError } from './usage-error.ts'

/** A file to lint. */
export interface InputFile {
  /** As a person would write it from the working directory, with `/`. */
  path: string
  /** The user wrote this very name, so it is expected to hold tools. */
  named: boolean
}

export interface Expanded {
  files: InputFile[]
  /** What cannot be read, in words; the other files are linted all the same. */
  failures: string[]
}

export interface ExpandOptions {
  cwd?: string
  /** Patterns as in .gitignore, for files that are not to be linted however they were found. */
  ignorePatterns?: readonly string[]
  /** Whether .gitignore files are followed; a file that is named is linted all the same. */
  gitignore?: boolean
  /** Whether a file that is named may hold no tools, like one that is found in a folder. */
  ignoreUnknown?: boolean
}

/** Folders and files that no pattern finds. */
const never = [
  '**/node_modules/**',
  '**/.git/**',
  '**/*.min.{js,mjs,cjs}',
  '**/{.venv,venv,site-packages}/**',
]

/**
 * Turns what the user wrote into files, sorted and each once. `-` stays as it is.
 *
 * @throws UsageError when a pattern matches nothing
 */
export async function expand(inputs: readonly string[], options: ExpandOptions = {}): Promise<Expanded> {
  const { cwd = process.cwd(), ignorePatterns = [], gitignore = true } = options
  const found = new Map<string, InputFile>()
  const failures: string[] = []
  const isLeftOut = ignorePatterns.length > 0 ? matching(ignorePatterns) : () => false
  const gitignoreOf = gitignore ? createGitignores() : () => undefined
  const add = (name: string) => {
    if (!found.has(name)) found.set(name, { path: name, named: false })
  }
  for (const input of inputs) {
    if (input === '-') {
      found.set('-', { path: '-', named: true })
      continue
    }
    const stats = look(path.resolve(cwd, input))
    if (stats instanceof Error) failures.push(describe(stats, input))
    else if (stats?.isDirectory()) {
      for (const { folder, names } of searchFolder(path.resolve(cwd, input), gitignoreOf)) {
        const shown = displayName(folder, cwd)
        const prefix = shown === '' || shown.endsWith('/') ? shown : `${shown}/`
        for (const name of names) add(prefix + name)
      }
    } else if (stats)
      found.set(displayName(input, cwd), { path: displayName(input, cwd), named: !options.ignoreUnknown })
    else if (await isPattern(input)) {
      for (const file of await matchesOf(slashes(input), cwd)) {
        const inherited = gitignoreOf(path.dirname(file))
        if (!inherited || !isIgnored(file, false, inherited)) add(displayName(file, cwd))
      }
    } else failures.push(`${input}: there is no such file or folder`)
  }
  const files = [...found.values()]
    .filter(file => file.path === '-' || !isLeftOut(file.path))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  return { files, failures }
}

/** What a file system error means to a person. */
export function describe(error: unknown, file: string, intent: 'read' | 'write' = 'read'): string {
  const { code } = error as NodeJS.ErrnoException
  const reason = (code && reasons[code]) ?? (error instanceof Error ? error.message : String(error))
  return `${file}: ${reason.replace('%', intent)}`
}

const reasons: Partial<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'you have no permission to % it',
  EPERM: 'you have no permission to % it',
  EISDIR: 'this is a folder',
  ELOOP: 'its symbolic links lead in a circle',
  EMFILE: 'too many files are open',
  EROFS: 'the file system can only be read',
  ENOSPC: 'there is no space left on the disk',
  ENAMETOOLONG: 'the name is too long',
  ERR_FS_FILE_TOO_LARGE: 'the file is larger than 2 GiB; split it, or write it as JSON Lines',
}

function look(file: string): Stats | Error | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false })
  } catch (error) {
    return error as Error
  }
}

/** fast-glob is loaded for this only when a name has a character that can be magic. */
async function isPattern(input: string): Promise<boolean> {
  return /[*?{}[\]()!@+]/.test(input) && (await glob()).isDynamicPattern(slashes(input))
}

/**
 * The files that a pattern matches, as absolute paths.
 *
 * @throws UsageError when there are none
 */
async function matchesOf(pattern: string, cwd: string): Promise<string[]> {
  const matches = await (await glob()).glob(pattern, {
    cwd,
    ignore: never,
    dot: true,
    followSymbolicLinks: false,
    suppressErrors: true,
  })
  if (matches.length === 0) throw new UsageError(`No file matches "${pattern}".`)
  return matches.map(match => path.resolve(cwd, match))
}

/** fast-glob, loaded when it is first needed: it takes longer to start than a small file takes to lint. */
async function glob() {
  return (await import('fast-glob')).default
}

/* ---------------------------------------------------------------------- reading */

/** The bytes of a file, or of the standard input for `-`. */
export function readBytes(file: string): Promise<Uint8Array> {
  return file === '-' ? collect(process.stdin) : promises.readFile(file)
}

/** The same piece by piece, for files that are read line by line. */
export function streamBytes(file: string): AsyncIterable<Uint8Array> {
  return file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 16 })
}

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}
