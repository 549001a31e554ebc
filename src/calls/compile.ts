import { createClosures } from './closures/index.ts'
import type { Found } from './closures/node.ts'
import { createCodeCompiler } from './code.ts'
import { type Compiled, judged } from './compiled.ts'
import { createHeater } from './hot.ts'
import { type Prepared, prepare, type Unusable } from './schema.ts'
import { createSteps } from './steps.ts'

/**
 * Makes a compiler that shares what the tools of one list can share: to closures where that can be, until the tool has
 * been called often, or else to code.
 */
export function createCompiler(): (schema: unknown) => Compiled | Unusable {
  const compileToCode = createCodeCompiler()
  const heat = createHeater()
  return schema => {
    const prepared = prepare(schema)
    if ('reason' in prepared) return prepared
    const compiled = compileToClosures(prepared)
    if ('left' in compiled) return compileToCode(prepared, compiled.left)
    compiled.heat = () => heat(compiled, () => compileToCode(prepared, ''))
    return compiled
  }
}

/** Makes a schema into closures; says which keyword keeps it from that, if one does. */
export function compileToClosures(prepared: Prepared): Compiled | { left: string } {
  const steps = createSteps(prepared.references)
  const root = createClosures(prepared, steps)
  if ('left' in root) return root
  return judged(prepared, steps, root.test, allErrors => value => {
    const found: Found = { errors: [], firstOnly: !allErrors }
    steps.start(value)
    root.collect(value, '', found)
    return found.errors
  })
}
