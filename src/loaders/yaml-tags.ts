import {
  boolCoreTag,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  type MappingEvent,
  NOT_RESOLVED,
  nullCoreTag,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
  strTag,
} from 'js-yaml'
import type { Span } from '../types.ts'
import type { SyntaxKind } from './document.ts'
import { excerpt } from './json-notes.ts'

export type Scalar = string | number | boolean | null
type Report = (kind: SyntaxKind, span: Span, message: string) => void

type Tagged = ScalarEvent | SequenceEvent | MappingEvent

const PREFIX = 'tag:yaml.org,2002:'
const IMPLICIT_TAGS = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]
const SCALAR_TAGS = new Map([...IMPLICIT_TAGS, strTag].map(tag => [tag.tagName, tag]))

/** The JSON value of a scalar by YAML's core schema. What has none is reported, and is read as null or without its tag. */
export function scalarOf(text: string, event: ScalarEvent, span: Span, report: Report): Scalar {
  const source = getScalarValue(text, event)
  const tag = tagOf(text, event)
  const value = tag === undefined ? untagged(source, event) : tagged(source, event, tag, report)
  if (typeof value !== 'number' || Number.isFinite(value)) return value
  report('no-json-value', span, `JSON has no \`${source}\`: write a number, or leave it out.`)
  return null
}

/** Reports the tag of a collection, unless it says what the collection is anyway. */
export function checkTag(text: string, event: Tagged, kind: 'sequence' | 'mapping', report: Report): void {
  const tag = tagOf(text, event)
  const usual = kind === 'sequence' ? 'seq' : 'map'
  if (tag !== undefined && tag !== '!' && tag !== `!!${usual}`) report('tag', spanOfTag(event), unknown(tag))
}

function spanOfTag({ tagStart, tagEnd }: Tagged): Span {
  return { start: tagStart, end: tagEnd }
}

/** The tag as people write it: `!!int`, `!Ref`. */
function tagOf(text: string, event: Tagged): string | undefined {
  if (event.tagStart === -1) return undefined
  const { start, end } = spanOfTag(event)
  const tag = text.slice(start, end)
  return tag.startsWith(`!<${PREFIX}`) ? `!!${tag.slice(PREFIX.length + 2, -1)}` : tag
}

function untagged(source: string, { style }: ScalarEvent): Scalar {
  if (style !== SCALAR_STYLE.PLAIN) return source
  for (const tag of IMPLICIT_TAGS) {
    const value = tag.resolve(source, false, tag.tagName)
    if (value !== NOT_RESOLVED) return value
  }
  return source
}

function tagged(source: string, event: ScalarEvent, tag: string, report: Report): Scalar {
  if (tag === '!') return source
  const known = SCALAR_TAGS.get(tag.replace('!!', PREFIX))
  if (!known) {
    report('tag', spanOfTag(event), unknown(tag))
    return untagged(source, event)
  }
  const value = known.resolve(source, true, known.tagName)
  if (value !== NOT_RESOLVED) return value
  report('tag', spanOfTag(event), `\`${excerpt(source)}\` is no \`${tag}\`.`)
  return untagged(source, event)
}

function unknown(tag: string): string {
  return `The tag \`${tag}\` means nothing in JSON: it is read as if it were not there.`
}
