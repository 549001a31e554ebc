import type { SyntaxNode } from '@lezer/common'

/** The children of a node, without comments. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  const parts: SyntaxNode[] = []
  for (let part = node.firstChild; part; part = part.nextSibling)
    if (part.name !== 'Comment') parts.push(part)
  return parts
}

/** One argument of a call: `key=value`, `*value`, `**value` or `value`. */
export interface Argument {
  key: SyntaxNode | undefined
  stars: '' | '*' | '**'
  value: SyntaxNode | undefined
}

export function argumentsOf(call: SyntaxNode): Argument[] {
  const list = call.getChild('ArgList')
  const found: Argument[] = []
  let parts: SyntaxNode[] = []
  for (const part of list ? partsOf(list).slice(1) : []) {
    if (part.name !== ',' && part.name !== ')') parts.push(part)
    else if (parts.length > 0) {
      found.push(argumentOf(parts))
      parts = []
    }
  }
  if (parts.length > 0) found.push(argumentOf(parts))
  return found
}

function argumentOf([first, second, third]: readonly SyntaxNode[]): Argument {
  if (second?.name === 'AssignOp') return { key: first, stars: '', value: third }
  if (first?.name === '*' || first?.name === '**') return { key: undefined, stars: first.name, value: second }
  // `x for x in y` is one argument of several parts.
  return { key: undefined, stars: '', value: second ? undefined : first }
}

/** What stands between `for` and `in`. */
export function targetsOf(node: SyntaxNode): SyntaxNode[] {
  const targets: SyntaxNode[] = []
  let isTarget = false
  for (const part of partsOf(node)) {
    if (part.name === 'for' || part.name === 'in') isTarget = part.name === 'for'
    else if (isTarget) targets.push(part)
  }
  return targets
}

export function withoutParentheses(node: SyntaxNode): SyntaxNode {
  let inner = node
  while (inner.name === 'ParenthesizedExpression') inner = partsOf(inner)[1] ?? inner.lastChild!
  return inner
}
