import type { Envelope, JsonObject, Pointer } from '../types.ts'

/* ------------------------------------------------------------------ the codec */

/** How strict arguments become the arguments of the original tools, and back. Plain JSON; `docs/codec.md` explains it. */
export interface Codec {
  version: 1
  /** By the name the tool has in the converted list. */
  tools: { [name: string]: ToolCodec }
}

export interface ToolCodec {
  /** What the tool was called, where that differs. */
  name?: string
  /** What becomes of the arguments; nothing when left out. */
  arguments?: CodecNode
  /** Nodes that `ref` points at. */
  definitions?: { [name: string]: CodecNode }
}

/**
 * What becomes of one value. A node that meets a value it is not made for (of another type than it writes) hands the
 * value on as it is; so does a place that has no node.
 */
export type CodecNode =
  | ObjectCodec
  | ArrayCodec
  | TupleCodec
  | EntriesCodec
  | JsonCodec
  | LabelsCodec
  | BoxCodec
  | MaybeCodec
  | UnionCodec
  | RefCodec

/** Strict: an object that has all its properties. Original: an object that may lack some. */
export interface ObjectCodec {
  kind: 'object'
  /** By strict name. A property that is not listed stands in both, unchanged. */
  properties?: { [name: string]: PropertyCodec }
  /** The strict property that carries the original's properties other than `except`, as `codec` writes an object of them. */
  extras?: { property: string; except: string[]; codec: CodecNode }
}

export interface PropertyCodec extends OptionalCodec {
  /** The original name, where it differs. */
  name?: string
}

/** What stands at a place that may be empty in the original. */
export interface OptionalCodec {
  /** What strict writes where the original has nothing. Any value of the marker's type is read as that. */
  absent?: Marker
  codec?: CodecNode
}

/** `[]` stands for an empty array only; every other marker for all values of its type. */
export type Marker = null | boolean | number | string | []

/** Both: an array. */
export interface ArrayCodec {
  kind: 'array'
  items: CodecNode
}

/** Strict: an object with the properties `0`, `1`, … Original: an array, which ends at the first absent one. */
export interface TupleCodec {
  kind: 'tuple'
  items: OptionalCodec[]
  /** The strict property that holds the items behind those. */
  rest?: { property: string; codec?: CodecNode }
}

/** Strict: an array of `{key, value}`. Original: an object. Of a repeated key the last one counts. */
export interface EntriesCodec {
  kind: 'entries'
  /** What becomes of the value: the first whose `pattern` the key matches; one without a pattern matches every key. */
  values: { pattern?: string; codec?: CodecNode }[]
  /** Keys that the original cannot have: an entry with such a key is left out. */
  except?: string[]
}

/** Strict: a string that holds JSON text; text that is no JSON stands for itself. Original: a value of this type, or of any. */
export interface JsonCodec {
  kind: 'json'
  type?: 'object'
}

/** Strict: a string, the first of a pair. Original: the value beside it. */
export interface LabelsCodec {
  kind: 'labels'
  values: [label: string, value: unknown][]
}

/** Strict: an object with this one property. Original: what is in it. */
export interface BoxCodec {
  kind: 'box'
  property: string
  codec?: CodecNode
}

/** Strict: an array of one, or an empty one. Original: what is in it, or `null`. */
export interface MaybeCodec {
  kind: 'maybe'
  codec?: CodecNode
}

/** The first branch that takes the value decides. */
export interface UnionCodec {
  kind: 'union'
  branches: UnionBranch[]
}

export interface UnionBranch {
  /** JSON Schema: which strict values belong to this branch. */
  strict: JsonObject
  /** JSON Schema: which original values belong to this branch. */
  original: JsonObject
  codec?: CodecNode
}

/** The node of that name in the tool's `definitions`. */
export interface RefCodec {
  kind: 'ref'
  name: string
}

/* ------------------------------------------------------------------ the report */

/**
 * safe: written otherwise, and the same values fit. encoded: the value is written otherwise, and the codec turns it back.
 * weakened: strict cannot demand it; the description says it, and only a local validation enforces it. narrowed: values
 * the original takes no longer fit. impossible: strict cannot say it, so the tool is left as it was.
 */
export type ChangeKind = 'safe' | 'encoded' | 'weakened' | 'narrowed' | 'impossible'

export interface Change {
  kind: ChangeKind
  /** One sentence. */
  message: string
  /** The keyword it is about, where it is about one. */
  keyword?: string
  /** The place in the document that was converted. */
  from: Pointer
  /** The place in the list of converted tools; none when nothing is left of it. */
  to?: Pointer
}

export interface ToolConversion {
  /** As it was called, and where it stood. */
  name: string | undefined
  from: Pointer
  envelope: Envelope
  /** What it is called now, and where it stands in the list of converted tools. */
  as: string | undefined
  to: Pointer
  /** unchanged: it was ready for strict mode as it was. */
  outcome: 'unchanged' | 'converted' | 'non-strict only'
  /** Why it could not be made strict. */
  reason?: string
  changes: Change[]
  /** The tool in the envelope it is given, without and with the conversion: minified JSON in UTF-8, in bytes. */
  size: { before: number; after: number }
}

export interface ConvertReport {
  profile: string
  tools: ToolConversion[]
}

export interface Conversion {
  /** The converted tools, in the order they were found. */
  tools: JsonObject[]
  codec: Codec
  report: ConvertReport
}
