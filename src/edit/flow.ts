import { jsonWord } from './json-words.ts'
import { isContainer, type Member, membersOf, type Node, newNode, open } from './nodes.ts'
import type { Sheet } from './sheet.ts'
import { sourceKey, sourceWord } from './source-words.ts'
import { MOST_WIDTH, WIDTH } from './style.ts'
import { Unwritable } from './unwritable.ts'
import { quoteOf, yamlWord } from './yaml-words.ts'

/** Where something is written in brackets. */
export interface FlowPlace {
  /** The indentation of the line that it begins in. */
  indent: string
  /** Whether what it is in has no lines of its own; then it has some only if the line gets too long. */
  oneLine: boolean
  /** How long the line is, or is going to be without it. */
  length: number
  /** YAML: a key and a scalar that others are written like. */
  key?: string | undefined
  scalar?: string | undefined
}

/** A value as JSON, or in the brackets of YAML. */
export function flowText(sheet: Sheet, node: Node, at: FlowPlace): string {
  if (!isContainer(node.value)) return scalarText(sheet, node, at)
  const copied = copiedText(sheet, node, at)
  if (copied !== undefined) return copied
  // What cannot be copied is written anew, with all that is in it.
  const members = membersOf(node.content ?? open(newNode(node.value))!)
  const isArray = Array.isArray(node.value)
  if (members.length === 0) return isArray ? '[]' : '{}'
  const short = shortText(sheet, members, isArray, at)
  if (!sheet.style.hasLines || sheet.isYaml) return short
  const fits = !/[\r\n]/.test(short) && at.length + short.length <= (at.oneLine ? MOST_WIDTH : WIDTH)
  const isLong = at.oneLine
    ? at.length <= MOST_WIDTH && !fits && members.some(member => isContainer(member.node.value))
    : !fits || !isShort(sheet, node)
  return isLong ? longText(sheet, members, isArray, at) : short
}

/** A member of an object or an element of an array. */
export function flowMember(sheet: Sheet, { key, node }: Member, isArray: boolean, at: FlowPlace): string {
  if (isArray) return flowText(sheet, node, at)
  const start = keyText(sheet, key, at.key) + sheet.style.colon
  return start + flowText(sheet, node, { ...at, length: at.length + start.length })
}

function scalarText(sheet: Sheet, node: Node, { scalar }: FlowPlace): string {
  if (node.from === undefined) return wordText(sheet, node.value, scalar)
  const text = sheet.textOf(node)
  return sheet.isYaml ? wordText(sheet, node.value, text) : text
}

/** A scalar. */
export function wordText({ style }: Sheet, value: unknown, like = ''): string {
  if (style.language === 'yaml') return yamlWord(value, quoteOf(like), style.quote, true)
  return style.language === 'json' ? jsonWord(value, style.ascii) : sourceWord(value, style)
}

export function keyText(sheet: Sheet, key: string, like?: string): string {
  const { language } = sheet.style
  return language === 'yaml' || language === 'json'
    ? wordText(sheet, key, like)
    : sourceKey(key, sheet.style, like)
}

/** The text of what stands somewhere already, indented for its new place. */
function copiedText(sheet: Sheet, node: Node, { indent }: FlowPlace): string | undefined {
  if (node.from === undefined) return undefined
  const { start } = sheet.written(node.from)
  const text = sheet.textOf(node)
  // In a string of several lines, white space counts.
  if (!sheet.isYaml && sheet.style.language !== 'json' && /`[^`]*[\r\n]|"""|'''/.test(text)) return text
  if (!sheet.isYaml || '[{'.includes(text[0]!)) return indented(text, sheet.indent(start), indent)
  if (/\s#/.test(text))
    throw new Unwritable('What has lines of its own cannot keep its comments in brackets.')
  return undefined
}

/** All lines but the first one, with another indentation. */
export function indented(text: string, from: string, to: string): string {
  if (from === to) return text
  return text.replace(/(\r\n|\n|\r)([ \t]*)/g, (line, eol: string, lead: string) =>
    lead.startsWith(from) ? eol + to + lead.slice(from.length) : line,
  )
}

function shortText(sheet: Sheet, members: readonly Member[], isArray: boolean, at: FlowPlace): string {
  const { comma, arrayPadding, objectPadding } = sheet.style
  const parts = members.map(member =>
    flowMember(sheet, member, isArray, { ...at, oneLine: true, length: MOST_WIDTH + 1 }),
  )
  return enclosed(parts.join(comma), isArray, isArray ? arrayPadding : objectPadding)
}

function longText(sheet: Sheet, members: readonly Member[], isArray: boolean, at: FlowPlace): string {
  const { eol, unit, trailingComma } = sheet.style
  const indent = at.indent + unit
  const parts = members.map(member =>
    flowMember(sheet, member, isArray, { ...at, indent, length: indent.length, oneLine: false }),
  )
  const content = parts.join(`,${eol}${indent}`) + (trailingComma ? ',' : '')
  return enclosed(content, isArray, eol + indent, eol + at.indent)
}

function enclosed(content: string, isArray: boolean, before: string, after = before): string {
  return isArray ? `[${before}${content}${after}]` : `{${before}${content}${after}}`
}

/** Whether the document has such values in one line. */
export function isShort({ style }: Sheet, node: Node): boolean {
  const members = isContainer(node.value) ? membersOf(open(node)!) : []
  if (members.length === 0) return true
  const isArray = Array.isArray(node.value)
  if (!(isArray ? style.inlineArrays : style.inlineObjects)) return false
  return !isArray || style.inlineObjects || members.every(member => !isContainer(member.node.value))
}
