import {
  type AliasEvent,
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  type MappingEvent,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import { escapeToken, type Pointer } from '../pointer.ts'
import type { DuplicateKey, Span } from '../types.ts'
import type { Place, SyntaxKind, SyntaxProblem } from './document.ts'
import { MOST_DUPLICATES } from './duplicates.ts'
import { MOST_PROBLEMS } from './json-notes.ts'
import { endOfFlow, type Indicator, spanOfScalar } from './yaml-places.ts'
import { checkTag, type Scalar, scalarOf } from './yaml-tags.ts'

export interface YamlNode {
  kind: 'scalar' | 'sequence' | 'mapping'
  scalar: Scalar
  /** By key or index; a scalar has none. */
  entries: Map<string, Entry>
  /** How many values this is, with all that its aliases repeat. */
  size: number
}

/** A node at one of its places: an alias is a place of a node that is written elsewhere. */
export interface Entry extends Place {
  node: YamlNode
}

export interface YamlDocument {
  root: Entry
  problems: SyntaxProblem[]
  duplicateKeys: DuplicateKey[]
  readable: boolean
}

/** A collection that is being read. */
interface Frame {
  node: YamlNode
  start: number
  flow: boolean
  /** In a mapping, the key whose value comes next. */
  key: Entry | undefined
  /** The keys that `<<` brought in: the mapping's own keys take their place. */
  merged: Set<string>
}

interface Builder {
  text: string
  /** The end of what was read. */
  at: number
  document: YamlDocument
  frames: Frame[]
  anchors: Map<string, YamlNode>
  /** How many values aliases and merge keys have repeated. */
  repeated: number
}

/** Nobody writes so many values with aliases, except to make a small file large. */
const MOST_REPEATED = 1_000_000
const NO_ENTRIES: YamlNode['entries'] = new Map()
/** As a key it is no text, unless it has quotes or a tag. */
const MERGE_KEY = scalarNode('<<')

/** The documents of a text as graphs of nodes with their places. Documents without content are left out. */
export function createNodes(text: string, events: readonly Event[]): YamlDocument[] {
  const documents: YamlDocument[] = []
  const builder = { text, at: 0, ...emptyState() }
  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        Object.assign(builder, emptyState())
        break
      case EVENT_ID.SCALAR:
        readScalar(builder, event)
        break
      case EVENT_ID.ALIAS:
        readAlias(builder, event)
        break
      case EVENT_ID.POP:
        if (builder.frames.length > 0) closeCollection(builder)
        else if (hasContent(builder.document)) documents.push(builder.document)
        break
      default:
        openCollection(builder, event)
    }
  }
  return documents
}

function emptyState(): Omit<Builder, 'text' | 'at'> {
  const root = { node: scalarNode(null), value: { start: 0, end: 0 } }
  const document = { root, problems: [], duplicateKeys: [], readable: true }
  return { document, frames: [], anchors: new Map(), repeated: 0 }
}

function hasContent({ root, problems }: YamlDocument): boolean {
  const { kind, scalar } = root.node
  const isNothing = kind === 'scalar' && scalar === null && root.value.end === root.value.start
  return !isNothing || problems.length > 0
}

function scalarNode(scalar: Scalar): YamlNode {
  return { kind: 'scalar', scalar, entries: NO_ENTRIES, size: 1 }
}

function readScalar(builder: Builder, event: ScalarEvent): void {
  const value = spanOfScalar(builder.text, event, builder.at, expectedIndicator(builder.frames.at(-1)))
  builder.at = value.end
  const scalar = scalarOf(builder.text, event, value, (...problem) => report(builder, ...problem))
  const plain = event.style === SCALAR_STYLE.PLAIN && event.tagStart === -1
  const node = plain && scalar === '<<' ? MERGE_KEY : scalarNode(scalar)
  setAnchor(builder, event, node)
  add(builder, { node, value })
}

function expectedIndicator(frame: Frame | undefined): Indicator {
  if (!frame) return ''
  if (frame.node.kind === 'sequence') return '-'
  return frame.key ? ':' : '?'
}

function openCollection(builder: Builder, event: MappingEvent | SequenceEvent): void {
  const { text, frames } = builder
  const { start } = event
  const kind = event.type === EVENT_ID.MAPPING ? 'mapping' : 'sequence'
  const node: YamlNode = { kind, scalar: null, entries: new Map(), size: 1 }
  checkTag(text, event, kind, (...problem) => report(builder, ...problem))
  setAnchor(builder, event, node)
  const flow = event.style === COLLECTION_STYLE.FLOW
  frames.push({ node, start, flow, key: undefined, merged: new Set() })
  builder.at = flow && '[{'.includes(text[start]!) ? start + 1 : start
}

function closeCollection(builder: Builder): void {
  const { node, start, flow } = builder.frames.pop()!
  if (flow) builder.at = endOfFlow(builder.text, start, builder.at)
  add(builder, { node, value: { start, end: builder.at } })
}

function setAnchor(
  builder: Builder,
  event: ScalarEvent | MappingEvent | SequenceEvent,
  node: YamlNode,
): void {
  const { anchorStart, anchorEnd } = event
  if (anchorStart !== -1) builder.anchors.set(builder.text.slice(anchorStart, anchorEnd), node)
}

function readAlias(builder: Builder, { anchorStart, anchorEnd }: AliasEvent): void {
  const name = builder.text.slice(anchorStart, anchorEnd)
  const value = { start: anchorStart - 1, end: anchorEnd }
  builder.at = value.end
  add(builder, { node: aliased(builder, name, value) ?? scalarNode(null), value })
}

function aliased(builder: Builder, name: string, span: Span): YamlNode | undefined {
  const node = builder.anchors.get(name)
  if (!node) {
    refuse(builder, 'alias', span, `No anchor \`&${name}\` stands before this alias.`)
  } else if (builder.frames.some(frame => frame.node === node)) {
    refuse(
      builder,
      'alias',
      span,
      `The alias \`*${name}\` stands inside what it repeats, so it would never end.`,
    )
  } else if (mayRepeat(builder, node.size, span)) {
    return node
  }
  return undefined
}

/** Puts what was read where it belongs. */
function add(builder: Builder, entry: Entry): void {
  const frame = builder.frames.at(-1)
  if (!frame) {
    builder.document.root = entry
    return
  }
  frame.node.size += entry.node.size
  if (frame.node.kind === 'sequence') {
    frame.node.entries.set(String(frame.node.entries.size), entry)
  } else if (!frame.key) {
    frame.key = entry
  } else {
    const { key } = frame
    frame.key = undefined
    addMember(builder, frame, key, entry)
  }
}

function addMember(builder: Builder, frame: Frame, key: Entry, { value, node }: Entry): void {
  const { entries } = frame.node
  if (key.node.kind !== 'scalar') {
    refuse(builder, 'complex-key', key.value, 'JSON has no lists and mappings as keys: write a text.')
  } else if (key.node === MERGE_KEY) {
    merge(builder, frame, key.value, node)
  } else {
    const name = String(key.node.scalar)
    const earlier = entries.get(name)?.key
    if (earlier && !frame.merged.delete(name)) reportDuplicate(builder, name, key.value, earlier)
    entries.set(name, { key: key.value, value, node })
  }
}

/** A merge key, `<<`: the members of other mappings, unless the mapping has one of that name. The first to say it counts. */
function merge(builder: Builder, frame: Frame, key: Span, from: YamlNode): void {
  if (!builder.document.readable) return
  const sources = from.kind === 'sequence' ? [...from.entries.values()].map(({ node }) => node) : [from]
  if (sources.some(({ kind }) => kind !== 'mapping')) {
    refuse(builder, 'merge', key, '`<<` takes a mapping or a list of mappings.')
    return
  }
  for (const source of sources) {
    if (!mayRepeat(builder, source.size, key)) return
    mergeMembers(frame, source.entries)
  }
}

function mergeMembers({ node, merged }: Frame, members: YamlNode['entries']): void {
  for (const [name, member] of members) {
    if (node.entries.has(name)) continue
    node.entries.set(name, member)
    node.size += member.node.size
    merged.add(name)
  }
}

function mayRepeat(builder: Builder, size: number, span: Span): boolean {
  const before = builder.repeated
  builder.repeated += size
  if (builder.repeated <= MOST_REPEATED) return true
  if (before <= MOST_REPEATED) {
    refuse(
      builder,
      'alias',
      span,
      `The aliases repeat more than ${MOST_REPEATED.toLocaleString('en')} values.`,
    )
  }
  return false
}

/* ------------------------------------------------------------------ what is wrong */

function report({ document }: Builder, kind: SyntaxKind, span: Span, message: string): void {
  if (document.problems.length < MOST_PROBLEMS) document.problems.push({ kind, message, span })
}

function refuse({ document }: Builder, kind: SyntaxKind, span: Span, message: string): void {
  if (document.readable || document.problems.length < MOST_PROBLEMS)
    document.problems.push({ kind, message, span })
  document.readable = false
}

function reportDuplicate({ document, frames }: Builder, key: string, span: Span, first: Span): void {
  const { duplicateKeys } = document
  if (duplicateKeys.length >= MOST_DUPLICATES) return
  duplicateKeys.push({ key, pointer: `${pointerTo(frames)}/${escapeToken(key)}`, span, first })
}

/** The place of the innermost collection that is being read. */
function pointerTo(frames: readonly Frame[]): Pointer {
  const around = frames.slice(0, -1)
  const keys = around.map(({ node, key }) => (key ? String(key.node.scalar) : node.entries.size))
  return keys.map(key => `/${escapeToken(key)}`).join('')
}
