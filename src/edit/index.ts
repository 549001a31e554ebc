import { isEqual } from '../equal.ts'
import type { LoadedDocument } from '../loaders/index.ts'
import { applyPatch } from '../patch.ts'
import type { Pointer } from '../pointer.ts'
import { agreementOn } from './agreement.ts'
import { applyChanges, type Change, distinct, inOrder } from './changes.ts'
import { applyTo, createDraft, type Patch } from './draft.ts'
import { createGuard } from './guard.ts'
import { type Content, isUnchanged, membersOf } from './nodes.ts'
import { isReadAs, type Part, patchOfPart } from './part.ts'
import { isReshaped } from './plan.ts'
import { isEditable, reload } from './reload.ts'
import { type Sharing, sharingIn, usedAnchors } from './sharing.ts'
import { createPaper, type Paper, paperOf } from './sheet.ts'
import { keepsCode } from './source-code.ts'
import { sourcePlaces, sourceSharing } from './source-places.ts'
import { Unwritable } from './unwritable.ts'
import { changesInDocument } from './write.ts'

export type { Change, Patch }

/** What has become of a text. */
export interface Edited {
  text: string
  /** What makes it of the text that was, in order. */
  changes: Change[]
  /** What the text is read as now. */
  documents: LoadedDocument[]
  /** The patches that cannot be written into this text, and are not. */
  refused: ReadonlySet<Patch>
}

/**
 * The text of a document with a patch written into it, such that it is read as what `applyPatch` makes of the document.
 * All that the patch does not touch stays as it is, byte for byte. Undefined when that is not possible.
 */
export function edit(document: LoadedDocument, patch: Patch): string | undefined {
  const edited = editAll([document], [[patch]])
  return edited?.refused.size === 0 ? edited.text : undefined
}

/** The same as one change of the text. */
export function editAsChange(document: LoadedDocument, patch: Patch): Change | undefined {
  const edited = editAll([document], [[patch]])
  return edited?.refused.size === 0 ? asOneChange(document.text, edited.changes) : undefined
}

/**
 * The same for patches that touch nothing but what is in one value of a JSON document. It takes as long as the text of that
 * value is, however long the document.
 */
export function createPartEditor(whole: LoadedDocument): (part: Part, patch: Patch) => Change | undefined {
  const paper = createPaper(whole)
  return (part, patch) =>
    ifWritable(() => {
      const desk = { document: part.document, paper, sharing: undefined, shared: new Set<number>() }
      const { changes: wanted, value, failed } = tryRewrite(desk, [patchOfPart(part, patch)])
      const changes = inOrder(wanted)
      const isRight = failed.size === 0 && isReadAs(part, changes, value)
      return isRight ? asOneChange(paper.text, changes) : undefined
    })
}

function asOneChange(text: string, changes: readonly Change[]): Change | undefined {
  const [first] = changes
  if (!first) return undefined
  const span = { start: first.start, end: changes.at(-1)!.end }
  return { ...span, text: applyChanges(text, changes, span) }
}

/**
 * The same for all documents of one text, each with any number of patches that are applied one after another. Patches that
 * would change more than they name are left out; undefined when the rest cannot be written either.
 */
export function editAll(
  documents: readonly LoadedDocument[],
  patches: readonly (readonly Patch[])[],
): Edited | undefined {
  const { shared, against } = agreementOn(documents, patches)
  const edited = shared.size > 0 ? tryEdit(documents, patches, shared, against) : undefined
  return edited ?? tryEdit(documents, patches)
}

/**
 * @param shared where the constants begin that may change, though several values use them
 * @param against the patches that are refused at once
 */
function tryEdit(
  documents: readonly LoadedDocument[],
  patches: readonly (readonly Patch[])[],
  shared: ReadonlySet<number> = new Set(),
  against: ReadonlySet<Patch> = new Set(),
): Edited | undefined {
  const [first] = documents
  if (!first) return undefined
  return ifWritable(() => {
    const paper = createPaper(first)
    const anchors = usedAnchors(first)
    const refused = new Set(against)
    const drafts = documents.map((document, index) =>
      rewrite(deskOf(document, paper, anchors, shared), patches[index] ?? [], refused),
    )
    const wanted = drafts.flatMap(({ changes }) => changes)
    const changes = inOrder(shared.size > 0 ? distinct(wanted) : wanted)
    const text = applyChanges(paper.text, changes, { start: 0, end: paper.text.length })
    const result = changes.length === 0 ? [...documents] : reload(documents, text, changes)
    const isRight =
      result !== undefined &&
      drafts.every(({ value }, index) => result[index]!.readable && isEqual(result[index]!.value, value)) &&
      keepsCode(documents, result)
    return isRight ? { text, changes, documents: result, refused } : undefined
  })
}

function ifWritable<Result>(write: () => Result): Result | undefined {
  try {
    return write()
  } catch (error) {
    // What is nested in what is moved, thousands of times, may exceed the stack.
    if (error instanceof Unwritable || error instanceof RangeError) return undefined
    throw error
  }
}

/** A document that is being edited. */
interface Desk {
  document: LoadedDocument
  paper: Paper
  sharing: Sharing | undefined
  /** Where the constants begin that may change though several values use them. */
  shared: ReadonlySet<number>
}

function deskOf(
  document: LoadedDocument,
  paper: Paper,
  anchors: readonly number[],
  shared: ReadonlySet<number>,
): Desk {
  const { source } = document
  const sharing = source ? sourceSharing(source.literal, shared) : sharingIn(document, anchors)
  return { document, paper: paperOf(paper, document, shared.size > 0), sharing, shared }
}

interface Rewritten {
  changes: Change[]
  /** What the document is to be read as. */
  value: unknown
}

/** Leaves out patches until the others can be written. */
function rewrite(desk: Desk, patches: readonly Patch[], refused: Set<Patch>): Rewritten {
  for (;;) {
    const rest = patches.filter(patch => !refused.has(patch))
    const { failed, ...rewritten } = tryRewrite(desk, rest)
    if (failed.size === 0) return rewritten
    for (const patch of failed) refused.add(patch)
  }
}

function tryRewrite(
  { document, paper, sharing, shared }: Desk,
  patches: readonly Patch[],
): Rewritten & { failed: Set<Patch> } {
  const { source } = document
  if (!isEditable(document)) return { changes: [], value: document.value, failed: new Set(patches) }
  const guard = createGuard(document, sharing)
  const draft = createDraft(document.value, sharing === undefined || source !== undefined)
  const failed = new Set<Patch>()
  for (const patch of patches) {
    if (guard(draft, patch)) applyTo(draft, patch)
    else failed.add(patch)
  }
  if (patches.length === failed.size) return { changes: [], value: document.value, failed }
  const unwritten: Content[] = []
  const wanted = placesIn(draft.holder, paper.isYaml)
  const places = source ? sourcePlaces(source.literal, wanted, shared) : document.locate(wanted)
  const changes = changesInDocument(paper, places, draft.holder, unwritten)
  for (const content of unwritten) for (const patch of draft.changers.get(content) ?? []) failed.add(patch)
  if (unwritten.length > 0 && failed.size === 0) throw new Unwritable('Nobody knows why.')
  return { changes, value: applyPatch(document.value, patches.flat()), failed }
}

/** The places that have to be known to write what has become of a document. */
function placesIn(holder: Content, isYaml: boolean): Set<Pointer> {
  const places = new Set<Pointer>([''])
  const rest = membersOf(holder).map(({ node }) => node)
  for (let node = rest.pop(); node; node = rest.pop()) {
    if (node.from !== undefined) places.add(node.from)
    if (!node.content) continue
    const members = membersOf(node.content)
    // In a list of YAML, the way to a dash leads past all dashes before it.
    const isTouched = isYaml || isReshaped(node.content) || !members.every(isUnchanged)
    if (isTouched) for (const { was } of node.content.originals) places.add(was!.pointer)
    for (const member of members) if (isTouched || member.node.content) rest.push(member.node)
  }
  return places
}
