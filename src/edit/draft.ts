import { type Pointer, tokens } from '../pointer.ts'
import type { Operation } from '../types.ts'
import { type Content, indexOf, type Member, memberOf, type Node, newMember, open } from './nodes.ts'
import { noOrigins, type Origins, originsOf } from './origins.ts'
import { createVacancies, type Vacancies } from './vacancies.ts'
import { nodeOf } from './values.ts'

/** A document that is being changed. */
export interface Draft {
  /** Has the document as its only member. */
  holder: Content
  origins: Origins
  /** What has changed members of what. */
  changers: Map<Content, Set<Patch>>
}

export type Patch = readonly Operation[]

/** @param reusesText whether what a patch takes over from the document keeps its text */
export function createDraft(document: unknown, reusesText: boolean): Draft {
  const root: Member = {
    key: '',
    node: { value: document, from: '', content: undefined },
    was: { key: '', pointer: '', value: document },
    inPlaceOf: undefined,
  }
  return {
    holder: { originals: [root], current: new Map([['', root]]) },
    origins: reusesText ? originsOf(document) : noOrigins,
    changers: new Map(),
  }
}

/** Does to the draft what `applyPatch` does to the value. */
export function applyTo(draft: Draft, patch: Patch): void {
  const step: Step = { ...draft, patch, vacancies: createVacancies() }
  for (const operation of patch) {
    if (operation.op === 'move') move(step, operation.from, operation.path)
    else if (operation.op === 'remove') remove(step, operation.path)
    else put(step, operation.path, operation.op === 'add', old => nodeOf(operation.value, draft.origins, old))
  }
}

interface Step extends Draft {
  patch: Patch
  vacancies: Vacancies
}

function note({ changers, patch }: Step, content: Content): void {
  const known = changers.get(content)
  if (known) known.add(patch)
  else changers.set(content, new Set([patch]))
}

export interface Target {
  content: Content
  key: string
}

/** The way to a place: what is passed, and the last step; undefined when there is no such way. */
export function targetOf(
  { holder }: Draft,
  pointer: Pointer,
  pass?: (node: Node) => void,
): Target | undefined {
  const path = tokens(pointer)
  if (!path) return undefined
  let content = holder
  let key = ''
  for (const token of path) {
    const member = memberOf(content, key)
    const inner = member && open(member.node)
    if (!inner) return undefined
    pass?.(member.node)
    content = inner
    key = token
  }
  return { content, key }
}

function put(step: Step, pointer: Pointer, insert: boolean, create: (old: Node | undefined) => Node): void {
  const target = targetOf(step, pointer)
  if (!target) return
  const { content, key } = target
  const { current } = content
  const member = memberOf(content, key)
  note(step, content)
  if (Array.isArray(current)) {
    const index = key === '-' ? current.length : indexOf(key)
    if (index === undefined || index > current.length - (insert ? 0 : 1)) return
    if (insert) current.splice(index, 0, newMember('', create(step.vacancies.before(content, index))))
    else current[index]!.node = create(current[index]!.node)
  } else if (member) {
    member.node = create(member.node)
  } else if (insert) {
    current.set(key, newMember(key, create(undefined), step.vacancies.take(content)))
  }
}

function remove(step: Step, pointer: Pointer): Node | undefined {
  const target = targetOf(step, pointer)
  const member = target && memberOf(target.content, target.key)
  if (!member) return undefined
  const { content, key } = target
  note(step, content)
  if (Array.isArray(content.current)) content.current.splice(Number(key), 1)
  else content.current.delete(key)
  step.vacancies.leave(content, member, Number(key))
  return member.node
}

function move(step: Step, from: Pointer, to: Pointer): void {
  const source = targetOf(step, from)
  const target = targetOf(step, to)
  if (!source || !target || !memberOf(source.content, source.key)) return
  if (source.content === target.content && !Array.isArray(source.content.current)) {
    note(step, source.content)
    rename(source.content.current, source.key, target.key)
    return
  }
  const node = remove(step, from)
  if (node) put(step, to, true, () => node)
}

function rename(members: Map<string, Member>, from: string, to: string): void {
  if (from === to) return
  const member = members.get(from)!
  member.key = to
  members.delete(from)
  members.set(to, member)
}
