import type { SourceText } from '../loaders/index.ts'
import type { Literal } from '../source/literal.ts'
import type { Span } from '../types.ts'
import { startOfLine } from './lines.ts'
import type { Style } from './style.ts'

/** Nobody changes the style after so many values. */
const SAMPLE = 1000

/** How a literal is written. */
export function sourceStyle(text: string, { language, literal }: SourceText): Style {
  const values = valuesIn(literal)
  const containers = values.filter(({ kind }) => kind === 'object' || kind === 'array').map(filled)
  const objects = containers.filter(({ kind, parts }) => kind === 'object' && parts.length > 0)
  const arrays = containers.filter(({ kind, parts }) => kind === 'array' && parts.length > 0)
  const isOneLine = ({ start, end }: Span) => !/[\r\n]/.test(text.slice(start, end))
  const padding = (list: typeof containers) =>
    list
      .filter(isOneLine)
      .map(({ start, parts }) => text.slice(start + 1, parts[0]!.start))
      .find(space => /^[ \t]*$/.test(space))
  const inLines = [...objects, ...arrays].filter(container => !isOneLine(container))
  const keys = values.flatMap(value => (value.kind === 'object' ? value.members : []))
  const colon = keys
    .map(({ keySpan, value }) => text.slice(keySpan.end, (value.expression ?? value).start))
    .find(between => /^[ \t]*:[ \t]*$/.test(between))
  const words = [
    ...values.filter(({ kind }) => kind === 'scalar'),
    ...keys.map(({ keySpan }) => keySpan),
  ].map(({ start }) => text[start]!)
  const count = (wanted: (start: string) => boolean) => words.filter(wanted).length
  const lists = arrays.filter(({ parts }) => parts.every(({ start }) => !'[{'.includes(text[start]!)))
  const eol = /\r\n|\n|\r/.exec(text)?.[0]
  return {
    language,
    eol: eol ?? '\n',
    hasLines: eol !== undefined,
    unit: unitIn(text, inLines) ?? (language === 'python' ? '    ' : '  '),
    colon: colon ?? ': ',
    comma: /\s$/.test(colon ?? ' ') ? ', ' : ',',
    objectPadding: padding(objects) ?? (language === 'javascript' ? ' ' : ''),
    arrayPadding: padding(arrays) ?? '',
    inlineObjects: objects.some(isOneLine) || objects.length === 0,
    inlineArrays: lists.some(isOneLine) || lists.length === 0,
    trailingComma: inLines.some(({ end, parts }) => /,\s*$/.test(text.slice(parts.at(-1)!.end, end - 1))),
    ascii: /\\u[\da-f]{4}/i.test(text) && /^\p{ASCII}*$/u.test(text),
    quote: count(start => start === "'") > count(start => start === '"') ? "'" : '"',
    bareKeys: keys.length === 0 || keys.some(({ keySpan }) => /[\w$]/.test(text[keySpan.start]!)),
    flushLists: false,
  }
}

interface Filled extends Span {
  kind: Literal['kind']
  /** What is between the brackets. */
  parts: Span[]
}

/** The literals in a literal, the outer ones first, as far as they are looked at. */
function valuesIn(root: Literal): Literal[] {
  const values = [root]
  for (let at = 0; at < values.length && values.length < SAMPLE; at++) {
    const value = values[at]!
    const inner =
      value.kind === 'object'
        ? value.members.map(member => member.value)
        : value.kind === 'array'
          ? value.elements
          : []
    // JSON in a string is written as that is.
    for (const next of inner) if (!(value.sealed && next.sealed)) values.push(next)
  }
  return values
}

function filled(literal: Literal): Filled {
  const { kind, start, end } = literal
  const own =
    kind === 'object'
      ? literal.members.map(({ keySpan, value }) => ({
          start: keySpan.start,
          end: (value.expression ?? value).end,
        }))
      : kind === 'array'
        ? literal.elements.map(element => element.expression ?? element)
        : []
  const parts = own.filter(part => part.start > start && part.end < end).sort((a, b) => a.start - b.start)
  return { kind, start, end, parts }
}

/** By how much a member is further to the right than the line that its brackets open in. */
function unitIn(text: string, containers: readonly Filled[]): string | undefined {
  for (const { start, parts } of containers) {
    const outer = indentAt(text, start)
    const inner = indentAt(text, parts[0]!.start)
    if (inner.length > outer.length && inner.startsWith(outer)) return inner.slice(outer.length)
  }
  return undefined
}

function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(startOfLine(text, at), at))![0]
}
