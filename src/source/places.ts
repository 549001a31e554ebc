import type { Place } from '../loaders/document.ts'
import { child, type Pointer, tokens } from '../pointer.ts'
import type { DuplicateKey, Span } from '../types.ts'
import { isFollowed, type Literal } from './literal.ts'
import { effectiveMembers } from './value.ts'

/** The places of values in the text. What is a constant's name in the literal is where the constant is written down. */
export function locate(root: Literal, pointers: Iterable<Pointer>): Map<Pointer, Place> {
  const places = new Map<Pointer, Place>()
  for (const pointer of pointers) {
    const place = placeOf(root, pointer)
    if (place) places.set(pointer, place)
  }
  return places
}

function placeOf(root: Literal, pointer: Pointer): Place | undefined {
  let literal: Literal | undefined = root
  let key: Span | undefined
  for (const token of tokens(pointer) ?? []) {
    if (literal?.kind === 'object') {
      const member = effectiveMembers(literal).get(token)
      key = member?.keySpan
      literal = member?.value
    } else {
      key = undefined
      literal = literal?.kind === 'array' ? literal.elements[Number(token)] : undefined
    }
  }
  if (!literal) return undefined
  const value = spanOf(literal)
  return key && !isFollowed(literal) ? { key: spanOf(key), value } : { value }
}

function spanOf({ start, end }: Span): Span {
  return { start, end }
}

/** The keys that stand twice between the same braces. */
export function duplicateKeys(root: Literal): DuplicateKey[] {
  const found: DuplicateKey[] = []
  const rest: [Literal, Pointer][] = [[root, '']]
  for (let next = rest.pop(); next; next = rest.pop()) {
    const [literal, pointer] = next
    if (literal.kind === 'array') {
      for (const [i, element] of literal.elements.entries()) rest.push([element, child(pointer, i)])
    }
    if (literal.kind !== 'object') continue
    const seen = new Map<string, Span>()
    for (const { key, keySpan, value, spread } of literal.members) {
      rest.push([value, child(pointer, key)])
      if (spread) continue
      const first = seen.get(key)
      if (first) found.push({ key, pointer: child(pointer, key), span: spanOf(keySpan), first })
      seen.set(key, spanOf(keySpan))
    }
  }
  return found.sort((a, b) => a.span.start - b.span.start)
}
