import { endOfLine } from '../loaders/json-text.ts'
import type { Pointer } from '../pointer.ts'
import type { Span } from '../types.ts'
import {
  type BlockPlace,
  behindDash,
  behindKey,
  blockMember,
  blockText,
  isInLines,
  lineText,
} from './block-text.ts'
import { type Change, deletion, insertion } from './changes.ts'
import { hasLineEnd, readGap } from './gaps.ts'
import { leftComments } from './left-comments.ts'
import { endOfLines, isBlankLine, lineEndBefore, skipLineEnd, startOfLine } from './lines.ts'
import { type Member, type Node, open } from './nodes.ts'
import { followersOf, isFilled, type Plan, planOf, type Slot } from './plan.ts'
import type { Sheet } from './sheet.ts'
import { Unwritable } from './unwritable.ts'
import { yamlLines } from './yaml-lines.ts'

/** A mapping or sequence of YAML without brackets: its members begin in one column, on lines of their own. */
interface Block extends Plan {
  sheet: Sheet
  isArray: boolean
  at: BlockPlace
}

/** The changes that make members come and go. */
export function reshapeBlock(sheet: Sheet, node: Node): Change[] {
  const block = readBlock(sheet, node)
  const { slots, first, at, isArray } = block
  const top = slots.find(isFilled)
  if (!top) return emptyOut(block, node)
  const lineBreak = sheet.style.eol + ' '.repeat(at.column)
  const before = first.map(member => blockMember(sheet, member, isArray, at) + lineBreak)
  return [
    ...(before.length > 0 ? [insertion(top.span.start, before.join(''))] : []),
    ...slots.flatMap((slot, index) => (isFilled(slot) ? fill(block, slot) : removeSlot(block, index))),
  ]
}

function readBlock(sheet: Sheet, node: Node): Block {
  const spans = spansIn(sheet, node)
  const plan = planOf(open(node)!, ({ was }) => spans.get(was!.pointer)!)
  const { slots } = plan
  for (const [index, { span }] of slots.entries()) {
    const end = slots[index - 1]?.span.end ?? sheet.place(node.from!).value.start
    if (readGap(sheet, end, span.start).comma !== undefined)
      throw new Unwritable('A comma stands between two lines.')
  }
  const like = slots.find(({ member }) => typeof member.was!.value === 'string') ?? slots[0]!
  const { key, value } = sheet.place(like.member.was!.pointer)
  return {
    ...plan,
    sheet,
    isArray: Array.isArray(node.value),
    at: {
      column: sheet.column(slots[0]!.span.start),
      key: key && sheet.text.slice(key.start, key.end),
      scalar: sampleOf(like.member, sheet.text.slice(value.start, value.end)),
    },
  }
}

/** From the key or dash to the end of the value, or of its last line where it has lines of its own. */
function spansIn(sheet: Sheet, node: Node): Map<Pointer, Span> {
  const spans = new Map<Pointer, Span>()
  let at = sheet.place(node.from!).value.start
  for (const { was } of open(node)!.originals) {
    const { key, value } = sheet.place(was!.pointer)
    const start = key ? key.start : dashBehind(sheet.text, at)
    at = isInLines(sheet, was!.value, value.start) ? endOfLines(sheet.text, value.end) : value.end
    spans.set(was!.pointer, { start, end: at })
  }
  return spans
}

function dashBehind(text: string, from: number): number {
  let at = from
  while (/[\s#]/.test(text[at] ?? '-')) at = text[at] === '#' ? endOfLine(text, at) : at + 1
  if (text[at] !== '-') throw new Unwritable('There is no dash.')
  return at
}

/** What strings are written like, if it is one. */
function sampleOf({ was }: Member, text: string): string | undefined {
  return typeof was!.value === 'string' ? text : undefined
}

/* ------------------------------------------------------------------ what comes */

function fill({ sheet, isArray, at }: Block, slot: Slot): Change[] {
  const { span, isKept, items } = slot
  const lineBreak = sheet.style.eol + ' '.repeat(at.column)
  const changes: Change[] = []
  if (!isKept) {
    const nodes = items.map(({ node }) => node)
    const left = leftComments(sheet, span, nodes, lineBreak)
    changes.push({ ...span, text: left + blockMember(sheet, items[0]!, isArray, at) })
  }
  const followers = followersOf(slot).map(member => lineBreak + blockMember(sheet, member, isArray, at))
  if (followers.length > 0) changes.push(insertion(endOfLines(sheet.text, span.end), followers.join('')))
  return changes
}

/** The changes that give members other values. */
export function replaceInBlock(sheet: Sheet, node: Node, members: readonly Member[]): Change[] {
  if (members.length === 0) return []
  const spans = spansIn(sheet, node)
  return members.flatMap(member => {
    const { key, value } = sheet.place(member.was!.pointer)
    const { start } = spans.get(member.was!.pointer)!
    const column = sheet.column(start)
    const behind = (key ? sheet.text.indexOf(':', key.end) : start) + 1
    const scalar = sampleOf(member, sheet.text.slice(value.start, value.end))
    const change = replaceBehind(sheet, member, behind, { column, scalar })
    const left = leftComments(sheet, change, [member.node], sheet.style.eol + ' '.repeat(column))
    return [insertion(start, left), change]
  })
}

/** Replaces what stands behind a colon or a dash. Tags and comments in that line stay. */
function replaceBehind(sheet: Sheet, { node, was }: Member, behind: number, at: BlockPlace): Change {
  const { text, style } = sheet
  const { key, value } = sheet.place(was!.pointer)
  const header = text.slice(behind, Math.min(endOfLine(text, behind), value.start)).trimEnd()
  const isBelow = hasLineEnd(text, behind, value.start)
  const written = longText(sheet, node, at) ?? (key ? behindKey : behindDash)(sheet, node, at)
  if (isInLines(sheet, was!.value, value.start)) {
    const hasComment = /(^|\s)#/.test(header) && written[0] === ' '
    const indent = ' '.repeat(at.column) + (key ? style.unit : '  ')
    const own = hasComment ? style.eol + indent + written.slice(1) : written
    return { start: behind + header.length, end: endOfLines(text, value.end), text: own }
  }
  if (isBelow && text.slice(behind, value.start).includes('#')) {
    const block = blockText(sheet, node, { ...at, column: sheet.column(value.start) })
    return { ...value, text: block ?? lineText(sheet, node, at) }
  }
  if (!isBelow && written[0] === ' ' && value.start > behind) return { ...value, text: written.slice(1) }
  return { start: behind + header.length, end: value.end, text: written }
}

/** A text like the one that it replaces, if that has several lines. */
function longText(
  { style }: Sheet,
  { value, from }: Node,
  { scalar, column }: BlockPlace,
): string | undefined {
  if (typeof value !== 'string' || from !== undefined || scalar === undefined) return undefined
  const lines = yamlLines(value, scalar, column, style)
  return lines === undefined ? undefined : ` ${lines}`
}

/* ------------------------------------------------------------------ what goes */

/** Writes an empty collection instead of one that nothing is left of. */
function emptyOut(block: Block, node: Node): Change[] {
  const { sheet, slots, isArray } = block
  const { text } = sheet
  const brackets = isArray ? '[]' : '{}'
  const { key } = sheet.place(node.from!)
  const [{ span }] = slots as [Slot]
  if (key && sheet.column(span.start) === sheet.indent(span.start).length) {
    const behind = text.indexOf(':', key.end) + 1
    const header = text.slice(behind, endOfLine(text, behind)).replace(/(^|\s)#.*/, '')
    const bracketed = insertion(behind + header.trimEnd().length, ` ${brackets}`)
    return [bracketed, ...slots.flatMap((_, index) => removeSlot(block, index))]
  }
  return [{ ...span, text: brackets }, ...slots.slice(1).flatMap((_, index) => removeSlot(block, index + 1))]
}

function removeSlot(block: Block, index: number): Change[] {
  const { sheet, slots } = block
  const { text } = sheet
  const { span } = slots[index]!
  const lineStart = span.start - sheet.column(span.start)
  const lineEnd = endOfLines(text, span.end)
  const comment = commentBehind(block, index, lineEnd)
  if (comment !== undefined) return [deletion(span.start, comment)]
  if (text.slice(lineStart, span.start).trim() !== '') return [removeBesideDash(block, index)]
  const before = lineEndBefore(text, lineStart)
  if (before === undefined) return [deletion(lineStart, skipLineEnd(text, lineEnd))]
  return [deletion(withoutBlankLines(block, index, before, lineEnd), lineEnd)]
}

/** The comment in the same line. A collection with lines of its own has the comments in them. */
function commentBehind({ sheet, slots }: Block, index: number, lineEnd: number): number | undefined {
  const { text } = sheet
  const { span, member } = slots[index]!
  const { pointer, value } = member.was!
  if (isInLines(sheet, value, sheet.place(pointer).value.start)) return undefined
  const comment = text.slice(span.end, lineEnd).indexOf('#')
  return comment === -1 ? undefined : span.end + comment
}

/** The next member moves up beside the dash, unless a comment is in its way. */
function removeBesideDash({ sheet, slots }: Block, index: number): Change {
  const { start, end } = slots[index]!.span
  const next = slots.findIndex((slot, other) => other > index && isFilled(slot))
  const gaps = slots
    .slice(index + 1, next + 1)
    .map((slot, offset) => readGap(sheet, slots[index + offset]!.span.end, slot.span.start))
  if (next !== -1 && gaps.every(({ comments }) => comments.length === 0))
    return deletion(start, slots[next]!.span.start)
  let space = start
  while (sheet.text[space - 1] === ' ') space--
  return deletion(space, end)
}

/** The lines before a member go with it, if they are blank and nothing behind it needs them. */
function withoutBlankLines(
  { sheet: { text }, slots }: Block,
  index: number,
  before: number,
  lineEnd: number,
): number {
  const isNeeded = index < slots.length - 1 && !isBlankLine(text, skipLineEnd(text, lineEnd))
  let start = before
  while (!isNeeded) {
    const lineStart = startOfLine(text, start)
    const earlier = lineEndBefore(text, lineStart)
    if (earlier === undefined || !isBlankLine(text, lineStart)) break
    start = earlier
  }
  return start
}
