import type { Span } from '../types.ts'

/** A literal in source code, as far as it is known without running it. Spans are UTF-16 offsets into the file's text. */
export type Literal = ScalarLiteral | ArrayLiteral | ObjectLiteral | OpaqueLiteral

/** A value and where it is written down; what is needed to write it down anew. */
export interface Written extends Span {
  /**
   * What stands where the value belongs, if that is more than the literal, or only leads to it: parentheses or `as const`
   * around it, the name of the constant that it is.
   */
  expression?: Span
  /** Nothing in it can be written anew: it is a constant that is used in several places, or stands in a string. */
  sealed?: boolean
  /** How many places use the constant that it is, if there are several. */
  uses?: number
}

export interface ScalarLiteral extends Written {
  kind: 'scalar'
  value: string | number | boolean | null
}

export interface ArrayLiteral extends Written {
  kind: 'array'
  elements: Literal[]
  /** What else stands between the brackets: `...more`. In the order of the text. */
  others?: Span[]
  /** Why there may be elements that are not listed: something unknown is spread into it. */
  unknown?: Unknown
}

export interface ObjectLiteral extends Written {
  kind: 'object'
  /** In the order of the text; of members with one key the last counts. */
  members: LiteralMember[]
  /** What else stands between the braces: `...base`, methods, `undefined` members. In the order of the text. */
  others?: Span[]
  /**
   * Why there may be members that are not listed, or others than these: something unknown is spread into it. Of several
   * such things the last; what stands behind it is certain.
   */
  unknown?: Unknown
}

export interface LiteralMember {
  key: string
  keySpan: Span
  value: Literal
  /** It stands elsewhere, in what is spread into the object. */
  spread?: boolean
}

/** What cannot be known without running the program. */
export interface OpaqueLiteral extends Unknown {
  kind: 'opaque'
  expression?: Span
  sealed?: boolean
}

/** What is not known, and why: `a call`, `the parameter "city"`, `imported from "./schemas"`. */
export interface Unknown extends Span {
  reason: string
  /** It can replace no member that is listed. */
  addsOnly?: boolean
  /** It is not written in the literal: the program changes what is written there. */
  isChange?: boolean
}

/** What a reader finds in a source file. */
export interface SourceRead {
  /** The outermost literals that may hold tools, in the order of the text. A constant that is followed stands inside of those that use it. */
  literals: (ArrayLiteral | ObjectLiteral)[]
  /** The base URLs of API clients that are made here, in the order of the text. */
  clients: (Span & { url: string })[]
  /** The API clients that go nobody knows where. */
  unknownClients?: Span[]
  /** What the language would not take, though it is clear what was meant: `true` in Python. */
  mistakes: (Span & { message: string })[]
  comments: Comment[]
}

export interface Comment extends Span {
  /** Without its delimiters. */
  text: string
}

/** Whether it is a constant that is written down elsewhere, and only its name stands here. */
export function isFollowed({ start, end, expression }: Literal): boolean {
  return expression !== undefined && (start < expression.start || end > expression.end)
}
