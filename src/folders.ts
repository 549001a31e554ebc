import { type Dirent, readdirSync } from 'node:fs'
import path from 'node:path'
import { type Gitignore, isIgnored } from './gitignore.ts'

/** What the files are called that a folder is searched for. */
export const extensions = 'json jsonc jsonl ndjson yaml yml py ipynb js cjs mjs jsx ts cts mts tsx'.split(' ')

const WANTED = new RegExp(`\\.(?:${extensions.join('|')})$`, 'i')
const MINIFIED = /\.min\.[cm]?js$/i

/** Nobody keeps tools of their own in these. */
const FOREIGN = /^(?:node_modules|\.git|\.venv|venv|site-packages)$/i

/** A folder, and the files in it that may hold tools. */
export interface Folder {
  /** Absolute. */
  folder: string
  names: string[]
}

/**
 * Searches a folder and those in it. Links are not followed; what cannot be read is passed over.
 *
 * @param gitignoreOf what the .gitignore files say about what lies in a folder; left out, they are not followed
 */
export function searchFolder(
  root: string,
  gitignoreOf: (folder: string) => Gitignore | undefined = () => undefined,
): Folder[] {
  const found: Folder[] = []
  const rest = [root]
  for (let folder = rest.pop(); folder !== undefined; folder = rest.pop()) {
    const gitignore = gitignoreOf(folder)
    if (gitignore?.all) continue
    const names: string[] = []
    for (const entry of entriesOf(folder)) {
      if (isSearched(entry)) rest.push(path.join(folder, entry.name))
      else if (isWanted(entry) && !(gitignore && isIgnored(path.join(folder, entry.name), false, gitignore)))
        names.push(entry.name)
    }
    found.push({ folder, names })
  }
  return found
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function isSearched(entry: Dirent): boolean {
  return entry.isDirectory() && !FOREIGN.test(entry.name)
}

function isWanted(entry: Dirent): boolean {
  return entry.isFile() && WANTED.test(entry.name) && !MINIFIED.test(entry.name)
}
