import type { Span } from '../types.ts'
import { commentsWithin } from './comments.ts'
import { membersOf, type Node } from './nodes.ts'
import type { Sheet } from './sheet.ts'
import { Unwritable } from './unwritable.ts'

/**
 * The comments of what other nodes take the place of, as far as they do not take them along: to be put before them.
 *
 * @param lineBreak what the nodes have before them, if they begin a line
 */
export function leftComments(
  sheet: Sheet,
  old: Span,
  nodes: readonly Node[],
  lineBreak: string | undefined,
): string {
  const comments = commentsWithin(sheet.comments(), old)
  if (comments.length === 0) return ''
  const taken = nodes.flatMap(node => copiedSpans(sheet, node))
  return comments
    .filter(({ start }) => !taken.some(span => start >= span.start && start < span.end))
    .map(({ start, end }) => {
      const comment = sheet.text.slice(start, end)
      return lineBreak === undefined ? `${asBlock(comment)} ` : comment + lineBreak
    })
    .join('')
}

/** A comment that something can follow in its line. */
function asBlock(comment: string): string {
  if (comment.startsWith('/*')) return comment
  if (comment.startsWith('//') && !comment.includes('*/')) return `/*${comment.slice(2)} */`
  throw new Unwritable('There is no line for a comment.')
}

/** What of the text is used in nodes. */
function copiedSpans(sheet: Sheet, root: Node): Span[] {
  const spans: Span[] = []
  const rest = [root]
  for (let node = rest.pop(); node; node = rest.pop()) {
    if (node.from !== undefined) spans.push(sheet.spanOf(node))
    else if (node.content) rest.push(...membersOf(node.content).map(member => member.node))
  }
  return spans
}
