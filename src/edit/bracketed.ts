import type { Pointer } from '../pointer.ts'
import type { Literal } from '../source/literal.ts'
import type { Span } from '../types.ts'
import { type Change, deletion, insertion } from './changes.ts'
import { type FlowPlace, flowMember, flowText } from './flow.ts'
import { behindLastLineEnd, behindLineEnd, type Gap, hasLineEnd, readGap } from './gaps.ts'
import { leftComments } from './left-comments.ts'
import { type Content, type Member, type Node, open } from './nodes.ts'
import { followersOf, isFilled, type Plan, planOf, type Slot } from './plan.ts'
import type { Sheet } from './sheet.ts'
import { asidesIn } from './source-places.ts'
import { Unwritable } from './unwritable.ts'

/** An object or array in brackets whose members come and go. */
interface Bracketed extends Plan {
  sheet: Sheet
  node: Node
  isArray: boolean
  span: Span
  /** One more than there are slots. */
  gaps: Gap[]
  /** Whether a comma follows the last member. */
  hasTrailingComma: boolean
  /** The last slot that will be filled, or -1. */
  last: number
}

/** The changes that make members come and go in a container with brackets. */
export function reshapeBracketed(sheet: Sheet, node: Node): Change[] {
  const container = readBracketed(sheet, node)
  const { slots, first, gaps, span, last } = container
  const hasComments = gaps.some(({ comments }) => comments.length > 0)
  if (slots.length === 0) return fillEmpty(container)
  if (last === -1 && first.length === 0 && !hasComments) return [deletion(span.start + 1, span.end - 1)]
  return [
    ...(first.length > 0 ? insertFirst(container) : []),
    ...slots.flatMap((slot, index) =>
      isFilled(slot) ? fill(container, slot, index) : removeSlot(container, slot, index),
    ),
  ]
}

function readBracketed(sheet: Sheet, node: Node): Bracketed {
  const { value: span, literal } = sheet.place(node.from!)
  const content = open(node)!
  const plan = planOf(content, ({ was }) => spanIn(sheet, was!.pointer), asidesOf(content, literal))
  if (literal && !'[{('.includes(sheet.text[span.start]!))
    throw new Unwritable('It is not written in brackets.')
  const { slots } = plan
  const gaps = Array.from({ length: slots.length + 1 }, (_, index) =>
    readGap(sheet, slots[index - 1]?.span.end ?? span.start + 1, slots[index]?.span.start ?? span.end - 1),
  )
  return {
    ...plan,
    sheet,
    node,
    isArray: Array.isArray(node.value),
    span,
    gaps,
    hasTrailingComma: slots.length > 0 && gaps.at(-1)!.comma !== undefined,
    last: slots.findLastIndex(isFilled),
  }
}

/** A member with its key; undefined if it is spread into the container. */
function spanIn(sheet: Sheet, pointer: Pointer): Span | undefined {
  const { key, isElsewhere } = sheet.place(pointer)
  const { start, end } = sheet.written(pointer)
  return isElsewhere ? undefined : { start: key?.start ?? start, end }
}

function asidesOf({ originals, current }: Content, literal: Literal | undefined): Span[] {
  if (!literal) return []
  const keys = new Set(originals.map(({ was }) => was!.key))
  const isKnown = (key: string) =>
    literal.kind === 'object' && literal.members.some(member => member.key === key)
  for (const { key, was } of Array.isArray(current) ? [] : current.values())
    if (was?.key !== key && !keys.has(key) && isKnown(key))
      throw new Unwritable(`There is a "${key}" already.`)
  return asidesIn(literal, keys)
}

/* ------------------------------------------------------------------ what comes */

function fillEmpty({ sheet, node, isArray, span, gaps, first }: Bracketed): Change[] {
  const { text, style } = sheet
  const comment = gaps[0]!.comments.at(-1)
  const indent = sheet.indent(comment?.start ?? span.start)
  const at = { indent, length: sheet.column(span.start), oneLine: false }
  if (!comment) return [{ ...span, text: flowText(sheet, { ...node, from: undefined }, at) }]
  const separator = hasLineEnd(text, comment.end, span.end) ? style.eol + indent : ' '
  const parts = first.map(member => separator + flowMember(sheet, member, isArray, at))
  return [insertion(comment.end, parts.join(','))]
}

function insertFirst(container: Bracketed): Change[] {
  const { sheet, span, gaps, slots, first } = container
  const [gap] = gaps as [Gap]
  const separator = separatorBefore(container, 0)
  const parts = first.map(member => memberText(container, member, separator, 0))
  if (!hasLineEnd(sheet.text, gap.start, gap.end)) {
    const space = slots.length > 1 ? separatorBefore(container, 1) : separatorBehind(container, 0)
    return [insertion(slots[0]!.span.start, parts.map(part => `${part},${space}`).join(''))]
  }
  const at = sameLineComments(sheet, gap, span.start + 1).at(-1)?.end ?? span.start + 1
  return [insertion(at, parts.map(part => `${separator}${part},`).join(''))]
}

/** Puts something in the place of a member that goes, and new members behind it. */
function fill(container: Bracketed, slot: Slot, index: number): Change[] {
  const { last, gaps, slots, hasTrailingComma } = container
  const { comma } = gaps[index + 1]!
  const changes: Change[] = []
  if (!slot.isKept) {
    const separator = separatorBefore(container, index)
    const lineBreak = hasLineEnd(separator, 0, separator.length) ? separator : undefined
    const nodes = slot.items.map(({ node }) => node)
    const left = leftComments(container.sheet, slot.span, nodes, lineBreak)
    changes.push({ ...slot.span, text: left + memberText(container, slot.items[0]!, separator, index) })
  }
  const followers = followersOf(slot)
  const behind = followers.length > 0 ? insertBehind(container, slot, index, followers) : undefined
  if (behind) changes.push(...behind.changes)
  const isSpare = index === last && index < slots.length - 1 && !hasTrailingComma
  if (isSpare && comma !== undefined && !behind?.usesComma) changes.push(deletion(comma, comma + 1))
  return changes
}

interface Inserted {
  changes: Change[]
  /** Whether the comma that was there goes before what is inserted. */
  usesComma: boolean
}

function insertBehind(
  container: Bracketed,
  { span }: Slot,
  index: number,
  followers: readonly Member[],
): Inserted {
  const { sheet, gaps, last, hasTrailingComma } = container
  const gap = gaps[index + 1]!
  const separator = separatorBehind(container, index)
  const parts = followers.map(member => memberText(container, member, separator, index))
  const comments = sameLineComments(sheet, gap, span.end)
  const end = comments.at(-1)?.end ?? span.end
  const isLastInLine = comments.length > 0 && hasLineEnd(sheet.text, end, gap.end)
  // A comment at the end of the line stays with the member that it is about.
  if (isLastInLine && (gap.comma ?? 0) <= end) {
    const more = index < last || hasTrailingComma ? ',' : ''
    const text = parts.map(part => separator + part).join(',') + more
    const comma = gap.comma === undefined ? [insertion(span.end, ',')] : []
    return { changes: [...comma, insertion(end, text)], usesComma: true }
  }
  const near = isLastInLine ? [] : comments.filter(comment => comment.end <= (gap.comma ?? gap.end))
  const at = near.at(-1)?.end ?? span.end
  return { changes: [insertion(at, parts.map(part => `,${separator}${part}`).join(''))], usesComma: false }
}

function memberText(container: Bracketed, member: Member, separator: string, index: number): string {
  const { sheet, isArray, slots } = container
  const { span, member: beside } = slots[index]!
  const like = beside.was && sheet.place(beside.was.pointer)
  const ownLine = behindLastLineEnd(separator, 0, separator.length)
  const { start } = span
  const at: FlowPlace = {
    indent: ownLine === undefined ? sheet.indent(start) : separator.slice(ownLine),
    length: ownLine === undefined ? sheet.lineLength(start) : separator.length - ownLine,
    oneLine: ownLine === undefined && sheet.isOneLine(container.span),
    key: like?.key && sheet.text.slice(like.key.start, like.key.end),
    scalar: like && sheet.text.slice(like.value.start, like.value.end),
  }
  return flowMember(sheet, member, isArray, at)
}

/* ------------------------------------------------------------------ what goes */

function removeSlot(container: Bracketed, { span }: Slot, index: number): Change[] {
  const { sheet, gaps, last } = container
  const { text } = sheet
  const before = gaps[index]!
  const after = gaps[index + 1]!
  const comma = after.comma === undefined ? [] : [deletion(after.comma, after.comma + 1)]
  const comments = sameLineComments(sheet, after, span.end)
  const lineStart = behindLastLineEnd(text, endOfLastToken(before), span.start)
  const end = Math.max(span.end, comments.at(-1)?.end ?? 0, commaEndInLine(text, after, span.end))
  const next = nextToken(after, end)
  const lineEnd = behindLineEnd(text, end, next)
  if (lineStart !== undefined && lineEnd !== undefined) {
    if (comments.length > 0) return [deletion(span.start, comments[0]!.start), ...comma]
    return [withoutBlankLines(container, index, lineStart, lineEnd, next), ...comma]
  }
  const start = endOfLastToken(before)
  if (index <= last && lineEnd === undefined)
    return [deletion(span.start, comments[0]?.start ?? next), ...comma]
  // Whatever follows a comment at the end of a line needs a line of its own.
  if (lineStart !== undefined && before.comments.at(-1)?.end === start)
    return [deletion(span.start, next), ...comma]
  return [deletion(start, span.end), ...comma]
}

/** The lines of a member, with the blank lines that only it needed. */
function withoutBlankLines(
  { sheet: { text }, gaps, span }: Bracketed,
  index: number,
  lineStart: number,
  lineEnd: number,
  next: number,
): Change {
  const before = endOfLastToken(gaps[index]!)
  const firstLine = behindLineEnd(text, before, lineStart)!
  const isBlankBefore = firstLine < lineStart
  const isFirst = before === span.start + 1
  const nextLine = behindLastLineEnd(text, lineEnd, next)
  if (nextLine !== undefined && (isBlankBefore || isFirst)) return deletion(lineStart, nextLine)
  if (isBlankBefore && next === span.end - 1) return deletion(firstLine, lineEnd)
  return deletion(lineStart, lineEnd)
}

/* ------------------------------------------------------------------ what stands between the members */

/** The white space before a member, without blank lines. */
function separatorBefore({ sheet: { text, style }, gaps, slots }: Bracketed, index: number): string {
  const space = text.slice(endOfLastToken(gaps[index]!), slots[index]!.span.start)
  const indent = behindLastLineEnd(space, 0, space.length)
  return indent === undefined ? space : style.eol + space.slice(indent)
}

/** The white space for a member behind another one: as it is before the next one, or before that one itself. */
function separatorBehind(container: Bracketed, index: number): string {
  const { sheet, slots } = container
  const separator = separatorBefore(container, index + 1 < slots.length ? index + 1 : index)
  const isOwn = slots.length > 1 || hasLineEnd(separator, 0, separator.length)
  return isOwn ? separator : sheet.style.comma.slice(1)
}

function endOfLastToken({ start, comments, comma }: Gap): number {
  return Math.max(start, comments.at(-1)?.end ?? 0, comma === undefined ? 0 : comma + 1)
}

/** Where the next thing stands: a comment, the comma, a member or the bracket. */
function nextToken({ comments, comma, end }: Gap, from: number): number {
  const starts = comments.map(({ start }) => start)
  if (comma !== undefined) starts.push(comma)
  return Math.min(end, ...starts.filter(start => start >= from))
}

function commaEndInLine(text: string, { comma }: Gap, from: number): number {
  return comma === undefined || hasLineEnd(text, from, comma) ? 0 : comma + 1
}

/** The comments in the line in which something ends. */
function sameLineComments({ text }: Sheet, { comments }: Gap, end: number): Span[] {
  const line: Span[] = []
  let at = end
  for (const comment of comments) {
    if (hasLineEnd(text, at, comment.start)) break
    line.push(comment)
    at = comment.end
  }
  return line
}
