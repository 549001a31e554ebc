import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { slashes } from './file-names.ts'
import { type Ignore, ignoring } from './ignore.ts'

/** What the .gitignore files say about what lies in a folder: those between the root of the repository and there. */
export interface Gitignore {
  /** The folder is left out, and all that is in it, whatever is said in there. */
  all: boolean
  /** From the root of the repository down: the last one that says something has the last word, as in git. */
  files: readonly { folder: string; matcher: Ignore }[]
}

/** Gives what holds in a folder, by its absolute path; nothing outside of repositories. Looks once into each. */
export function createGitignores(): (folder: string) => Gitignore | undefined {
  const known = new Map<string, Gitignore | undefined>()
  return function gitignoreOf(folder) {
    if (!known.has(folder)) known.set(folder, read(folder, gitignoreOf))
    return known.get(folder)
  }
}

function read(folder: string, gitignoreOf: (folder: string) => Gitignore | undefined): Gitignore | undefined {
  const above = path.dirname(folder)
  const inherited = existsSync(path.join(folder, '.git'))
    ? { all: false, files: [] }
    : above === folder
      ? undefined
      : gitignoreOf(above)
  if (!inherited || inherited.all) return inherited
  if (isIgnored(folder, true, inherited)) return { all: true, files: [] }
  const text = textOf(path.join(folder, '.gitignore'))
  if (text === undefined) return inherited
  return { all: false, files: [...inherited.files, { folder, matcher: ignoring(text) }] }
}

function textOf(file: string): string | undefined {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  } catch {
    return undefined
  }
}

/** Whether a file or folder is left out; `gitignore` is what holds in the folder that it lies in. */
export function isIgnored(absolute: string, isFolder: boolean, { all, files }: Gitignore): boolean {
  let ignored = all
  for (const { folder, matcher } of files) {
    const name = slashes(path.relative(folder, absolute))
    const result = matcher.test(isFolder ? `${name}/` : name)
    if (result.ignored) ignored = true
    else if (result.unignored) ignored = false
  }
  return ignored
}
