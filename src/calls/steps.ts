/** Counts the references that are followed to judge one value. */
export interface Steps {
  start(value: unknown): void
  /** Follows one more; throws a `RangeError` when that leads to no end. */
  take(): void
}

/** So many are always free. */
const free = 50_000
/** How often a reference of the schema may be followed for each member of the value. */
const perMember = 4

/**
 * Recursive unions can multiply with each level of a value, until a small one takes years. No schema that anybody means
 * follows its references more often than in proportion to the value.
 */
export function createSteps(references: number): Steps {
  let left = 0
  let judged: { value: unknown } | undefined
  return {
    start(value) {
      left = free
      judged = { value }
    },
    take() {
      if (--left > 0) return
      if (!judged) throw new RangeError('There are too many references to follow.')
      left = references * perMember * sizeOf(judged.value, 50_000_000)
      judged = undefined
    },
  }
}

/** How many values a value holds, itself included. Counts up to a limit, so that a value may hold itself. */
export function sizeOf(value: unknown, limit: number): number {
  const stack = [value]
  let size = 0
  while (stack.length > 0 && size < limit) {
    const next = stack.pop()
    size++
    if (typeof next === 'object' && next !== null) {
      for (const key in next)
        if (size + stack.length < limit) stack.push((next as Record<string, unknown>)[key])
    }
  }
  return size + stack.length
}
