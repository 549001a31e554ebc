import { tokens } from '../pointer.ts'
import type { Diagnostic } from '../types.ts'

/** Tools and places for which a rule is off. */
export interface Silence {
  from: string
  tools: readonly string[] | undefined
  pointers: readonly string[] | undefined
  covers(diagnostic: Pick<Diagnostic, 'tool' | 'pointer'>): boolean
}

/** Where both tools and pointers are named, both must fit. */
export function createSilence(
  from: string,
  tools: readonly string[] | undefined,
  pointers: readonly string[] | undefined,
): Silence {
  const places = pointers?.map(pointer => tokens(pointer) ?? [])
  return {
    from,
    tools,
    pointers,
    covers({ tool, pointer }) {
      if (tools && (tool === undefined || !tools.some(pattern => matchesName(pattern, tool)))) return false
      if (!places) return true
      const keys = tokens(pointer) ?? []
      return places.some(place => isInside(keys, place))
    },
  }
}

/** What tells whether a rule is silenced at a place; undefined when none is anywhere. */
export function silencesWith(
  silences: ReadonlyMap<string, readonly Silence[]>,
): ((diagnostic: Pick<Diagnostic, 'ruleId' | 'tool' | 'pointer'>) => boolean) | undefined {
  if (silences.size === 0) return undefined
  return diagnostic => silences.get(diagnostic.ruleId)?.some(({ covers }) => covers(diagnostic)) ?? false
}

function isInside(pointer: readonly string[], place: readonly string[]): boolean {
  return place.length <= pointer.length && place.every((token, i) => token === '*' || token === pointer[i])
}

/** Whether a name is as a pattern says, in which `*` stands for any characters and `?` for one. */
export function matchesName(pattern: string, name: string): boolean {
  let at = 0
  let reached = 0
  let star = -1
  let resume = 0
  while (reached < name.length) {
    if (pattern[at] === '*') {
      star = at++
      resume = reached
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === name[reached])) {
      at++
      reached++
    } else if (star >= 0) {
      at = star + 1
      reached = ++resume
    } else {
      return false
    }
  }
  while (pattern[at] === '*') at++
  return at === pattern.length
}
