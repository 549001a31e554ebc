import { matching } from '../ignore.ts'

/** Nobody writes a pattern of more characters. */
export const LONGEST = 1000

/** So many patterns can come of one with braces. */
export const MOST_ALTERNATIVES = 1000

/** Tells whether a path, relative and with `/`, is one of those that patterns as in `.gitignore` are about. */
export function createMatcher(patterns: readonly string[]): (file: string) => boolean {
  return matching(patterns.flatMap(pattern => expandBraces(pattern) ?? []))
}

/** The patterns that one with braces stands for: `*.{yaml,yml}` is two. Undefined when it is very many. */
export function expandBraces(pattern: string): string[] | undefined {
  if (pattern.length >= LONGEST) return undefined
  const open = [pattern]
  const done: string[] = []
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const group = /\{([^{}]*,[^{}]*)\}/.exec(next)
    if (!group) {
      done.push(next)
      continue
    }
    const before = next.slice(0, group.index)
    const after = next.slice(group.index + group[0].length)
    for (const word of group[1]!.split(',').reverse()) open.push(before + word + after)
    if (open.length + done.length > MOST_ALTERNATIVES) return undefined
  }
  return done
}
