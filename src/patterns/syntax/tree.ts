/** A pattern of ECMAScript as a tree. */

interface Part {
  /** UTF-16 offsets into the pattern: `end` is behind the last unit. */
  start: number
  end: number
  raw: string
}

export interface Pattern extends Part {
  type: 'Pattern'
  parent: null
  alternatives: Alternative[]
  /** Every node in the order of the text, except that a quantifier stands behind what it repeats. */
  nodes: Node[]
}

export interface Alternative extends Part {
  type: 'Alternative'
  parent: Choice
  elements: Element[]
}

export interface Group extends Part {
  type: 'Group'
  parent: Alternative | Quantifier
  alternatives: Alternative[]
  /** Whether it switches flags: `(?i:…)`. */
  modifiers: boolean
}

export interface CapturingGroup extends Part {
  type: 'CapturingGroup'
  parent: Alternative | Quantifier
  alternatives: Alternative[]
  name: string | undefined
}

export interface LookAround extends Part {
  type: 'Assertion'
  kind: 'lookahead' | 'lookbehind'
  parent: Alternative | Quantifier
  negate: boolean
  alternatives: Alternative[]
}

export interface Edge extends Part {
  type: 'Assertion'
  kind: 'start' | 'end' | 'word'
  parent: Alternative
  negate: boolean
}

export type Assertion = LookAround | Edge

export interface Quantifier extends Part {
  type: 'Quantifier'
  parent: Alternative
  min: number
  max: number
  element: QuantifiableElement
}

export interface Character extends Part {
  type: 'Character'
  parent: Alternative | Quantifier | CharacterClass | CharacterClassRange
  /** A code point with the `u` flag, else a code unit. */
  value: number
}

export interface CharacterSet extends Part {
  type: 'CharacterSet'
  kind: 'any' | 'digit' | 'space' | 'word' | 'property'
  parent: Alternative | Quantifier | CharacterClass
  negate: boolean
  /** Of a property: what it is called, or the value behind its `=`. */
  name: string | undefined
}

export interface CharacterClass extends Part {
  type: 'CharacterClass'
  parent: Alternative | Quantifier
  negate: boolean
  elements: ClassElement[]
}

export interface CharacterClassRange extends Part {
  type: 'CharacterClassRange'
  parent: CharacterClass
  min: Character
  max: Character
}

export interface Backreference extends Part {
  type: 'Backreference'
  parent: Alternative | Quantifier
  /** The group's number or name. */
  ref: number | string
}

/** What has alternatives. */
export type Choice = Pattern | Group | CapturingGroup | LookAround
export type ClassElement = Character | CharacterSet | CharacterClassRange
export type QuantifiableElement =
  | Character
  | CharacterSet
  | CharacterClass
  | Group
  | CapturingGroup
  | LookAround
  | Backreference
export type Element = QuantifiableElement | Edge | Quantifier
export type Node = Pattern | Alternative | Element | CharacterClassRange
