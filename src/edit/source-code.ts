import type { LoadedDocument } from '../loaders/index.ts'
import type { Span } from '../types.ts'

/** Whether the code in the literals of a text is there still: what is not known without running it, methods, spreads. */
export function keepsCode(before: readonly LoadedDocument[], after: readonly LoadedDocument[]): boolean {
  const left = new Map<string, number>()
  const count = (piece: string, more: number) => left.set(piece, (left.get(piece) ?? 0) + more)
  for (const piece of piecesIn(before)) count(piece, 1)
  for (const piece of piecesIn(after)) count(piece, -1)
  return [...left.values()].every(missing => missing <= 0)
}

/** Every piece of code once, without its white space. */
function piecesIn(documents: readonly LoadedDocument[]): string[] {
  const pieces = new Map<string, string>()
  for (const { text, source } of documents) {
    if (!source) continue
    const add = ({ start, end }: Span) =>
      pieces.set(`${start} ${end}`, text.slice(start, end).replace(/\s+/g, ''))
    const rest = [source.literal]
    for (let literal = rest.pop(); literal; literal = rest.pop()) {
      if (literal.kind === 'opaque') add(literal)
      if (literal.kind !== 'object' && literal.kind !== 'array') continue
      for (const other of literal.others ?? []) add(other)
      if (literal.kind === 'array') for (const element of literal.elements) rest.push(element)
      else for (const { value } of literal.members) rest.push(value)
    }
  }
  return [...pieces.values()]
}
