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
 * Spells a pattern so that the regular expressions of Rust read it like those of ECMAScript: an unescaped `[` in a class
 * opens a class within the class there, and `\0` is no escape.
 */
export function portable(pattern: string): string {
  let inClass = false
  return pattern.replace(/\\0(?!\d)|\\[^]|[[\]]/g, token => {
    if (token === '\\0') return '\\x00'
    if (token.length > 1) return token
    if (token === ']') {
      inClass = false
      return token
    }
    if (inClass) return '\\['
    inClass = true
    return token
  })
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
