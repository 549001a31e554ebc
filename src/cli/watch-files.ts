import { type FSWatcher, watch } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'

/** What is watched: a folder with all that is in it, or only what lies right in it. */
export interface WatchedFolder {
  folder: string
  deep: boolean
}

export interface Watching {
  stop(): void
}

/** Folders nobody keeps tools of their own in; some hold more files than a system can watch. */
const NEVER = new Set(['node_modules', '.git'])
/** How often polling looks, in milliseconds. */
const INTERVAL = 500
/** Here the system itself watches all that is in a folder. */
const WATCHES_DEEP = process.platform === 'darwin' || process.platform === 'win32'

/**
 * Calls `changed` with the path of whatever changes, appears or goes, perhaps more than once. Where the system cannot say,
 * the files are looked at every now and then.
 *
 * @param poll look at the files in any case
 */
export async function watchFolders(
  folders: readonly WatchedFolder[],
  changed: (file: string) => void,
  poll = false,
): Promise<Watching> {
  if (poll) return pollFolders(folders, changed)
  const watchers = new Map<string, FSWatcher>()
  let polling: Promise<Watching> | undefined
  let isStopped = false

  function stopListening(): void {
    for (const watcher of watchers.values()) watcher.close()
    watchers.clear()
  }

  /** The system has no more watchers to give, or has none at all. */
  function fallBack(): void {
    if (isStopped) return
    stopListening()
    polling ??= pollFolders(folders, changed)
  }

  function listen(folder: string, deep: boolean): void {
    if (watchers.has(folder) || polling || isStopped) return
    try {
      const watcher = watch(folder, { recursive: deep && WATCHES_DEEP }, (_, name) => {
        if (name === null) return changed(folder)
        const file = path.join(folder, name)
        if (isUnwatched(file)) return
        if (deep && !WATCHES_DEEP) void listenBelow(file, changed)
        changed(file)
      })
      watcher.on('error', error => (isGone(error) ? forget(folder) : fallBack()))
      watchers.set(folder, watcher)
    } catch (error) {
      if (!isGone(error)) fallBack()
    }
  }

  function forget(folder: string): void {
    watchers.get(folder)?.close()
    watchers.delete(folder)
  }

  /** Listens to a folder and to those in it. What is found in a new one may have come before anybody listened. */
  async function listenBelow(folder: string, found?: (file: string) => void): Promise<void> {
    const isKnown = watchers.has(folder)
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined)
    if (!entries) return forget(folder)
    if (isKnown) return
    listen(folder, true)
    for (const entry of entries) {
      const file = path.join(folder, entry.name)
      if (entry.isDirectory() && !NEVER.has(entry.name)) await listenBelow(file, found)
      else found?.(file)
    }
  }

  for (const { folder, deep } of folders) {
    if (deep && !WATCHES_DEEP) await listenBelow(folder)
    else listen(folder, deep)
  }
  return {
    stop() {
      isStopped = true
      stopListening()
      void polling?.then(({ stop }) => stop())
    },
  }
}

async function pollFolders(
  folders: readonly WatchedFolder[],
  changed: (file: string) => void,
): Promise<Watching> {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let before = await look(folders)

  async function lookAgain(): Promise<void> {
    const now = await look(folders)
    for (const file of new Set([...before.keys(), ...now.keys()])) {
      if (!isStopped && before.get(file) !== now.get(file)) changed(file)
    }
    before = now
    if (!isStopped) timer = setTimeout(lookAgain, INTERVAL)
  }

  timer = setTimeout(lookAgain, INTERVAL)
  return {
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

/** All files, with what tells whether they have changed. */
async function look(folders: readonly WatchedFolder[]): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const rest = [...folders]
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { folder, deep } = next
    for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
      const file = path.join(folder, entry.name)
      if (entry.isDirectory()) {
        if (deep && !NEVER.has(entry.name)) rest.push({ folder: file, deep })
        continue
      }
      const stats = await stat(file).catch(() => undefined)
      if (stats) files.set(file, `${stats.ino} ${stats.size} ${stats.mtimeMs}`)
    }
  }
  return files
}

function isUnwatched(file: string): boolean {
  return file.split(path.sep).some(name => NEVER.has(name))
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}
