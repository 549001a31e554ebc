import type { Dialect } from './dialect.ts'

/**
 * A legal name for each tool, no two alike. Legal names stay; the first of several equal ones does. A name that is cut
 * carries a checksum of what it was, so that it does not depend on the other tools.
 */
export function legalNames(
  names: readonly (string | undefined)[],
  { names: { characters, maxLength } }: Dialect,
): string[] {
  const illegal = new RegExp(`[^${characters}]+`, 'gu')
  const taken = new Set<string>()
  const isLegal = (name: string | undefined) =>
    name !== undefined && name !== '' && name.length <= maxLength && name.search(illegal) === -1
  const result = names.map(name => {
    if (name === undefined || !isLegal(name) || taken.has(name)) return undefined
    taken.add(name)
    return name
  })
  return names.map((name = '', i) => {
    const kept = result[i]
    if (kept !== undefined) return kept
    const clean = name.replace(illegal, '_').replace(/^_+|_+$/g, '') || 'tool'
    const stem = clean.length > maxLength ? cut(clean, `_${checksum(name)}`, maxLength) : clean
    let free = stem
    for (let n = 2; taken.has(free); n++) free = cut(stem, `_${n}`, maxLength)
    taken.add(free)
    return free
  })
}

function cut(stem: string, end: string, maxLength: number): string {
  return stem.slice(0, maxLength - end.length) + end
}

/** FNV-1a, as six characters. */
function checksum(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0
  return hash.toString(36).padStart(6, '0').slice(-6)
}
