import type { Format } from '../loaders/index.ts'

/** How a text is written, as far as that is needed to write more of it. */
export interface Style {
  language: 'json' | 'yaml' | 'javascript' | 'python'
  eol: string
  /** Whether it has more than one line. */
  hasLines: boolean
  /** What one level is indented by. */
  unit: string
  /** What stands between a key and its value, and between two members in one line. */
  colon: string
  comma: string
  /** What stands inside the brackets of what is in one line. */
  objectPadding: string
  arrayPadding: string
  /** Whether short objects and arrays are in one line. */
  inlineObjects: boolean
  inlineArrays: boolean
  /** Whether a comma follows the last member, where members have lines of their own. */
  trailingComma: boolean
  /** Whether characters outside of ASCII are escaped. */
  ascii: boolean
  /** The quotes of strings; in YAML, of those that have to have some. */
  quote: "'" | '"'
  /** JavaScript: whether keys have no quotes where they need none. */
  bareKeys: boolean
  /** YAML: whether a list stands below its key without being indented. */
  flushLists: boolean
}

/** As far as a line goes that is written anew. */
export const WIDTH = 80
/** As far as one goes to which something is added. */
export const MOST_WIDTH = 120

/** Nobody changes the style after so much. */
const SAMPLE = 100_000

export function styleOf(text: string, format: Format): Style {
  const sample = text.slice(0, SAMPLE)
  const eol = format === 'jsonl' ? undefined : /\r\n|\n|\r/.exec(sample)?.[0]
  const common = { eol: eol ?? '\n', hasLines: eol !== undefined }
  return { ...common, ...(format === 'yaml' ? yamlStyle(sample) : jsonStyle(sample, format)) }
}

type Written = Omit<Style, 'eol' | 'hasLines'>

function jsonStyle(sample: string, format: Format): Written {
  const find = (pattern: RegExp, otherwise: string) => pattern.exec(sample)?.[1] ?? otherwise
  const colon = find(/"([ \t]*:[ \t]*)\S/, ': ')
  const inlineObjects = /\{[ \t]*["']/.test(sample)
  return {
    language: 'json',
    unit: find(/[\r\n]([ \t]+)["'{[]/, '  '),
    colon,
    comma: /\s$/.test(colon) ? ', ' : ',',
    objectPadding: find(/\{([ \t]*)["']/, ''),
    arrayPadding: find(/\[([ \t]*)["'\d{[-]/, ''),
    inlineObjects,
    inlineArrays: /\[[ \t]*["'\d-]/.test(sample) || !/\[\s*["'\d-]/.test(sample),
    trailingComma: format === 'jsonc' && /,[ \t]*[\r\n]\s*[}\]]/.test(sample),
    ascii: /\\u[\da-f]{4}/i.test(sample) && /^\p{ASCII}*$/u.test(sample),
    quote: '"',
    bareKeys: false,
    flushLists: false,
  }
}

function yamlStyle(sample: string): Written {
  const find = (pattern: RegExp, otherwise: string) => pattern.exec(sample)?.[1] ?? otherwise
  const single = sample.match(/[:\-[,{] *'/g)?.length ?? 0
  const double = sample.match(/[:\-[,{] *"/g)?.length ?? 0
  return {
    language: 'yaml',
    unit: yamlUnit(sample),
    colon: ': ',
    comma: ', ',
    objectPadding: find(/[:\-,[] +\{( *)[^\s}]/, ''),
    arrayPadding: find(/[:\-,{] +\[( *)[^\s\]]/, ''),
    inlineObjects: /[:\-,[] +\{ *[^\s}]/.test(sample),
    inlineArrays: /[:\-,{] +\[ *[^\s\]]/.test(sample),
    trailingComma: false,
    ascii: false,
    quote: single > double ? "'" : '"',
    bareKeys: false,
    flushLists: /^( *)(?:- +)*[^\s#-][^\r\n]*:[ \t]*(?:#.*)?[\r\n]+\1- /m.test(sample),
  }
}

/** By how much what a key holds is indented, by the first key that holds something on the lines below it. */
function yamlUnit(sample: string): string {
  let opened: number | undefined
  for (const line of sample.split(/\r\n|\n|\r/)) {
    const [, lead = '', rest = ''] = /^((?:[ ]|-(?= ))*)(.*)$/.exec(line) ?? []
    if (rest === '' || rest.startsWith('#')) continue
    const column = line.search(/[^ ]/)
    if (opened !== undefined && column > opened) return ' '.repeat(column - opened)
    opened = /:[ \t]*(?:#.*)?$/.test(rest) ? lead.length : undefined
  }
  return '  '
}
