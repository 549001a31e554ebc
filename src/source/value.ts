import { child, type Pointer } from '../pointer.ts'
import { createUnknowns, type Hidden, type Unknowns } from '../unknowns.ts'
import type { ArrayLiteral, Literal, LiteralMember, ObjectLiteral, Unknown } from './literal.ts'

/** What a literal is worth as JSON. */
export interface SourceValue {
  value: unknown
  /** Undefined when all of it is known. */
  unknowns: Unknowns | undefined
  /** Each part that is not known, and where the value has it. */
  opaque: OpaquePart[]
  /** Literals that may have been replaced by others, so that they stand in no value that is known. */
  replaced: (ArrayLiteral | ObjectLiteral)[]
}

/** A part of a literal that is not known without running the program. */
export interface OpaquePart extends Unknown {
  pointer: Pointer
}

type Block = ArrayLiteral | ObjectLiteral
type Container = unknown[] | Record<string, unknown>

interface Begun {
  literal: Block
  container: Container
  pointer: Pointer
}

/** Of what is not known, the value has nothing; who reads it there is noticed. */
export function toValue(root: Block): SourceValue {
  const result: SourceValue = { value: undefined, unknowns: undefined, opaque: [], replaced: [] }
  const rest: Begun[] = []
  const begin = (literal: Block, pointer: Pointer): Container => {
    const container: Container = literal.kind === 'array' ? [] : {}
    rest.push({ literal, container, pointer })
    const hidden = hiddenIn(literal)
    if (hidden.keys.size === 0 && !hidden.open) return container
    result.unknowns ??= createUnknowns()
    return result.unknowns.hide(container, hidden)
  }
  result.value = begin(root, '')
  for (let next = rest.pop(); next; next = rest.pop()) fill(next, result, begin)
  result.opaque.sort((a, b) => a.start - b.start)
  return result
}

function fill(
  { literal, container, pointer }: Begun,
  { opaque, replaced }: SourceValue,
  begin: (literal: Block, pointer: Pointer) => Container,
): void {
  if (literal.unknown) {
    const { start, end, reason } = literal.unknown
    opaque.push({ start, end, reason, pointer })
  }
  const read = (inner: Literal, key: string | number): unknown => {
    if (inner.kind === 'scalar') return inner.value
    if (inner.kind !== 'opaque') return begin(inner, child(pointer, key))
    const { start, end, reason } = inner
    opaque.push({ start, end, reason, pointer: child(pointer, key) })
    return undefined
  }
  if (literal.kind === 'array') {
    for (const [i, element] of literal.elements.entries()) (container as unknown[]).push(read(element, i))
    return
  }
  for (const { key, value } of effectiveMembers(literal).values()) {
    const isReplaced = mayBeReplaced(literal, key)
    if (isReplaced && !literal.unknown?.isChange && value.kind !== 'scalar' && value.kind !== 'opaque')
      replaced.push(value)
    put(container as Record<string, unknown>, key, isReplaced ? undefined : read(value, key))
  }
}

function put(container: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') container[key] = value
  else Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true })
}

function hiddenIn(literal: Block): Hidden {
  const keys = new Set<string>()
  if (literal.kind === 'array') {
    for (const [i, { kind }] of literal.elements.entries()) if (kind === 'opaque') keys.add(String(i))
  } else {
    for (const [key, { value }] of effectiveMembers(literal)) {
      if (value.kind === 'opaque' || mayBeReplaced(literal, key)) keys.add(key)
    }
  }
  return { keys, open: literal.unknown !== undefined }
}

const known = new WeakMap<ObjectLiteral, ReadonlyMap<string, LiteralMember>>()

/** The members that count: of several with one key, the last. */
export function effectiveMembers(literal: ObjectLiteral): ReadonlyMap<string, LiteralMember> {
  let members = known.get(literal)
  if (!members) {
    members = new Map(literal.members.map(member => [member.key, member]))
    known.set(literal, members)
  }
  return members
}

/** Whether something unknown stands behind the member and may hold one with the same key. */
function mayBeReplaced(literal: ObjectLiteral, key: string): boolean {
  const { unknown } = literal
  if (!unknown || unknown.addsOnly) return false
  const { keySpan, spread } = effectiveMembers(literal).get(key)!
  return spread === true || keySpan.start < unknown.start
}
