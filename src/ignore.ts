import ignore, { type Ignore } from 'ignore'

export type { Ignore }

/** Reads patterns as in .gitignore. */
export function ignoring(patterns: string | readonly string[]): Ignore {
  return ignore().add(patterns)
}

/** Tells whether a path, relative and with `/`, is one of those that patterns are about; no other path is. */
export function matching(patterns: readonly string[]): (file: string) => boolean {
  const matcher = ignoring(patterns)
  return file => ignore.isPathValid(file) && matcher.ignores(file)
}
