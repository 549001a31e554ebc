import { createReadStream, promises, type Stats, statSync } from 'node:fs'
import path from 'node:path'
import type { Ignore } from 'ignore'
import { displayName, slashes } from './file-names.ts'
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

/** What a folder is searched for. */
export const inFolders = '**/*.{json,jsonc,jsonl,ndjson,yaml,yml,py,ipynb,js,cjs,mjs,jsx,ts,cts,mts,tsx}'

/** Folders nobody keeps tools of their own in. */
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
  const cwd = options.cwd ?? process.cwd()
  const found = new Map<string, InputFile>()
  const failures: string[] = []
  const searches: Promise<void>[] = []
  const isIgnored = await ignorePatterns(options.ignorePatterns ?? [])
  for (const input of inputs) {
    if (input === '-') {
      found.set('-', { path: '-', named: true })
      continue
    }
    const stats = look(path.resolve(cwd, input))
    if (stats instanceof Error) failures.push(describe(stats, input))
    else if (stats?.isDirectory()) searches.push(addMatches(found, inFolders, input, cwd, options))
    else if (stats)
      found.set(displayName(input, cwd), { path: displayName(input, cwd), named: !options.ignoreUnknown })
    else if (await isPattern(input)) searches.push(addMatches(found, slashes(input), undefined, cwd, options))
    else failures.push(`${input}: there is no such file or folder`)
  }
  await Promise.all(searches)
  const files = [...found.values()]
    .filter(file => file.path === '-' || !isIgnored(file.path))
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

async function addMatches(
  found: Map<string, InputFile>,
  pattern: string,
  folder: string | undefined,
  cwd: string,
  options: ExpandOptions,
): Promise<void> {
  const root = folder === undefined ? cwd : path.resolve(cwd, folder)
  const matches = await (await glob()).glob(pattern, {
    cwd: root,
    ignore: never,
    dot: true,
    caseSensitiveMatch: folder === undefined,
    followSymbolicLinks: false,
    suppressErrors: true,
    unique: true,
  })
  const names = matches.map(match => displayName(path.resolve(root, match), cwd))
  const kept = options.gitignore === false ? names : await withoutGitignored(names, cwd)
  if (folder === undefined && matches.length === 0) throw new UsageError(`No file matches "${pattern}".`)
  for (const name of kept) if (!found.has(name)) found.set(name, { path: name, named: false })
}

/** fast-glob, loaded when it is first needed: it takes longer to start than a small file takes to lint. */
async function glob() {
  return (await import('fast-glob')).default
}

async function ignorePatterns(patterns: readonly string[]): Promise<(file: string) => boolean> {
  if (patterns.length === 0) return () => false
  const { default: ignore } = await import('ignore')
  const matcher = ignore().add([...patterns])
  return file => ignore.isPathValid(file) && matcher.ignores(file)
}

/* ---------------------------------------------------------------------- .gitignore */

/** Leaves out what the .gitignore files say that lie between the root of the repository and each file. */
async function withoutGitignored(files: readonly string[], cwd: string): Promise<string[]> {
  const { default: ignore } = await import('ignore')
  const matchers = new Map<string, Promise<Ignore | undefined>>()
  const matcherOf = (folder: string) => {
    let matcher = matchers.get(folder)
    if (!matcher) {
      matcher = promises.readFile(path.join(folder, '.gitignore'), 'utf8').then(
        text => ignore().add(text),
        () => undefined,
      )
      matchers.set(folder, matcher)
    }
    return matcher
  }
  const kept: string[] = []
  for (const file of files) {
    if (!(await isGitignored(path.resolve(cwd, file), matcherOf))) kept.push(file)
  }
  return kept
}

/** The file's own folder has the last word, as in git; a folder that is ignored takes all in it along. */
async function isGitignored(
  file: string,
  matcherOf: (folder: string) => Promise<Ignore | undefined>,
): Promise<boolean> {
  let ignored = false
  for (const folder of foldersAbove(file)) {
    const matcher = await matcherOf(folder)
    if (!matcher) continue
    const result = matcher.test(slashes(path.relative(folder, file)))
    if (result.ignored) ignored = true
    else if (result.unignored) ignored = false
  }
  return ignored
}

/** From the root of the repository down to the file's folder; none when there is no repository. */
function foldersAbove(file: string): string[] {
  const folders: string[] = []
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    folders.unshift(folder)
    if (isRepository(folder)) return folders
    if (folder === path.dirname(folder)) return []
  }
}

const repositories = new Map<string, boolean>()

function isRepository(folder: string): boolean {
  let known = repositories.get(folder)
  if (known === undefined) {
    const stats = look(path.join(folder, '.git'))
    known = stats !== undefined && !(stats instanceof Error)
    repositories.set(folder, known)
  }
  return known
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
