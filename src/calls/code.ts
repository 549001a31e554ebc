import type { ValidateFunction } from 'ajv'
import { type Compiled, judged } from './compiled.ts'
import { createExplainer } from './explainer.ts'
import { createInstance, type Instance } from './instance.ts'
import type { Prepared, Unusable } from './schema.ts'

/** Makes a compiler to code. `keyword` is the one that asks for code, for where making code is forbidden. */
export function createCodeCompiler(): (prepared: Prepared, keyword: string) => Compiled | Unusable {
  let shared: Instance | undefined

  /** Plain schemas share one. What needs more has its own, and so has what is registered under a name or counted. */
  function instanceFor(prepared: Prepared): Instance {
    if (!isPlain(prepared)) return createInstance(prepared, 'test')
    shared ??= createInstance(prepared, 'test')
    return shared
  }

  return (prepared, keyword) => {
    const { ajv, steps } = instanceFor(prepared)
    try {
      const validate = ajv.compile(prepared.schema) as ValidateFunction
      return judged(prepared, steps, validate, allErrors => createExplainer(prepared, allErrors))
    } catch (error) {
      return { reason: reasonOf(error, keyword), pointer: '' }
    }
  }
}

function isPlain({ schema, dialect, references, ...needs }: Prepared): boolean {
  const hasId = typeof schema === 'object' && '$id' in schema
  const { namesInherited, needsEvaluated, needsDynamic } = needs
  return (
    dialect === '2020-12' && references === 0 && !hasId && !namesInherited && !needsEvaluated && !needsDynamic
  )
}

function reasonOf(error: unknown, keyword: string): string {
  if (error instanceof EvalError) return `\`${keyword}\` takes code generation, which is forbidden here`
  if (error instanceof RangeError) return 'it nests or refers to itself without end'
  const { message, missingRef } = error as Error & { missingRef?: string }
  if (missingRef === undefined) return message
  const inside = missingRef.startsWith('#') || missingRef.startsWith('/')
  return inside
    ? `\`$ref\` leads nowhere: \`${missingRef}\``
    : `\`$ref\` leads out of the schema: \`${missingRef}\` (nothing is fetched)`
}
