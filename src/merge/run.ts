import { createHash } from 'node:crypto'
import type { Shard } from './shard.ts'

/** What must be known of a run to merge its report with those of other shards. */
export interface Run {
  command: 'lint' | 'validate'
  shard: Shard
  /** A hash of the names of all files, of which the shard looked at some. */
  inputs: string
  /** A hash of all else that has a say in the results: options, configurations, tools. */
  settings: string
  /** What could not be read, in words. */
  failures: readonly string[]
  /** What the baseline lists and is gone. */
  outdated?: Outdated | undefined
}

/** So many problems that a baseline lists are gone. */
export interface Outdated {
  /** Its name. */
  baseline: string
  problems: number
  /** Whether the run does not fail because of it. */
  passes: boolean
}

export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)
}
