import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/python'
import type { Span } from '../types.ts'
import { createCover } from './changes.ts'
import type { ArrayLiteral, Literal, ObjectLiteral, SourceRead } from './literal.ts'
import { spanOf } from './nodes.ts'
import { isDictCall, isJsonCall } from './python-calls.ts'
import { readChanges } from './python-flow.ts'
import { argumentsOf } from './python-nodes.ts'
import { readScopes, scopeAt } from './python-scopes.ts'
import { createEvaluator } from './python-values.ts'

/** Finds the literals in Python that may hold tools. Never runs it, and takes any text. */
export function readPython(text: string): SourceRead {
  const tree = parser.parse(text)
  const scopes = readScopes(tree, text)
  readChanges(tree, text, scopes)
  const { module, names } = scopes
  const gone: Span[] = []
  const spread = new Set<number>()
  const mistakes: SourceRead['mistakes'] = []
  const { evaluate, constant } = createEvaluator({ text, spread, mistakes, gone })
  const found: (ArrayLiteral | ObjectLiteral)[] = []
  const read = new Set<number>()
  const sums = new Set<number>()
  const followed = new Set<number>()
  const calls: SyntaxNode[] = []
  const comments: SourceRead['comments'] = []
  tree.iterate({
    enter(ref) {
      const { name, from, to } = ref
      if (name === 'Comment') comments.push({ start: from, end: to, text: text.slice(from + 1, to) })
      if (name === 'CallExpression') calls.push(ref.node)
      if (!CONTAINERS.has(name)) return
      // A sum begins where its first operand does.
      const begun = name === 'BinaryExpression' ? sums : read
      if (begun.has(from)) return
      const { node } = ref
      if (name === 'CallExpression' && !makesLiteral(node, text)) return
      begun.add(from)
      const binding = names.get(from)
      const literal = binding ? constant(binding, node) : evaluate(node, scopeAt(module, from))
      if (literal.kind !== 'array' && literal.kind !== 'object') return
      found.push(literal)
      noteInner(literal, read, followed)
    },
  })
  const isGone = createCover(gone)
  const literals = found.filter(({ start }) => !followed.has(start) && !spread.has(start) && !isGone(start))
  return {
    literals,
    ...clientsIn(calls, text, node => evaluate(node, scopeAt(module, node.from))),
    mistakes,
    comments,
  }
}

/** The expressions that may be a list or a dict. */
const CONTAINERS = new Set([
  'ArrayExpression',
  'BinaryExpression',
  'CallExpression',
  'DictionaryExpression',
  'TupleExpression',
])

function makesLiteral(call: SyntaxNode, text: string): boolean {
  const callee = text.slice(call.firstChild!.from, call.firstChild!.to)
  return isDictCall(callee) || isJsonCall(callee)
}

/** Notes which literals stand in this one, and which of them are constants from elsewhere. */
function noteInner(root: Literal, read: Set<number>, followed: Set<number>): void {
  const rest = [root]
  for (let literal = rest.pop(); literal; literal = rest.pop()) {
    if (literal.kind !== 'array' && literal.kind !== 'object') continue
    if (literal.start < root.start || literal.end > root.end) {
      followed.add(literal.start)
      continue
    }
    read.add(literal.start)
    if (literal.expression) read.add(literal.expression.start)
    if (literal.kind === 'array') for (const element of literal.elements) rest.push(element)
    else for (const { value } of literal.members) rest.push(value)
  }
}

/** `OpenAI(base_url="…")`, and what else is called with a `base_url`. */
function clientsIn(
  calls: readonly SyntaxNode[],
  text: string,
  evaluate: (node: SyntaxNode) => Literal,
): Pick<SourceRead, 'clients' | 'unknownClients'> {
  const clients: SourceRead['clients'] = []
  const unknownClients: { start: number; end: number }[] = []
  for (const call of calls) {
    const { from, to } = call.firstChild!
    const url = argumentsOf(call).find(({ key }) => key && text.slice(key.from, key.to) === 'base_url')?.value
    const literal = url && evaluate(url)
    if (literal?.kind === 'scalar' && typeof literal.value === 'string') {
      clients.push({ url: literal.value, start: literal.start, end: literal.end })
    } else if (url || /OpenAI$/.test(text.slice(from, to))) {
      unknownClients.push(spanOf(call))
    }
  }
  return { clients, unknownClients }
}
