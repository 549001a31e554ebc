import { type Dialect as Engine, refusalOf, unenforceableParts } from '../patterns/index.ts'

const compiled = new Map<string, RegExp | undefined>()
const maxCompiled = 500

/** A pattern as a regular expression; undefined when ECMAScript knows none of that spelling, in either of its modes. */
export function compile(pattern: string): RegExp | undefined {
  if (!compiled.has(pattern)) {
    if (compiled.size >= maxCompiled) compiled.clear()
    compiled.set(pattern, compileAnew(pattern))
  }
  return compiled.get(pattern)
}

function compileAnew(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(pattern, flags)
    } catch {
      // The other mode may know it.
    }
  }
  return undefined
}

/**
 * The pattern as ECMAScript and the provider's engine read it alike; undefined when one of them takes no spelling of it. One
 * that means two things is spelt so that it means what ECMAScript says.
 */
export function spell(pattern: string, engine: Engine): string | undefined {
  if (!pattern.isWellFormed()) return undefined
  const refusal = refusalOf(pattern, engine)
  const taken = refusal ? refusal.instead() : (unenforceableParts(pattern, engine)?.instead ?? pattern)
  return taken !== undefined && compile(taken) && !refusalOf(taken, engine) ? taken : undefined
}

/** More repetitions than this make a grammar large for little. */
const maxLength = 256

/** A pattern that demands a length in characters and nothing else; undefined when it would be too long to follow. */
export function lengthPattern(min: number, max: number): string | undefined {
  if (min > maxLength || (max !== Number.POSITIVE_INFINITY && max > maxLength)) return undefined
  const any = '[\\s\\S]'
  if (max === Number.POSITIVE_INFINITY) return min === 1 ? `^${any}` : `^${any}{${min},}$`
  return min === max ? `^${any}{${min}}$` : `^${any}{${min},${max}}$`
}
