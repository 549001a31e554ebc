import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'

/** From here on it matters when the memory of a file is given back. */
const BIG = 1_000_000
/** What is larger cannot be a text, and Node says so. */
const TOO_BIG = 2 ** 31

/** Memory that can be made smaller, as all engines of ours have it, and the types of their oldest language level do not. */
type Resizable = ArrayBuffer & { resize(length: number): void }
const ResizableMemory = ArrayBuffer as unknown as new (
  length: number,
  options: { maxByteLength: number },
) => Resizable

/**
 * Reads a file for somebody who makes something else of its bytes, and keeps nothing of them. The memory of a big one is
 * given back then and there: else it stays beside the text until the collector comes by.
 */
export function readFor<Result>(path: string, use: (bytes: Uint8Array) => Result): Result {
  const file = openSync(path, 'r')
  try {
    const stats = fstatSync(file)
    if (!stats.isFile() || stats.size < BIG || stats.size >= TOO_BIG) return use(readFileSync(file))
    return useMemory(new ResizableMemory(stats.size, { maxByteLength: stats.size }), file, use)
  } finally {
    closeSync(file)
  }
}

function useMemory<Result>(memory: Resizable, file: number, use: (bytes: Uint8Array) => Result): Result {
  const bytes = new Uint8Array(memory)
  let length = 0
  for (let read = -1; read !== 0 && length < bytes.length; length += read)
    read = readSync(file, bytes, length, bytes.length - length, null)
  try {
    return use(bytes.subarray(0, length))
  } finally {
    memory.resize(0)
  }
}
