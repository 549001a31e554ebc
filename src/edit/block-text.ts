import { type FlowPlace, flowText, isShort } from './flow.ts'
import { isContainer, isEmptied, type Member, membersOf, type Node, open } from './nodes.ts'
import type { Sheet } from './sheet.ts'
import { WIDTH } from './style.ts'
import { quoteOf, yamlWord } from './yaml-words.ts'

/** Where something is written in the lines of YAML. */
export interface BlockPlace {
  /** The column of the key or dash that it belongs to. */
  column: number
  /** A key and a scalar that others are written like. */
  key?: string | undefined
  scalar?: string | undefined
}

/** A member of a mapping or an item of a sequence, all its lines but the first one indented. */
export function blockMember(sheet: Sheet, { key, node }: Member, isArray: boolean, at: BlockPlace): string {
  if (isArray) return `-${behindDash(sheet, node, at)}`
  return `${yamlWord(key, quoteOf(at.key ?? ''), sheet.style.quote, false)}:${behindKey(sheet, node, at)}`
}

/** What stands behind a colon. */
export function behindKey(sheet: Sheet, node: Node, at: BlockPlace): string {
  const { eol, unit, flushLists } = sheet.style
  const isFlush = Array.isArray(node.value) && flushLists
  const column = at.column + (isFlush ? 0 : unit.length)
  const block = blockText(sheet, node, { ...at, column })
  return block === undefined ? ` ${lineText(sheet, node, at)}` : `${eol}${' '.repeat(column)}${block}`
}

/** What stands behind a dash. */
export function behindDash(sheet: Sheet, node: Node, at: BlockPlace): string {
  const block = blockText(sheet, node, { ...at, column: at.column + 2 })
  return ` ${block ?? lineText(sheet, node, at)}`
}

/** A mapping or a sequence whose first line begins at the column; undefined for what is written behind a key. */
export function blockText(sheet: Sheet, node: Node, at: BlockPlace): string | undefined {
  if (!isContainer(node.value)) return undefined
  const { column } = at
  if (node.from !== undefined && !isEmptied(node)) {
    const { value } = sheet.place(node.from)
    const text = sheet.textOf(node)
    return isFlow(text) ? undefined : shifted(text, sheet.column(value.start), column)
  }
  const members = membersOf(open(node)!)
  if (members.length === 0 || (isAllShort(sheet, node) && fits(lineText(sheet, node, at), column)))
    return undefined
  const isArray = Array.isArray(node.value)
  return members
    .map(member => blockMember(sheet, member, isArray, at))
    .join(sheet.style.eol + ' '.repeat(column))
}

export function isFlow(text: string): boolean {
  return text[0] === '[' || text[0] === '{'
}

/** Whether a value that begins at an offset takes whole lines: a collection without brackets, or a block scalar. */
export function isInLines({ isYaml, text }: Sheet, value: unknown, start: number): boolean {
  if (!isYaml) return false
  return isContainer(value) ? !'[{*'.includes(text[start]!) : '|>'.includes(text[start] ?? ' ')
}

function fits(text: string, column: number): boolean {
  return column + text.length <= WIDTH
}

/** Whether the document has such values, and what is in them, in one line. */
function isAllShort(sheet: Sheet, node: Node): boolean {
  if (!isContainer(node.value)) return true
  if (node.from !== undefined) return isFlow(sheet.textOf(node))
  return isShort(sheet, node) && membersOf(open(node)!).every(member => isAllShort(sheet, member.node))
}

/** A scalar, or a collection in brackets. */
export function lineText(sheet: Sheet, node: Node, { column, scalar, key }: BlockPlace): string {
  const { value: held } = node
  // At the end of a block scalar, white space counts that is not seen.
  const isCopied =
    node.from !== undefined && !isEmptied(node) && !(typeof held === 'string' && /[ \t]$|\n\n$/.test(held))
  if (isCopied) {
    const text = sheet.textOf(node)
    const { key: ownKey, value } = sheet.place(node.from!)
    return shifted(text, ownKey ? sheet.column(ownKey.start) : sheet.column(value.start) - 2, column)
  }
  if (!isContainer(held)) return yamlWord(held, quoteOf(scalar ?? ''), sheet.style.quote, false)
  const at: FlowPlace = { indent: ' '.repeat(column), length: column, oneLine: true, key, scalar }
  return flowText(sheet, node, at)
}

/** All lines but the first one, as far to the right as the first one goes. */
function shifted(text: string, from: number, to: number): string {
  if (from === to) return text
  const more = ' '.repeat(Math.max(to - from, 0))
  const less = Math.max(from - to, 0)
  return text.replace(
    /(\r\n|\n|\r)( *)(?=[^\s])/g,
    (_, eol: string, lead: string) => eol + more + lead.slice(less),
  )
}
