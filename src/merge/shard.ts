import { UsageError } from '../usage-error.ts'

/** A part of the work: the first of four is `{ index: 1, of: 4 }`. */
export interface Shard {
  index: number
  of: number
}

/** @throws UsageError unless the text is like `1/4` */
export function parseShard(text: string): Shard {
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.map(Number) ?? []
  if (index === undefined || of === undefined || index < 1 || index > of) {
    throw new UsageError(`--shard takes a number and how many there are, like 1/4, not "${text}".`)
  }
  return { index, of }
}

/** Whether a file or a row is the shard's. It depends on nothing but the text, on any machine. */
export function isOwn(text: string, { index, of }: Shard): boolean {
  return of === 1 || stableHash(text) % of === index - 1
}

/** 32 bits: FNV-1a over the UTF-16 units, mixed so that the remainder by any number is evenly spread. */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
