/**
 * How many items of a sorted list come before the first one that does not pass, by binary search.
 *
 * @param passes holds for none behind one that it does not hold for
 */
export function countWhile<Item>(sorted: readonly Item[], passes: (item: Item) => boolean): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (passes(sorted[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}
