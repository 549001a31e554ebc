import type { Compiled } from './compiled.ts'
import type { Unusable } from './schema.ts'

/** After so many calls of a tool, making code has cost less than it saves. */
export const hotCalls = 10_000
/** Closures share their code, so that of many tools they are faster than code for each. */
const mostHot = 16

/** Puts code in the place of closures, where it can be made. Both judge alike. */
export function createHeater(): (closures: Compiled, toCode: () => Compiled | Unusable) => void {
  let hot = 0
  return (closures, toCode) => {
    if (hot === mostHot) return
    hot++
    const code = toCode()
    if ('test' in code) closures.test = code.test
  }
}
