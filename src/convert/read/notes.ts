import { child } from '../../pointer.ts'
import type { JsonObject } from '../../types.ts'
import { vocabulary } from '../../vocabulary.ts'
import { isObject } from '../../walk.ts'
import type { Draft, Notes, Source } from '../ir.ts'
import { jsonText, member } from '../json.ts'

const kept = new Set(['title', 'description'])
export const definitionKeywords: ReadonlySet<string> = new Set(['$defs', '$def', 'definitions'])

/** What some subschemas say to people, and what becomes of each annotation. */
export function notesOf(sources: readonly Source[]): { notes: Notes; drafts: Draft[] } {
  const notes: Notes = { texts: [], words: [] }
  const drafts: Draft[] = []
  for (const { schema, pointer } of sources) {
    if (!isObject(schema)) continue
    const title = member(schema, 'title')
    const text = member(schema, 'description')
    if (typeof title === 'string' && notes.title === undefined) {
      notes.title = title.toWellFormed()
      notes.titleAt = child(pointer, 'title')
    }
    if (typeof text === 'string' && text !== '' && !notes.texts.includes(text))
      notes.texts.push(text.toWellFormed())
    for (const keyword in schema) {
      const known = vocabulary.get(keyword)
      if (known?.kind === 'constraint' || kept.has(keyword) || definitionKeywords.has(keyword)) continue
      const words = wordsFor(keyword, schema)
      if (words !== undefined) notes.words.push(words)
      const isKeyword = known || keyword === 'id' || keyword === 'example'
      const fate = words === undefined ? 'is left out' : 'goes into the description'
      const message = `\`${keyword}\` ${isKeyword ? '' : 'is no keyword of JSON Schema, and '}${fate}.`
      drafts.push({ kind: 'safe', message, keyword, from: child(pointer, keyword) })
    }
  }
  return { notes, drafts }
}

/** What is said of an annotation in words; undefined when it says nothing that helps, or the description says it already. */
function wordsFor(keyword: string, schema: JsonObject): string | undefined {
  const text = typeof schema.description === 'string' ? schema.description : ''
  const value = schema[keyword]
  switch (keyword) {
    case 'default': {
      // Null is how absence is written.
      const shown = value === null ? undefined : quote(value)
      const isSaid = shown === undefined || (/default/i.test(text) && text.includes(shown))
      return isSaid ? undefined : `default ${shown}`
    }
    case 'examples':
    case 'example': {
      const shown = quote(keyword === 'examples' && Array.isArray(value) ? value[0] : value)
      return shown === undefined || text.includes(shown) ? undefined : `e.g. ${shown}`
    }
    case 'deprecated':
      return value === true ? 'deprecated' : undefined
    default:
      return undefined
  }
}

/** The longest value that is quoted in a description. */
const maxQuote = 60

function quote(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : jsonText(value)
  return text !== undefined && text !== '' && text.length <= maxQuote ? text.toWellFormed() : undefined
}

/** What two say together, each thing once. */
export function mergeNotes(a: Notes, b: Notes): Notes {
  if (isSilent(b) && a.texts.length < 2) return a
  if (isSilent(a) && b.texts.length < 2) return b
  const titled = a.title === undefined ? b : a
  const merged: Notes = { texts: distinct(a.texts, b.texts), words: distinct(a.words, b.words) }
  if (titled.title !== undefined) {
    merged.title = titled.title
    merged.titleAt = titled.titleAt!
  }
  return merged
}

function isSilent({ title, texts, words }: Notes): boolean {
  return title === undefined && texts.length + words.length === 0
}

function distinct(a: readonly string[], b: readonly string[]): string[] {
  return a.length + b.length < 2 ? [...a, ...b] : [...new Set([...a, ...b])]
}
