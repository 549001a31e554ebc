import type { ValidateFunction } from 'ajv'
import { createExplainer, type SchemaError } from './explainer.ts'
import { createInstance, type Instance } from './instance.ts'
import { type Prepared, prepare, type Unusable } from './schema.ts'
import { sizeOf } from './steps.ts'

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
}

/** Values with more members are judged up to their first error: collecting all takes quadratic time. */
const hugeValue = 20_000

/** Makes a compiler that shares what the tools of one list can share. */
export function createCompiler(): (schema: unknown) => Compiled | Unusable {
  let shared: Instance | undefined

  /** Plain schemas share one. What needs more has its own, and so has what is registered under a name or counted. */
  function instanceFor(prepared: Prepared): Instance {
    if (!isPlain(prepared)) return createInstance(prepared, 'test')
    shared ??= createInstance(prepared, 'test')
    return shared
  }

  return schema => {
    const prepared = prepare(schema)
    if ('reason' in prepared) return prepared
    const instance = instanceFor(prepared)
    try {
      return compiled(prepared, instance, instance.ajv.compile(prepared.schema) as ValidateFunction)
    } catch (error) {
      return { reason: reasonOf(error), pointer: '' }
    }
  }
}

function compiled(prepared: Prepared, { steps }: Instance, validate: ValidateFunction): Compiled {
  let all: Compiled['errors'] | undefined
  let first: Compiled['errors'] | undefined
  function counted(value: unknown): boolean {
    steps.start(value)
    return validate(value)
  }
  function firstError(value: unknown): SchemaError[] {
    first ??= createExplainer(prepared, false)
    return first(value)
  }
  return {
    test: prepared.references > 0 ? counted : validate,
    allowsNull: prepared.allowsNull,
    errors(value) {
      if (sizeOf(value, hugeValue) >= hugeValue) return firstError(value)
      all ??= createExplainer(prepared, true)
      try {
        return all(value)
      } catch (error) {
        if (error instanceof RangeError) return firstError(value)
        throw error
      }
    },
  }
}

function isPlain({ schema, dialect, references, ...needs }: Prepared): boolean {
  const hasId = typeof schema === 'object' && '$id' in schema
  const { namesInherited, needsEvaluated, needsDynamic } = needs
  return (
    dialect === '2020-12' && references === 0 && !hasId && !namesInherited && !needsEvaluated && !needsDynamic
  )
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it nests or refers to itself without end'
  const { message, missingRef } = error as Error & { missingRef?: string }
  if (missingRef === undefined) return message
  const inside = missingRef.startsWith('#') || missingRef.startsWith('/')
  return inside
    ? `\`$ref\` leads nowhere: \`${missingRef}\``
    : `\`$ref\` leads out of the schema: \`${missingRef}\` (nothing is fetched)`
}
