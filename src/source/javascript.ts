import type { SyntaxNode } from '@lezer/common'
import { parser } from '@lezer/javascript'
import type { Span } from '../types.ts'
import { applyChanges, createCover } from './changes.ts'
import { readChanges } from './javascript-flow.ts'
import { firstPart, isComment, nextPart } from './javascript-nodes.ts'
import { resolveNames } from './javascript-scopes.ts'
import { createEvaluator, type Reading, type Value } from './javascript-values.ts'
import type { ArrayLiteral, Comment, Literal, ObjectLiteral, SourceRead } from './literal.ts'
import { spanOf } from './nodes.ts'

export interface JavaScriptOptions {
  typescript?: boolean
  jsx?: boolean
}

/** Finds the literals in JavaScript or TypeScript that may hold tools. Never runs it, and takes any text. */
export function readJavaScript(
  text: string,
  { typescript = false, jsx = false }: JavaScriptOptions = {},
): SourceRead {
  const dialect = [typescript && 'ts', jsx && 'jsx'].filter(Boolean).join(' ')
  const tree = parser.configure({ dialect }).parse(text)
  const bindings = resolveNames(tree, text)
  const holders = readChanges(tree, text, bindings)
  const gone: Span[] = []
  const reading: Reading = {
    text,
    bindings,
    read: new Set(),
    followed: new Set(),
  }
  const evaluate = createEvaluator(reading)
  const found: (ArrayLiteral | ObjectLiteral)[] = []
  const makers: SyntaxNode[] = []
  const comments: Comment[] = []
  tree.iterate({
    enter(node) {
      if (isComment(node)) comments.push(commentAt(text, node.from, node.to))
      else if (node.name === 'NewExpression' || node.name === 'CallExpression') makers.push(node.node)
      else if (/^(Object|Array)Expression$/.test(node.name) && !reading.read.has(node.from)) {
        const whole = evaluate(node.node)
        const changes = holders.get(node.from)?.changes
        const literal = changes && whole.kind !== 'absent' ? applyChanges(whole, changes, gone) : whole
        if (literal.kind === 'object' || literal.kind === 'array') found.push(literal)
      }
    },
  })
  const isGone = createCover(gone)
  const literals = found.filter(
    literal => !reading.followed.has(literal.start) && !isGone(literal.start) && !isEmpty(literal),
  )
  return { literals, ...clientsIn(makers, text, evaluate), mistakes: [], comments }
}

function isEmpty(literal: ArrayLiteral | ObjectLiteral): boolean {
  return (literal.kind === 'array' ? literal.elements : literal.members).length === 0
}

function commentAt(text: string, start: number, end: number): Comment {
  const isBlock = text.startsWith('/*', start)
  const isClosed = isBlock && text.endsWith('*/', end)
  return { start, end, text: text.slice(start + 2, isClosed ? end - 2 : end) }
}

/* ------------------------------------------------------------------ clients */

/** `new OpenAI({ baseURL })`, `createDeepSeek({ baseURL })`, `new ChatOpenAI({ configuration: { baseURL } })`. */
function clientsIn(
  makers: readonly SyntaxNode[],
  text: string,
  evaluate: (node: SyntaxNode) => Value,
): Pick<SourceRead, 'clients' | 'unknownClients'> {
  const clients: SourceRead['clients'] = []
  const unknownClients: Span[] = []
  for (const maker of makers) {
    const isNew = maker.name === 'NewExpression'
    const callee = isNew ? nextPart(maker.firstChild!) : maker.firstChild
    if (callee?.name !== 'VariableName') continue
    const name = text.slice(callee.from, callee.to)
    if (!isNew && !/^create[A-Z]/.test(name)) continue
    const list = maker.getChild('ArgList')
    const first = list && nextPart(firstPart(list)!)
    const url = first && urlIn(evaluate(first), 0)
    if (url?.kind === 'scalar' && typeof url.value === 'string')
      clients.push({ url: url.value, start: url.start, end: url.end })
    else if (url || /OpenAI$/.test(name)) unknownClients.push(spanOf(maker))
  }
  return { clients, unknownClients }
}

function urlIn(options: Value, level: number): Literal | undefined {
  if (options.kind !== 'object') return undefined
  const member = (pattern: RegExp) => options.members.findLast(({ key }) => pattern.test(key))?.value
  const inner = level === 0 ? member(/^configuration$/) : undefined
  return member(/^base_?url$/i) ?? (inner && urlIn(inner, 1))
}
