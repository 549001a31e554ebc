import type { SyntaxNode } from '@lezer/common'
import type { Span } from '../types.ts'

export function spanOf({ from, to }: SyntaxNode): Span {
  return { start: from, end: to }
}
