import { isOwn, type Shard, stableHash } from './shard.ts'

/** What a shard knows of a file of which it judges some rows. */
export interface Part {
  /** Whether the user named the file, so that it is expected to hold calls. */
  named: boolean
  /** How many rows the file has, and how many of them are the shard's; a blank line is no row. */
  rows: number
  own: number
  /** A hash of all rows in their order. */
  digest: number
  /** How many calls the shard judged. */
  calls: number
  /** The lines of the shard's rows that have another number of calls than one, with that number. */
  counts: [number, number][]
}

/** Tells the rows of a shard from those of others, and counts them all. */
export interface RowFilter {
  /** The index of the row in the file when it is the shard's, else undefined. */
  take(row: string): number | undefined
  part: Part
}

export function createRowFilter(shard: Shard, named: boolean): RowFilter {
  const part: Part = { named, rows: 0, own: 0, digest: 0, calls: 0, counts: [] }
  return {
    part,
    take(row) {
      const index = part.rows++
      part.digest = (Math.imul(part.digest, 31) + stableHash(row)) | 0
      if (!isOwn(row, shard)) return undefined
      part.own++
      return index
    },
  }
}
