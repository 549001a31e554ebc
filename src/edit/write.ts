import type { Place } from '../loaders/index.ts'
import type { Pointer } from '../pointer.ts'
import type { Span } from '../types.ts'
import { replaceInBlock, reshapeBlock } from './block.ts'
import { blockText, isFlow, isInLines } from './block-text.ts'
import { reshapeBracketed } from './bracketed.ts'
import { applyChanges, type Change, distinct, inOrder, insertion } from './changes.ts'
import { type FlowPlace, flowText, keyText } from './flow.ts'
import { leftComments } from './left-comments.ts'
import { endOfLines, lineEndBefore, startOfLine } from './lines.ts'
import { type Content, isInPlace, type Member, memberOf, membersOf, type Node } from './nodes.ts'
import { isReshaped, isTouched } from './plan.ts'
import { createSheet, type Paper, type Sheet } from './sheet.ts'
import type { SourcePlace } from './source-places.ts'
import { Unwritable } from './unwritable.ts'
import { quoteOf, yamlWord } from './yaml-words.ts'

/**
 * What has to change in a text for its document to be what it has become.
 *
 * @param failed takes what cannot be written: its members stay as they are
 */
export function changesInDocument(
  paper: Paper,
  places: ReadonlyMap<Pointer, Place & Partial<SourcePlace>>,
  holder: Content,
  failed: Content[],
): Change[] {
  const sheet = createSheet(paper, places, { textOf, spanOf })
  return attempt(holder, failed, () => {
    const root = memberOf(holder, '')
    if (!root) throw new Unwritable('Nothing is left of the document.')
    return isInPlace(root) ? changesIn(sheet, root.node, failed) : replaceRoot(sheet, root)
  })
}

function replaceRoot(sheet: Sheet, { node }: Member): Change[] {
  const { value: span } = sheet.place('')
  const column = sheet.column(span.start)
  const at = { indent: sheet.indent(span.start), length: column, oneLine: false }
  const text = sheet.isYaml ? blockText(sheet, node, { column }) : undefined
  return [{ ...span, text: text ?? flowText(sheet, node, at) }]
}

/** What has to change in the text of a node that stands somewhere. */
function changesIn(sheet: Sheet, node: Node, failed?: Content[]): Change[] {
  const found: Change[][] = []
  const rest = [{ node, inFlow: !sheet.isYaml }]
  for (let next = rest.pop(); next; next = rest.pop()) {
    const { node: holder, inFlow: isAround } = next
    const { content, from } = holder
    if (!content) continue
    const isBracketed = !sheet.isYaml || isFlow(sheet.text[sheet.place(from!).value.start]!)
    const inFlow = isAround || isBracketed
    const others: Member[] = []
    for (const member of membersOf(content)) {
      if (!member.was) continue
      if (!isInPlace(member)) others.push(member)
      else if (inFlow ? !isSealed(sheet, member) : !isFilledUp(sheet, member))
        rest.push({ node: member.node, inFlow })
      else others.push({ ...member, node: { ...member.node, from: undefined } })
    }
    found.push(
      attempt(content, failed, () => [
        ...(Array.isArray(content.current) ? [] : renameKeys(sheet, content.current.values(), inFlow)),
        ...(inFlow ? replaceInBrackets : replaceInBlock)(sheet, holder, others),
        ...(isReshaped(content) ? reshape(sheet, holder, isBracketed, inFlow) : []),
      ]),
    )
  }
  // Where two of them meet, what is further inside comes first.
  const changes = found.reverse().flat()
  return inOrder(sheet.isShared ? distinct(changes) : changes)
}

function attempt(content: Content, failed: Content[] | undefined, write: () => Change[]): Change[] {
  try {
    return write()
  } catch (error) {
    if (!failed || !(error instanceof Unwritable)) throw error
    failed.push(content)
    return []
  }
}

/** The text of a node that stands somewhere, with all that changes in it. */
function textOf(sheet: Sheet, node: Node): string {
  const changes = node.content ? changesIn(sheet, node) : []
  const span = spanOf(sheet, node)
  if (changes.some(({ start, end }) => start < span.start || end > span.end))
    throw new Unwritable('What changes stands elsewhere.')
  const text = applyChanges(sheet.text, changes, span)
  return isInLines(sheet, node.value, sheet.place(node.from!).value.start) ? text.trimStart() : text
}

/** What is written in lines begins with the comments above it, and ends with the one behind its last line. */
function spanOf(sheet: Sheet, { from, value: held }: Node): Span {
  const { text } = sheet
  const { value } = sheet.place(from!)
  if (!isInLines(sheet, held, value.start)) return sheet.written(from!)
  const lineStart = value.start - sheet.column(value.start)
  const isOwnLine = text.slice(lineStart, value.start).trim() === ''
  const start = isOwnLine ? behindCode(text, lineStart) : value.start
  return { start, end: endOfLines(text, value.end) }
}

/** The end of the nearest line before another one that holds more than a comment. */
function behindCode(text: string, lineStart: number): number {
  let end = lineEndBefore(text, lineStart)
  while (end !== undefined) {
    const start = startOfLine(text, end)
    if (/^[^\S\r\n]*[^\s#]/.test(text.slice(start, end))) return end
    end = lineEndBefore(text, start)
  }
  return 0
}

/** Whether a member that was an empty collection is one no more: written in lines, its brackets go. */
function isFilledUp(sheet: Sheet, { node: { content }, was }: Member): boolean {
  if (!content || content.originals.length > 0 || membersOf(content).length === 0) return false
  const { start, end } = sheet.place(was!.pointer).value
  return sheet.text.slice(start + 1, end - 1).trim() === ''
}

/** Source code: whether it changes, and stands in the text of a constant that others use, too. */
function isSealed(sheet: Sheet, { node, was }: Member): boolean {
  return node.content !== undefined && sheet.place(was!.pointer).isSealed === true && isTouched(node)
}

function reshape(sheet: Sheet, node: Node, isBracketed: boolean, inFlow: boolean): Change[] {
  if (isBracketed) return reshapeBracketed(sheet, node)
  if (inFlow) throw new Unwritable('A mapping in a list in brackets has no brackets of its own.')
  return reshapeBlock(sheet, node)
}

function renameKeys(sheet: Sheet, members: Iterable<Member>, inFlow: boolean): Change[] {
  const { text, isYaml, style } = sheet
  const changes: Change[] = []
  for (const { key, was } of members) {
    if (!was || key === was.key) continue
    const { key: span, isElsewhere } = sheet.place(was.pointer)
    if (!span || isElsewhere) throw new Unwritable('There is no key.')
    const old = text.slice(span.start, span.end)
    const word = isYaml ? yamlWord(key, quoteOf(old), style.quote, inFlow) : keyText(sheet, key)
    if (isShorthand(sheet, was.pointer)) {
      changes.push(insertion(span.start, word + style.colon))
      continue
    }
    changes.push({ ...span, text: word })
  }
  return changes
}

/** JavaScript's `{ name }`: the key is the value, too. */
function isShorthand(sheet: Sheet, pointer: Pointer): boolean {
  const { key } = sheet.place(pointer)
  return key !== undefined && key.start === sheet.written(pointer).start
}

function replaceInBrackets(sheet: Sheet, node: Node, members: readonly Member[]): Change[] {
  const isOneLine = members.length > 0 && sheet.isOneLine(sheet.place(node.from!).value)
  return members.flatMap(member => {
    const { node: value, was } = member
    const { key, isElsewhere } = sheet.place(was!.pointer)
    if (isElsewhere) throw new Unwritable('It is spread into what it is in.')
    const span = sheet.written(was!.pointer)
    const { start } = key ?? span
    const at: FlowPlace = {
      indent: sheet.indent(start),
      length: isOneLine ? sheet.lineLength(span.start) : sheet.column(span.start),
      oneLine: isOneLine,
      key: key && sheet.text.slice(key.start, key.end),
      scalar: typeof was!.value === 'string' ? sheet.text.slice(span.start, span.end) : undefined,
    }
    const space = span.start === span.end ? ' ' : ''
    const short = isShorthand(sheet, was!.pointer) && key && was!.key === member.key
    const lead = short ? sheet.text.slice(key.start, key.end) + sheet.style.colon : ''
    const isOwnLine = !sheet.isYaml && sheet.indent(start).length === sheet.column(start)
    const left = leftComments(sheet, span, [value], isOwnLine ? sheet.style.eol + at.indent : undefined)
    return [insertion(start, left), { ...span, text: space + lead + flowText(sheet, value, at) }]
  })
}
