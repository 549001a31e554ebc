import type { Mistake } from './mistakes.ts'
import type * as AST from './tree.ts'

/** A pattern as far as it has been read. */
export interface Source {
  text: string
  at: number
  /** Whether it has the `u` flag. */
  unicode: boolean
  /** Whether `\k` refers to a group: without the flag it does so only where a group has a name. */
  named: boolean
  /** How many capturing groups there are, once somebody has counted. */
  groups: number | undefined
  /** The names of the groups that can match together with what is read next. */
  names: string[]
  /** How many groups are open. */
  depth: number
  /** What has been found, for `Pattern.nodes`. */
  nodes: AST.Node[]
}

/** Where a text is no pattern, and why. */
export class PatternError extends SyntaxError {
  readonly index: number
  readonly mistake: Mistake

  constructor(index: number, mistake: Mistake) {
    super(`No pattern at index ${index}`)
    this.index = index
    this.mistake = mistake
  }
}

export function fail(source: Source, mistake: Mistake, index = source.at): never {
  throw new PatternError(index, mistake)
}

/** Goes past a token, if it stands there. */
export function eat(source: Source, token: string): boolean {
  if (!source.text.startsWith(token, source.at)) return false
  source.at += token.length
  return true
}

/** Goes past what a sticky expression matches. */
export function match(source: Pick<Source, 'text' | 'at'>, expression: RegExp): RegExpExecArray | null {
  expression.lastIndex = source.at
  const found = expression.exec(source.text)
  if (found) source.at = expression.lastIndex
  return found
}

/** Where a node stands that begins at `start` and ends here. */
export function since({ text, at }: Source, start: number): { start: number; end: number; raw: string } {
  return { start, end: at, raw: text.slice(start, at) }
}

/** Adds a node to what it stands in. */
export function add<Node extends AST.Element | AST.ClassElement>(
  { nodes }: Source,
  { elements }: { elements: (Node | AST.Node)[] },
  node: Node,
): Node {
  nodes.push(node)
  elements.push(node)
  return node
}

/** Notes that a node ends here. */
export function end({ text, at }: Source, node: AST.Node): undefined {
  node.end = at
  node.raw = text.slice(node.start, at)
}
