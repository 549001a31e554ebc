/** Code points from the first to the last. */
export type Range = readonly [first: number, last: number]

/** The same set in order, without overlaps. */
export function merge(ranges: readonly Range[]): Range[] {
  const merged: [number, number][] = []
  for (const [first, last] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const previous = merged.at(-1)
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last)
    else merged.push([first, last])
  }
  return merged
}

/** All code points that are not in a set in order. */
export function complement(ranges: readonly Range[]): Range[] {
  const rest: Range[] = []
  let next = 0
  for (const [first, last] of ranges) {
    if (first > next) rest.push([next, first - 1])
    next = last + 1
  }
  if (next <= 0x10ffff) rest.push([next, 0x10ffff])
  return rest
}

/** In bytes. */
export function utf8Length(point: number): number {
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
}

/** The sequences of byte ranges that spell a range of code points: `é-ÿ` is `c3` and then `a9-bf`. */
export function* utf8Chains([start, end]: Range): Generator<string[]> {
  const open: Range[] = [[start, end]]
  for (let range = open.pop(); range; range = open.pop()) {
    const [first, last] = range
    const cut = cutOf(first, last)
    if (cut !== undefined) {
      open.push([cut, last], [first, cut - 1])
    } else if (first < 0xd800 || first > 0xdfff) {
      const low = utf8(first)
      const high = utf8(last)
      yield low.map((byte, i) => `${byte}-${high[i]} `)
    }
  }
}

/** Where a range has to be cut so that its bytes vary independently; undefined when they do. */
function cutOf(first: number, last: number): number | undefined {
  for (const edge of [0x80, 0x800, 0xd800, 0xe000, 0x10000]) if (first < edge && last >= edge) return edge
  for (let bits = 6; bits < 24 && last >= 0x80; bits += 6) {
    const mask = 2 ** bits - 1
    if (first >> bits === last >> bits) return undefined
    if ((first & mask) !== 0) return (first | mask) + 1
    if ((last & mask) !== mask) return last - (last & mask)
  }
  return undefined
}

function utf8(point: number): number[] {
  const length = utf8Length(point)
  const bytes: number[] = []
  let rest = point
  for (let i = length; i > 1; i--) {
    bytes.unshift(0x80 | (rest & 0x3f))
    rest >>= 6
  }
  return [(length > 1 ? (0xf00 >> length) & 0xff : 0) | rest, ...bytes]
}
