import type { Literal } from './literal.ts'
import type { Change } from './python-scopes.ts'

/** Takes back what is known of a constant where the program changes it. */
export function applyChanges(literal: Literal, changes: readonly Change[]): Literal {
  let result = literal
  for (const change of changes) {
    const target = follow(literal, change.path)
    if (target === literal && literal.kind === 'scalar')
      result = { ...change, kind: 'opaque', reason: CHANGED }
    else if (target) forget(target, change)
  }
  return result
}

const CHANGED = 'changed after it is written down'

function follow(root: Literal, path: readonly string[]): Literal | undefined {
  let literal: Literal | undefined = root
  for (const key of path) {
    if (literal?.kind === 'array') literal = literal.elements[Number(key)]
    else if (literal?.kind === 'object')
      literal = literal.members.findLast(member => member.key === key)?.value
    else return undefined
  }
  return literal
}

function forget(literal: Literal, { start, end, key }: Change): void {
  if (literal.kind !== 'array' && literal.kind !== 'object') return
  const value: Literal = { kind: 'opaque', start, end, reason: CHANGED }
  if (!key) {
    // Whatever stands in it may have been replaced, so what is unknown comes last.
    literal.unknown = {
      start: Math.max(start, literal.end),
      end: Math.max(end, literal.end),
      reason: CHANGED,
    }
  } else if (literal.kind === 'array') {
    if (literal.elements[Number(key.name)]) literal.elements[Number(key.name)] = value
  } else {
    const before = literal.members.find(member => member.key === key.name)
    if (before) before.value = value
    else literal.members.push({ key: key.name, keySpan: { start: key.start, end: key.end }, value })
  }
}
