import { randomBytes } from 'node:crypto'
import {
  constants,
  type FileHandle,
  open,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import path from 'node:path'

/** What a file is to hold; piece by piece when it need not be in memory as a whole. */
type Data = string | Uint8Array | AsyncIterable<string>

/**
 * Replaces a file as a whole: whoever reads it sees the old content or the new one, also when the program or the machine
 * stops in between. What an interrupted run may leave behind is a file `.strictcall-….tmp` beside it. Rights and owner stay
 * as they are; a symbolic link stays, and the file that it leads to is replaced. What is no regular file (a pipe, a
 * terminal) is written to as it is.
 *
 * @throws an error of the file system; the file is as it was then
 */
export async function writeFileAtomically(file: string, data: Data): Promise<void> {
  const old = await statOf(file)
  if (old && !old.isFile()) {
    await writeInto(file, data)
    return
  }
  const target = await targetOf(file)
  // A file that may not be written is not replaced either, though its folder would allow that.
  if (old) await (await open(target, constants.O_WRONLY)).close()
  const draft = path.join(path.dirname(target), `.strictcall-${randomBytes(6).toString('hex')}.tmp`)
  try {
    await writeDraft(draft, data, old)
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(path.dirname(target))
}

/** Where symbolic links lead, also when nothing is there yet. */
async function targetOf(file: string): Promise<string> {
  try {
    return await realpath(file)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    const link = await readlink(file).catch(() => undefined)
    return link === undefined ? file : targetOf(path.resolve(path.dirname(file), link))
  }
}

async function statOf(file: string) {
  try {
    return await stat(file)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

async function writeInto(target: string, data: Data): Promise<void> {
  const handle = await open(target, constants.O_WRONLY)
  try {
    await writeFile(handle, data)
  } finally {
    await handle.close()
  }
}

interface Owned {
  mode: number
  uid: number
  gid: number
}

async function writeDraft(draft: string, data: Data, like: Owned | undefined): Promise<void> {
  const handle = await open(draft, 'wx')
  try {
    if (like) await takeAfter(handle, like)
    await writeFile(handle, data)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Only the superuser may give files away; to anybody else the owner is their own already. */
async function takeAfter(handle: FileHandle, { mode, uid, gid }: Owned): Promise<void> {
  await handle.chown(uid, gid).catch(() => {})
  await handle.chmod(mode & 0o7777)
}

/** Without this, a crash of the machine may undo the renaming. Not every system lets a folder be opened. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  if (!handle) return
  try {
    await handle.sync()
  } catch {
    // What cannot be synchronized needs no synchronizing.
  } finally {
    await handle.close()
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code
}
