import type { SchemaError } from './explainer.ts'
import type { Prepared } from './schema.ts'
import { type Steps, sizeOf } from './steps.ts'

/**
 * A schema that values can be held against. Both functions throw a `RangeError` when a value nests too deep for the
 * stack, or when recursive unions multiply into more work than anybody waits for.
 */
export interface Compiled {
  /** Whether a value is valid. */
  test(value: unknown): boolean
  /** All that is wrong with a value; the first thing only, when the value is huge. */
  errors(value: unknown): SchemaError[]
  /** Whether `null` is a value somewhere in it. */
  allowsNull: boolean
  /** Has values tested in the way that is faster in the long run. */
  heat?(): void
}

type Explainer = (value: unknown) => SchemaError[]

/** Values with more members are judged up to their first error: collecting all can take quadratic time. */
const hugeValue = 20_000

/** Puts together what tests values and what explains them, which is made when it is first needed. */
export function judged(
  { references, allowsNull }: Prepared,
  steps: Steps,
  test: (value: unknown) => boolean,
  explainer: (allErrors: boolean) => Explainer,
): Compiled {
  let all: Explainer | undefined
  let first: Explainer | undefined
  function counted(value: unknown): boolean {
    steps.start(value)
    return test(value)
  }
  function firstError(value: unknown): SchemaError[] {
    first ??= explainer(false)
    return first(value)
  }
  return {
    test: references > 0 ? counted : test,
    allowsNull,
    errors(value) {
      if (sizeOf(value, hugeValue) >= hugeValue) return firstError(value)
      all ??= explainer(true)
      try {
        return all(value)
      } catch (error) {
        if (error instanceof RangeError) return firstError(value)
        throw error
      }
    },
  }
}
