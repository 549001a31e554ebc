import type * as AST from '../patterns/syntax/tree.ts'
import { type Charset, type CharsetNode, overlap } from './charset.ts'

/** The characters a part of a pattern can begin with, and whether it can match nothing at all. */
interface Start {
  first: readonly Charset[]
  nullable: boolean
}

/** Longer patterns are not looked at: comparing what may follow what takes the square of the length. */
const longest = 500
/** So many ways to read a text may be open, beyond the one that its characters decide. */
const mostWays = 64

/**
 * Whether a backtracking engine needs linear time for a pattern, on any text. It does when the pattern holds on to the
 * start of the text (or matches little), and in every repetition the next character decides how to go on: going back
 * then fails at once. The answer may be no for a pattern that is harmless.
 */
export function isDeterministic(pattern: AST.Pattern, charset: (node: CharsetNode) => Charset): boolean {
  if (pattern.raw.length > longest) return false
  let ways = 1
  let repetitions = 0
  check(pattern.alternatives, [])
  return ways <= mostWays && (isAnchored(pattern) || lengthOf(pattern.alternatives) <= mostWays)

  /** Where two of these meet, `choices` ways are open. */
  function compare(a: readonly Charset[], b: readonly Charset[], choices: number): void {
    if (a.some(one => b.some(other => overlap(one, other)))) {
      ways *= repetitions > 0 ? Number.POSITIVE_INFINITY : choices
    }
  }

  function check(alternatives: readonly AST.Alternative[], follow: readonly Charset[]): void {
    const before: Charset[] = []
    for (const { elements } of alternatives) {
      const { first, nullable } = startOfSequence(elements)
      const begins = nullable && alternatives.length > 1 ? [...first, ...follow] : first
      compare(before, begins, alternatives.length)
      before.push(...begins)
      checkSequence(elements, follow)
    }
  }

  function checkSequence(elements: readonly AST.Element[], follow: readonly Charset[]): void {
    let after = follow
    for (const element of elements.toReversed()) {
      checkElement(element, after)
      const { first, nullable } = startOfElement(element)
      after = nullable ? [...first, ...after] : first
    }
  }

  function checkElement(element: AST.Element, follow: readonly Charset[]): void {
    if (element.type === 'Group' || element.type === 'CapturingGroup') check(element.alternatives, follow)
    else if (element.type === 'Quantifier') checkQuantifier(element, follow)
    else if (element.type === 'Assertion' ? !isEdge(element) : !isCharset(element))
      ways = Number.POSITIVE_INFINITY
  }

  function checkQuantifier({ element, min, max }: AST.Quantifier, follow: readonly Charset[]): void {
    const { first, nullable } = startOfElement(element)
    if (min !== max) compare(first, follow, max - min + 1)
    if (max > 1 && nullable) ways = Number.POSITIVE_INFINITY
    if (max > 1) repetitions++
    checkElement(element, max > 1 ? [...first, ...follow] : follow)
    if (max > 1) repetitions--
  }

  function startOf(alternatives: readonly AST.Alternative[]): Start {
    const starts = alternatives.map(({ elements }) => startOfSequence(elements))
    return { first: starts.flatMap(start => start.first), nullable: starts.some(start => start.nullable) }
  }

  function startOfSequence(elements: readonly AST.Element[]): Start {
    const first: Charset[] = []
    for (const element of elements) {
      const start = startOfElement(element)
      first.push(...start.first)
      if (!start.nullable) return { first, nullable: false }
    }
    return { first, nullable: true }
  }

  function startOfElement(element: AST.Element): Start {
    if (isCharset(element)) return { first: [charset(element)], nullable: false }
    if (element.type === 'Group' || element.type === 'CapturingGroup') return startOf(element.alternatives)
    if (element.type !== 'Quantifier') return { first: [], nullable: true }
    const { first, nullable } = startOfElement(element.element)
    return { first, nullable: nullable || element.min === 0 }
  }
}

function isCharset(element: AST.Element): element is CharsetNode {
  return element.type === 'Character' || element.type === 'CharacterSet' || element.type === 'CharacterClass'
}

function isEdge(element: AST.Assertion): boolean {
  return element.kind === 'start' || element.kind === 'end'
}

function isAnchored({ alternatives }: AST.Pattern): boolean {
  return alternatives.every(({ elements: [head] }) => head?.type === 'Assertion' && head.kind === 'start')
}

/** The most characters a match can have. */
function lengthOf(alternatives: readonly AST.Alternative[]): number {
  const lengths = alternatives.map(({ elements }) =>
    elements.reduce((sum, element) => sum + lengthOfElement(element), 0),
  )
  return Math.max(...lengths)
}

function lengthOfElement(element: AST.Element): number {
  if (element.type === 'Group' || element.type === 'CapturingGroup') return lengthOf(element.alternatives)
  if (element.type !== 'Quantifier') return element.type === 'Assertion' ? 0 : 1
  return element.max === 0 ? 0 : element.max * lengthOfElement(element.element)
}
