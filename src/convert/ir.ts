import type { JsonObject, Pointer } from '../types.ts'
import type { Change } from './types.ts'

/*
 * What a schema means under the closed reading: references followed, conjunctions merged, the dialects of the drafts
 * folded into one. A place takes the alternatives of its shape, and perhaps `null`.
 */

/** A subschema of the original, and where it stands in the document. */
export interface Source {
  schema: JsonObject | boolean
  pointer: Pointer
  /** The subschemas that brought it along, by `$ref`, `allOf` or as a branch. */
  within?: ReadonlySet<Pointer>
}

/** A change whose place in the result is not known yet. */
export type Draft = Omit<Change, 'to'>

/** What the schema says to people. */
export interface Notes {
  title?: string
  /** Where the title stands. */
  titleAt?: Pointer
  /** Descriptions as written. */
  texts: string[]
  /** What is added to them: constraints that strict cannot say. */
  words: string[]
}

/** Where a value stands: a property, an item, the root. */
export interface Place {
  shape: Shape
  nullable: boolean
  notes: Notes
  drafts: Draft[]
  /** The subschema that stands there. */
  origin: Pointer
}

/** What may stand at a place besides `null`. Places that take the same share one shape, so recursion is a ring of shapes. */
export interface Shape {
  /** What it is read from, and what its place calls it: `nameOf` makes a definition's name of them. */
  conjunction: readonly Source[]
  name: string
  /** No alternative: no value fits. */
  alternatives: Alternative[]
}

export type Alternative =
  | ScalarAlternative
  | LiteralsAlternative
  | JsonAlternative
  | ArrayAlternative
  | TupleAlternative
  | ObjectAlternative

interface Common {
  notes: Notes
  drafts: Draft[]
  /** The subschemas it was merged from. */
  sources: Source[]
}

/** A string, number or boolean that strict can say as it is. */
export interface ScalarAlternative extends Common {
  kind: 'scalar'
  schema: JsonObject & { type: 'string' | 'number' | 'integer' | 'boolean' }
}

/** One of these values. */
export interface LiteralsAlternative extends Common {
  kind: 'literals'
  values: unknown[]
}

/** Any value, or any object: nothing is said of what is in it. */
export interface JsonAlternative extends Common {
  kind: 'json'
  type?: 'object'
}

export interface ArrayAlternative extends Common {
  kind: 'array'
  items: Place
}

/** An array whose items differ by position. */
export interface TupleAlternative extends Common {
  kind: 'tuple'
  items: Place[]
  /** How many items there must be. */
  required: number
  /** The items behind those. */
  rest?: Place
}

export interface ObjectAlternative extends Common {
  kind: 'object'
  properties: Map<string, Property>
  /** The properties that are not declared by name, by what their name matches; a group without a pattern is the last. */
  extras: Extra[]
  /** The names that are declared, but no value fits: no extra may have them either. */
  barred: string[]
}

export interface Property {
  place: Place
  required: boolean
}

export interface Extra {
  /** What the names of this group match. */
  pattern?: string
  /** The names as a strict schema. */
  key: JsonObject
  place: Place
}

/** The schema says something that strict cannot say at all. */
export class Inexpressible extends Error {
  readonly pointer: Pointer
  constructor(message: string, pointer: Pointer) {
    super(message)
    this.pointer = pointer
  }
}
