import { deserialize, serialize } from 'node:v8'

/** Results by name, each for one key: a result that is asked for under another key is not there. */
export interface Store {
  keyOf(name: string): string | undefined
  /** The result that was put last, as it was then: it shares nothing with what was put. */
  get(name: string): unknown
  put(name: string, key: string, result: unknown): void
  entries(): ReadonlyMap<string, Entry>
  /** How often something was put. */
  changes(): number
}

export interface Entry {
  key: string
  result: Uint8Array
}

export function createStore(entries: Iterable<readonly [string, Entry]> = []): Store {
  const kept = new Map(entries)
  let changes = 0
  return {
    keyOf: name => kept.get(name)?.key,
    get: name => deserialize(kept.get(name)!.result),
    put(name, key, result) {
      const bytes = bytesOf(result)
      if (!bytes) return
      kept.set(name, { key, result: bytes })
      changes++
    },
    entries: () => kept,
    changes: () => changes,
  }
}

/** Undefined for what is nested too deep to be written down. */
function bytesOf(result: unknown): Uint8Array | undefined {
  try {
    return serialize(result)
  } catch (error) {
    if (error instanceof RangeError || (error as Error).name === 'DataCloneError') return undefined
    throw error
  }
}
