import type { Style } from './style.ts'
import { quoteOf, yamlWord } from './yaml-words.ts'

/**
 * A text in several lines, written like one that stands in the document; undefined when that one is in a single line, or
 * this one cannot be written in that way.
 *
 * @param column of the key that it belongs to
 */
export function yamlLines(value: string, like: string, column: number, style: Style): string | undefined {
  const second = /[\r\n]( *)\S/.exec(like)?.[1]
  if (second === undefined) return undefined
  const indent = ' '.repeat(Math.max(second.length, column + 1))
  const header = /^[|>]/.exec(like)?.[0]
  if (!header) return flowLines(value, like, indent, style)
  // In these styles, spaces at the ends of lines and empty lines at the end of the text count.
  if (!/^\S/.test(value) || /[^\S\n ]|\p{Cc}(?<!\n)|^ | $|\n\n$/mu.test(value)) return undefined
  const content = value.replace(/\n$/, '')
  const chomp = content === value ? '-' : ''
  const lines = header === '|' ? content.split('\n') : foldedLines(content, roomIn(like, indent))
  return [header + chomp, ...lines.map(line => (line === '' ? '' : indent + line))].join(style.eol)
}

/** How long the lines are that a text is broken into, without their indentation. */
function roomIn(like: string, indent: string): number {
  const [, ...lines] = like.split(/\r\n|\n|\r/)
  return Math.max(...lines.map(line => line.trimEnd().length)) - indent.length
}

function foldedLines(content: string, room: number): string[] {
  return content.split('\n').flatMap((paragraph, index) => {
    const lines = paragraph === '' ? [''] : wrapped(paragraph, room)
    return index === 0 || paragraph === '' ? lines : ['', ...lines]
  })
}

function flowLines(value: string, like: string, indent: string, style: Style): string | undefined {
  if (/\s\s|\n/.test(value)) return undefined
  const word = yamlWord(value, quoteOf(like), style.quote, false)
  return wrapped(word, roomIn(like, indent)).join(style.eol + indent)
}

/** Breaks a text at spaces that stand alone: reading puts them back. */
function wrapped(text: string, room: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/(?<! ) (?! )/)) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
