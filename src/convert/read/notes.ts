import { child } from '../../pointer.ts'
import { vocabulary } from '../../vocabulary.ts'
import { isObject } from '../../walk.ts'
import type { Draft, Notes, Source } from '../ir.ts'
import { jsonText, member } from '../json.ts'

/** Annotations that end here: they say nothing to a model, or stand for something that is said otherwise. */
const silent = new Set([
  '$schema',
  '$id',
  'id',
  '$comment',
  '$anchor',
  '$dynamicAnchor',
  '$recursiveAnchor',
  '$vocabulary',
])
const kept = new Set(['title', 'description'])
const worded = new Set(['default', 'examples', 'example', 'deprecated'])

/** What some subschemas say to people, and what becomes of each annotation. */
export function notesOf(sources: readonly Source[]): { notes: Notes; drafts: Draft[] } {
  const notes: Notes = { texts: [], words: [] }
  const drafts: Draft[] = []
  for (const { schema, pointer } of sources) {
    if (!isObject(schema)) continue
    for (const keyword of Object.keys(schema)) {
      const known = vocabulary.get(keyword)
      if (
        kept.has(keyword) ||
        known?.kind === 'constraint' ||
        definitions.has(keyword) ||
        keyword === 'divisibleBy'
      )
        continue
      const how = worded.has(keyword)
        ? 'goes into the description'
        : silent.has(keyword) || known
          ? 'is left out'
          : 'is no keyword of JSON Schema, and is left out'
      drafts.push({ kind: 'safe', message: `\`${keyword}\` ${how}.`, keyword, from: child(pointer, keyword) })
    }
    const title = member(schema, 'title')
    if (typeof title === 'string') notes.title ??= title.toWellFormed()
    const text = member(schema, 'description')
    if (typeof text === 'string' && text !== '' && !notes.texts.includes(text))
      notes.texts.push(text.toWellFormed())
    notes.words.push(...wordsOf(schema))
  }
  return { notes, drafts }
}

const definitions = new Set(['$defs', '$def', 'definitions'])

/** The longest value that is quoted in a description. */
const maxQuote = 60

function wordsOf(schema: Record<string, unknown>): string[] {
  const words: string[] = []
  const text = typeof schema.description === 'string' ? schema.description : ''
  const fallback = Object.hasOwn(schema, 'default') ? quote(schema.default) : undefined
  // Null is how absence is written, and many descriptions say what the default is.
  if (
    fallback !== undefined &&
    schema.default !== null &&
    !(/default/i.test(text) && text.includes(fallback))
  ) {
    words.push(`default ${fallback}`)
  }
  const { examples } = schema
  const example = Array.isArray(examples) ? examples[0] : schema.example
  const shown = example === undefined ? undefined : quote(example)
  if (shown !== undefined && !text.includes(shown)) words.push(`e.g. ${shown}`)
  if (schema.deprecated === true) words.push('deprecated')
  return words
}

function quote(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value : jsonText(value)
  return text !== undefined && text !== '' && text.length <= maxQuote ? text.toWellFormed() : undefined
}

export function mergeNotes(...all: readonly Notes[]): Notes {
  const title = all.find(notes => notes.title !== undefined)?.title
  return {
    ...(title !== undefined && { title }),
    texts: [...new Set(all.flatMap(({ texts }) => texts))],
    words: [...new Set(all.flatMap(({ words }) => words))],
  }
}
