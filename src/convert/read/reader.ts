import type { JsonObject, Pointer } from '../../types.ts'
import { isObject } from '../../walk.ts'
import type { Dialect } from '../dialect.ts'
import { type Alternative, Inexpressible, type Place, type Shape, type Source } from '../ir.ts'
import { readBeyond } from './conditions.ts'
import { alone, expand, type Item, loneSource } from './expand.ts'
import { annotates, constrains } from './keywords.ts'
import { mergeNotes, notesOf } from './notes.ts'
import { type Common, type Part, type PartContext, partsOf, plainPart, rootSource } from './parts.ts'
import { createLookup } from './resolver.ts'

export interface ReadOptions {
  dialect: Dialect
  /** Whether the properties that an open object does not declare are closed out or carried. */
  open: 'close' | 'encode'
}

/** What a schema means. */
export interface Reading {
  root: Place
  /** Whether some value fits every place, no shape stands at two of them, and no tuple may end: then nothing is to be pruned or cut. */
  isPlain: boolean
}

/** So many different values make up the arguments of a tool; more are the work of a program, or of an attacker. */
const maxAlternatives = 50_000

/**
 * Reads the parameters of a tool: what they mean under the closed reading. Of a root that takes objects only these count, as
 * arguments are one.
 *
 * @throws Inexpressible when a reference leads nowhere, or the schema is too deep or too large to be written out
 */
export function readSchema(schema: JsonObject, pointer: Pointer, options: ReadOptions): Reading {
  const lookup = createLookup(schema, pointer)
  const alternatives = new Map<string, Alternative>()
  const shapes = new Map<string, Shape>()
  const queue: (() => void)[] = []
  let isPlain = true
  const { dialect, open } = options
  const { resolve } = lookup
  const context: PartContext = { dialect, open, resolve, place, later: fill => queue.push(fill) }

  function place(items: readonly Item[], origin: Pointer, name: string): Place {
    const lone = loneSource(items, lookup)
    const plain = lone && plainPart(lone, context)
    if (plain?.make) {
      const shape = plainShape(plain, lone!, name)
      return { shape, nullable: false, notes: { texts: [], words: [] }, drafts: [], origin }
    }
    const { base, conjunctions, nullable, drafts, words } = lone ? alone(lone) : expand(items, lookup)
    const parts =
      conjunctions.length === 1
        ? partsOf(conjunctions[0]!, context)
        : conjunctions.flatMap(conjunction => partsOf(conjunction, context))
    const [only] = parts
    if (parts.length === 1 && only!.make && base.every(constrains)) {
      // Nothing stands around it: all that is said belongs to the one alternative.
      const shape = shapeOf([alternativeOf(only!, nothing)], conjunctions[0]!, name)
      return { shape, nullable, notes: { texts: [], words }, drafts, origin }
    }
    const made = parts.filter(({ make }) => make)
    // What all alternatives share is said once, around them; what a single one says belongs to it.
    const outside = new Set(made.length === 1 ? base.filter(source => !constrains(source)) : base)
    const around = notesOf([...outside])
    const nulls = parts.filter(({ make }) => !make)
    const aside = nulls.map(({ conjunction }) =>
      notesOf(
        conjunction.filter(
          source => !outside.has(source) && made.every(part => !part.conjunction.includes(source)),
        ),
      ),
    )
    return {
      shape: shapeOf(
        made.map(part => alternativeOf(part, outside)),
        conjunctions[0] ?? base,
        name,
      ),
      nullable: nulls.length > 0 || nullable,
      notes: {
        ...around.notes,
        words: [
          ...around.notes.words,
          ...words,
          ...aside.flatMap(({ notes }) => notes.texts.map(text => `null: ${text}`)),
        ],
      },
      drafts: [...drafts, ...around.drafts, ...aside.flatMap(told => told.drafts)],
      origin,
    }
  }

  /** The shape of a subschema that stands alone: nothing is to be merged, and there is nothing to choose. */
  function plainShape(part: Part, source: Source, name: string): Shape {
    const key = `${part.key} ${source.pointer}`
    const known = shapes.get(key)
    if (known) return again(known)
    const { conjunction, make } = part
    const alternative = knownAlternative(key) ?? makeAlternative(key, make!, conjunction, conjunction)
    const shape: Shape = { conjunction, name, alternatives: [alternative] }
    shapes.set(key, shape)
    return shape
  }

  function shapeOf(found: readonly Keyed[], conjunction: readonly Source[], name: string): Shape {
    // Where anything goes, what goes besides is no news.
    const any = found.find(({ alternative }) => alternative.kind === 'json' && alternative.type === undefined)
    const chosen = any ? [any] : found
    const key = chosen.map(alternative => alternative.key).join('|')
    const known = shapes.get(key)
    if (known) return again(known)
    if (chosen.length === 0) isPlain = false
    const alternatives = [...new Set(chosen.map(({ alternative }) => alternative))]
    const shape: Shape = { conjunction, name, alternatives }
    shapes.set(key, shape)
    return shape
  }

  function alternativeOf({ key: part, conjunction, make }: Part, outside: ReadonlySet<Source>): Keyed {
    const sources = conjunction.filter(constrains)
    let key = part
    for (const source of conjunction) {
      const around = outside.has(source)
      if (constrains(source) || (annotates(source) && !around))
        key += ` ${source.pointer}${around ? '!' : ''}`
    }
    const known = knownAlternative(key)
    if (known) return { key, alternative: known }
    const own = conjunction.filter(source => !outside.has(source))
    return { key, alternative: makeAlternative(key, make!, own, sources) }
  }

  /** What stands at a second place makes a graph of the tree. */
  function again(shape: Shape): Shape {
    isPlain = false
    return shape
  }

  function knownAlternative(key: string): Alternative | undefined {
    const known = alternatives.get(key)
    if (known) isPlain = false
    return known
  }

  /** @param own the subschemas that say to people what is said of this alternative alone */
  function makeAlternative(
    key: string,
    make: (common: Common) => Alternative,
    own: readonly Source[],
    sources: Source[],
  ): Alternative {
    if (alternatives.size >= maxAlternatives) {
      throw new Inexpressible(
        `written out, the schema has more than ${maxAlternatives} different parts`,
        pointer,
      )
    }
    const { notes, drafts } = notesOf(own)
    const beyond = readBeyond(sources, 'any')
    drafts.push(...beyond.drafts)
    const alternative = make({
      notes: mergeNotes(notes, { texts: [], words: [...beyond.words] }),
      drafts,
      sources,
    })
    if (alternative.kind === 'tuple') isPlain = false
    alternatives.set(key, alternative)
    return alternative
  }

  let root = place(
    isPlainObject(schema) ? [{ schema, pointer }] : [{ schema, pointer }, rootSource],
    pointer,
    'arguments',
  )
  if (root.shape.alternatives.length === 0) root = place([{ schema, pointer }], pointer, 'arguments')
  for (let i = 0; i < queue.length; i++) queue[i]!()
  return { root, isPlain }
}

/** Whether a root says itself that it is an object, and what is in it: then it is read as it would be anywhere. */
function isPlainObject({ type, properties }: JsonObject): boolean {
  return type === 'object' && isObject(properties)
}

const nothing: ReadonlySet<Source> = new Set()

interface Keyed {
  key: string
  alternative: Alternative
}
