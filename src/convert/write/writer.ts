import type { JsonObject, Pointer } from '../../types.ts'
import {
  type Alternative,
  type Draft,
  Inexpressible,
  type LiteralsAlternative,
  type Notes,
  type ObjectAlternative,
  type Place,
  type Shape,
  type TupleAlternative,
} from '../ir.ts'
import { jsonText } from '../json.ts'
import { mergeNotes } from '../read/notes.ts'
import type { Rings } from '../rings.ts'
import type { CodecNode, EntriesCodec, Marker, ObjectCodec, OptionalCodec, PropertyCodec } from '../types.ts'
import { boxDraft, encodingDraft, maybeDrafts, notesOf, optionalDraft, titleDraft } from './account.ts'
import { createIntern } from './codecs.ts'
import { markerBeside } from './marker.ts'
import { definitionName, freeName, nameOf } from './names.ts'
import { annotated, anyOf, closedObject } from './strict.ts'
import { type Branch, writeUnion } from './union.ts'

/** A place as strict writes it. */
interface Written {
  schema: JsonObject
  codec?: CodecNode
  /** What stands for nothing. */
  absent?: Marker
}

/** A shape as strict writes it. */
interface Form {
  branches: Branch[]
  codec: CodecNode | undefined
}

export interface Result {
  schema: JsonObject
  codec: CodecNode | undefined
  /** The definitions of the schema and of the codec, by name. */
  schemas: Map<string, JsonObject>
  codecs: Map<string, CodecNode>
  /** What nodes were made of. */
  made: { node: JsonObject; shape: Shape }[]
  /** What became of the original, with the node that it became. */
  drafts: { draft: Draft; node: JsonObject }[]
}

/** Parts nested deeper are beyond what models fill, and beyond what a server was seen to take. */
const maxDepth = 100

const none: Notes = { texts: [], words: [] }

/**
 * Writes what a schema means as a strict schema, with the codec that leads back.
 *
 * @throws Inexpressible when it would be nested too deep
 */
export function writeSchema(root: Place, rings: Rings): Result {
  const intern = createIntern()
  const forms = new Map<Shape, Form>()
  const names = new Map<Shape, string>()
  const schemas = new Map<string, JsonObject>()
  const codecs = new Map<string, CodecNode>()
  const drafts: Result['drafts'] = []
  const made: Result['made'] = []
  let depth = 0

  const note = (node: JsonObject, found: readonly Draft[]) => {
    for (const draft of found) drafts.push({ draft, node })
  }

  /* ---------------------------------------------------------------- places */

  function writePlace(place: Place, optional: boolean, name: string): Written {
    const loose = optional || place.nullable
    const isCut = rings.wrapped.has(place.shape) || (!loose && rings.plain.has(place.shape))
    const written = isCut ? writeReference(place, optional) : writeInline(place, optional, name)
    note(written.schema, place.drafts)
    made.push({ node: written.schema, shape: place.shape })
    if (optional) drafts.push({ draft: optionalDraft(place, written.absent!), node: written.schema })
    return written
  }

  function writeInline(place: Place, optional: boolean, name: string): Written {
    const { branches, codec } = formOf(place.shape)
    const any = branches.some(({ alternative }) => alternative.kind === 'json' && !alternative.type)
    const nullable = place.nullable && !any
    const extra: JsonObject[] = nullable ? [{ type: 'null' }] : []
    if (!optional) {
      const schema = writeBranches(branches, extra, place.notes, place.origin, name)
      return codec ? { schema, codec } : { schema }
    }
    const marker = markerBeside(branches, nullable)
    if (marker === undefined) return writeBoxed(place, name)
    extra.push({ ...marker.schema })
    const { words } = marker
    const notes = words.length > 0 ? { ...place.notes, words: [...place.notes.words, ...words] } : place.notes
    const schema = writeBranches(branches, extra, notes, place.origin, name)
    return codec ? { schema, codec, absent: marker.value } : { schema, absent: marker.value }
  }

  /** Every type has a meaning of its own here: what says that there is nothing must stand outside. */
  function writeBoxed(place: Place, name: string): Written {
    const { schema, codec } = writeInline({ ...place, notes: none }, false, name)
    const outer = annotated(anyOf([closedObject([['value', schema]]), { type: 'null' }]), place.notes, name)
    note(outer, [boxDraft(place.origin)])
    return {
      schema: outer,
      codec: intern({ kind: 'box', property: 'value', ...(codec && { codec }) }),
      absent: null,
    }
  }

  function writeBranches(
    branches: readonly Branch[],
    extra: readonly JsonObject[],
    notes: Notes,
    origin: Pointer,
    name: string,
  ): JsonObject {
    const [only] = branches
    if (only && branches.length === 1) {
      const schema = extra.length > 0 ? anyOf([only.schema, ...extra]) : only.schema
      return account(only, named(schema, mergeNotes(notes, notesOf(only)), name), origin)
    }
    const written = branches.map(branch => annotated(branch.schema, notesOf(branch)))
    const schema = named(anyOf([...written, ...extra]), notes, name)
    const listed = new Set(Array.isArray(schema.anyOf) ? schema.anyOf : [])
    for (const [i, branch] of branches.entries()) {
      account(branch, listed.has(written[i]) ? written[i]! : schema, origin)
    }
    return schema
  }

  function named(schema: JsonObject, notes: Notes, name: string): JsonObject {
    const result = annotated(schema, notes, name)
    note(result, titleDraft(notes, name))
    return result
  }

  function account(branch: Branch, schema: JsonObject, origin: Pointer): JsonObject {
    note(schema, branch.alternative.drafts)
    note(schema, encodingDraft(branch, origin))
    return schema
  }

  /* ---------------------------------------------------------------- recursion */

  /** A recursive part is written once and referred to; where it may be missing, in an array, as no reference may be a branch. */
  function writeReference(place: Place, optional: boolean): Written {
    const { shape, nullable, notes } = place
    const name = define(shape)
    const ref: JsonObject = { $ref: isRoot(shape) ? '#' : `#/$defs/${name}` }
    const codec = intern({ kind: 'ref', name })
    if (!optional && !nullable) return { schema: annotated(ref, notes), codec }
    const words = ['at most one item', ...(nullable ? ['[]: null'] : [])]
    const list: JsonObject = { type: 'array', items: ref }
    const both = optional && nullable
    const schema = annotated(both ? anyOf([list, { type: 'null' }]) : list, {
      ...notes,
      words: [...notes.words, ...words],
    })
    note(schema, maybeDrafts(place))
    return { schema, codec: intern({ kind: 'maybe', codec }), ...(optional && { absent: both ? null : [] }) }
  }

  function define(shape: Shape): string {
    const known = names.get(shape)
    if (known !== undefined) return known
    const name = freeName(definitionName(nameOf(shape)), new Set(names.values()))
    names.set(shape, name)
    if (isRoot(shape)) return name
    const { branches, codec } = formOf(shape)
    schemas.set(name, writeBranches(branches, [], none, root.origin, name))
    if (codec) codecs.set(name, codec)
    return name
  }

  /* ---------------------------------------------------------------- shapes */

  function formOf(shape: Shape): Form {
    const known = forms.get(shape)
    if (known) return known
    if (depth >= maxDepth)
      throw new Inexpressible(`written out, the schema is more than ${maxDepth} levels deep`, root.origin)
    depth++
    const branches = shape.alternatives.map(branchOf)
    depth--
    const form =
      branches.length > 1 ? writeUnion(branches, rings, intern) : { branches, codec: branches[0]?.codec }
    forms.set(shape, form)
    return form
  }

  const written = new Map<Alternative, Branch>()

  function branchOf(alternative: Alternative): Branch {
    const known = written.get(alternative)
    if (known) return known
    const { schema, codec } = writeAlternative(alternative)
    const branch: Branch = { alternative, schema, codec }
    written.set(alternative, branch)
    return branch
  }

  function writeAlternative(alternative: Alternative): { schema: JsonObject; codec: CodecNode | undefined } {
    switch (alternative.kind) {
      case 'scalar':
        return { schema: alternative.schema, codec: undefined }
      case 'literals':
        return writeLiterals(alternative)
      case 'json':
        return {
          schema: { type: 'string' },
          codec: intern({ kind: 'json', ...(alternative.type && { type: alternative.type }) }),
        }
      case 'array': {
        const { schema, codec } = writePlace(alternative.items, false, '')
        return {
          schema: { type: 'array', items: schema },
          codec: codec && intern({ kind: 'array', items: codec }),
        }
      }
      case 'tuple':
        return writeTuple(alternative)
      case 'object':
        return writeObject(alternative)
    }
  }

  function writeLiterals({ values }: LiteralsAlternative): { schema: JsonObject; codec: CodecNode } {
    const labels = new Map<string, unknown>()
    for (const value of values) {
      const text = (typeof value === 'string' ? value : (jsonText(value) ?? 'value')).toWellFormed()
      labels.set(freeName(text, labels), value)
    }
    return {
      schema: { type: 'string', enum: [...labels.keys()] },
      codec: intern({ kind: 'labels', values: [...labels] }),
    }
  }

  function writeTuple({ items, required, rest }: TupleAlternative): { schema: JsonObject; codec: CodecNode } {
    const parts = items.map((place, i) => writePlace(place, i >= required, String(i)))
    const properties: [string, JsonObject][] = parts.map(({ schema }, i) => [String(i), schema])
    const behind = rest && writePlace(rest, false, 'rest')
    if (behind) properties.push(['rest', { type: 'array', items: behind.schema }])
    const codec: CodecNode = { kind: 'tuple', items: parts.map(optionalCodec) }
    if (behind) codec.rest = { property: 'rest', ...(behind.codec && { codec: behind.codec }) }
    return { schema: closedObject(properties), codec: intern(codec) }
  }

  /* ---------------------------------------------------------------- objects */

  function writeObject(alternative: ObjectAlternative): { schema: JsonObject; codec: CodecNode | undefined } {
    const { properties, extras } = alternative
    if (isMap(alternative)) return writeEntries(alternative)
    const schemas = new Map<string, JsonObject>()
    const codecs: [string, PropertyCodec][] = []
    for (const [name, { place, required }] of properties) {
      const written = writePlace(place, !required, name)
      const strictName = freeName(name.toWellFormed(), schemas)
      schemas.set(strictName, written.schema)
      if (strictName !== name) codecs.push([strictName, { name, ...optionalCodec(written) }])
      else if (written.absent !== undefined || written.codec) codecs.push([name, optionalCodec(written)])
    }
    if (schemas.size === 0) {
      schemas.set('_', { type: 'string', enum: ['empty'] })
      codecs.push(['_', { absent: 'empty' }])
    }
    const carried = extras.length > 0 ? freeName('additional', schemas) : undefined
    const entries = carried === undefined ? undefined : writeEntries(alternative)
    if (carried !== undefined) schemas.set(carried, entries!.schema)
    const schema = closedObject([...schemas])
    if (codecs.length === 0 && !entries) return { schema, codec: undefined }
    const codec: ObjectCodec = { kind: 'object' }
    if (codecs.length > 0) codec.properties = Object.fromEntries(codecs)
    if (entries)
      codec.extras = {
        property: carried!,
        except: [...properties.keys(), ...alternative.barred],
        codec: entries.codec,
      }
    return { schema, codec: intern(codec) }
  }

  function writeEntries({ extras, properties, barred }: ObjectAlternative): {
    schema: JsonObject
    codec: CodecNode
  } {
    const values: EntriesCodec['values'] = []
    const entries = extras.map(({ pattern, key, place }) => {
      const value = writePlace(place, false, 'value')
      values.push({ ...(pattern !== undefined && { pattern }), ...(value.codec && { codec: value.codec }) })
      return closedObject([
        ['key', key],
        ['value', value.schema],
      ])
    })
    const codec: CodecNode = { kind: 'entries', values }
    if (properties.size === 0 && barred.length > 0) codec.except = barred
    return { schema: { type: 'array', items: anyOf(entries) }, codec: intern(codec) }
  }

  /* ---------------------------------------------------------------- the root */

  /** Whether a shape stands at the root as it is. */
  function isRoot(shape: Shape): boolean {
    const [only, ...others] = shape.alternatives
    return shape === root.shape && others.length === 0 && only?.kind === 'object' && !isMap(only)
  }

  function writeRoot(): { schema: JsonObject; codec: CodecNode | undefined } {
    const plain = { ...root, nullable: false }
    if (isRoot(root.shape)) {
      const { branches, codec } = formOf(root.shape)
      const schema = writeBranches(branches, [], root.notes, root.origin, '')
      note(schema, root.drafts)
      const name = names.get(root.shape)
      if (name === undefined || !codec) return { schema, codec }
      codecs.set(name, codec)
      return { schema, codec: intern({ kind: 'ref', name }) }
    }
    // The root must be an object: what is none, or is one of several, stands in a property.
    const inner = writePlace(plain, false, '')
    const schema = closedObject([['value', inner.schema]])
    note(schema, [boxDraft(root.origin)])
    return {
      schema,
      codec: intern({ kind: 'box', property: 'value', ...(inner.codec && { codec: inner.codec }) }),
    }
  }

  const { schema, codec } = writeRoot()
  return { schema, codec, schemas, codecs, drafts, made }
}

/** Whether an object is nothing but a map. */
function isMap({ properties, extras }: ObjectAlternative): boolean {
  return properties.size === 0 && extras.length > 0
}

function optionalCodec({ absent, codec }: Written): OptionalCodec {
  const result: OptionalCodec = {}
  if (absent !== undefined) result.absent = absent
  if (codec) result.codec = codec
  return result
}
