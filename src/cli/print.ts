import { fstatSync, type Stats, statSync, writeSync } from 'node:fs'

const STANDARD_OUTPUT = 1

/** Whether the standard output is certain to be no terminal, and takes bytes at once. */
let isPlain: boolean | undefined

/** The standard output, without its stream wherever possible: to make that takes longer than to lint a file. */
export const standardOutput = {
  get isTTY(): boolean {
    return !takesBytes() && process.stdout.isTTY === true
  },

  /** Of a terminal. */
  get columns(): number | undefined {
    return takesBytes() ? undefined : process.stdout.columns
  },

  write(text: string | Uint8Array): void {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text
    const written = takesBytes() ? writeNow(bytes) : 0
    // The stream can wait for whoever reads, and says what else is wrong.
    if (written < bytes.length) stream().write(bytes.subarray(written))
  },
}

/** Pipes, files and /dev/null; not other devices, as terminals are, nor anything on Windows, where pipes do not wait. */
function takesBytes(): boolean {
  isPlain ??= process.platform !== 'win32' && !isTerminal(fstatSync(STANDARD_OUTPUT))
  return isPlain
}

function isTerminal(stats: Stats): boolean {
  return stats.isCharacterDevice() && stats.rdev !== statSync('/dev/null').rdev
}

/** Gives how many bytes could be written without waiting. */
function writeNow(bytes: Uint8Array): number {
  let written = 0
  try {
    while (written < bytes.length) written += writeSync(STANDARD_OUTPUT, bytes, written)
  } catch {
    isPlain = false
  }
  return written
}

let isWatched = false

function stream(): NodeJS.WriteStream {
  if (!isWatched) process.stdout.on('error', ignoreClosedPipe)
  isWatched = true
  return process.stdout
}

/** Whoever reads our output may stop reading: `strictcall lint . | head`. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
