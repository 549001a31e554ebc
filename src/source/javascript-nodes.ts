import type { SyntaxNode } from '@lezer/common'

/** The children of a node, without comments. */
export function partsOf(node: SyntaxNode): SyntaxNode[] {
  const parts: SyntaxNode[] = []
  for (let part = firstPart(node); part; part = nextPart(part)) parts.push(part)
  return parts
}

export function firstPart(node: SyntaxNode): SyntaxNode | null {
  return pastComments(node.firstChild)
}

export function nextPart(node: SyntaxNode): SyntaxNode | null {
  return pastComments(node.nextSibling)
}

function pastComments(from: SyntaxNode | null): SyntaxNode | null {
  let node = from
  while (node && isComment(node)) node = node.nextSibling
  return node
}

export function isComment({ name }: { name: string }): boolean {
  return name === 'LineComment' || name === 'BlockComment'
}
