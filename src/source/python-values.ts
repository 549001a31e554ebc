import type { SyntaxNode } from '@lezer/common'
import type { Span } from '../types.ts'
import { applyChanges } from './changes.ts'
import { readJsonString } from './json-string.ts'
import {
  type ArrayLiteral,
  isFollowed,
  type Literal,
  type LiteralMember,
  type ObjectLiteral,
} from './literal.ts'
import { spanOf } from './nodes.ts'
import { isDictCall, isJsonCall } from './python-calls.ts'
import { argumentsOf, partsOf } from './python-nodes.ts'
import { type Binding, lookUp, type Scope } from './python-scopes.ts'
import { numberOf, stringOf } from './python-strings.ts'

/** Deeper than this nobody writes a literal. */
const MOST_LEVELS = 500
/** How much of a file is followed constants, counted wherever they are used. */
const MOST_FOLLOWED = 1_000_000

/** What was read of a program so far. */
export interface Reading {
  text: string
  /** The literals that were spread into another, by the offset they begin at. */
  spread: Set<number>
  /** `true`, `false` and `null`, where the program gives those names no meaning. */
  mistakes: (Span & { message: string })[]
  /** What stands in the text and is replaced by something else as the program runs. */
  gone: Span[]
}

const JSON_WORDS = new Map<string, { value: boolean | null; python: string }>([
  ['true', { value: true, python: 'True' }],
  ['false', { value: false, python: 'False' }],
  ['null', { value: null, python: 'None' }],
])

export interface Evaluator {
  evaluate(node: SyntaxNode, scope: Scope): Literal
  /** The value of a name, changes to it included. */
  constant(binding: Binding, value: SyntaxNode): Literal
}

/** Reads expressions as far as they are known without running the program. */
export function createEvaluator({ text, spread, mistakes, gone }: Reading): Evaluator {
  const constants = new Map<number, Constant>()
  let size = 0
  let copied = 0

  const source = ({ from, to }: SyntaxNode) => text.slice(from, to)

  function evaluate(node: SyntaxNode, scope: Scope, level = 0): Literal {
    size++
    if (level > MOST_LEVELS) return opaque(node, 'nested deeper than 500 levels')
    switch (node.name) {
      case 'DictionaryExpression':
        return dictOf(node, scope, level)
      case 'ArrayExpression':
      case 'TupleExpression':
        return listOf(node, partsOf(node), scope, level)
      case 'String':
      case 'FormatString':
        return textOf(node)
      case 'ContinuedString':
        return joined(node, partsOf(node).map(textOf))
      case 'Number':
        return scalarOr(node, numberOf(source(node)), 'a number that JSON has no way to write')
      case 'Boolean':
        return scalar(node, source(node) === 'True')
      case 'None':
        return scalar(node, null)
      case 'VariableName':
        return nameOf(node, scope, level)
      case 'ParenthesizedExpression':
        return parenthesized(node, scope, level)
      case 'UnaryExpression':
        return signed(node, scope, level)
      case 'BinaryExpression':
        return combined(node, scope, level)
      case 'MemberExpression':
        return memberOf(node, scope, level)
      case 'CallExpression':
        return callOf(node, scope, level)
      default:
        return opaque(node, REASONS[node.name] ?? 'an expression')
    }
  }

  /* ---------------------------------------------------------------- dicts and lists */

  function dictOf(node: SyntaxNode, scope: Scope, level: number): ObjectLiteral {
    const dict = createDict(node)
    const parts = partsOf(node).slice(1)
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!
      if (part.name === ',' || part.name === '}') continue
      if (part.name === '**') {
        const inner = parts[++i]
        spreadInto(dict, part, inner, inner && evaluate(inner, scope, level + 1))
        continue
      }
      const value = parts[i + 1]?.name === ':' ? parts[i + 2] : undefined
      const key = keyOf(part, scope, level)
      if (part.type.isError || !value || value.type.isError)
        dict.unknown = { ...spanOf(part), reason: UNREADABLE }
      else if (key === undefined) dict.unknown = { ...spanOf(part), reason: 'a key that is no literal' }
      else dict.members.push({ key, keySpan: spanOf(part), value: evaluate(value, scope, level + 1) })
      if (value) i += 2
    }
    return finished(dict)
  }

  /** A key as `json.dumps` writes it. */
  function keyOf(node: SyntaxNode, scope: Scope, level: number): string | undefined {
    if (node.name === ':' || node.type.isError) return undefined
    const literal = evaluate(node, scope, level + 1)
    return literal.kind === 'scalar' ? String(literal.value) : undefined
  }

  /** `dict(a=1, **more)`, and what sends its arguments as such. */
  function dictOfArguments(node: SyntaxNode, scope: Scope, level: number): Literal {
    const dict = createDict(node)
    for (const part of argumentsOf(node)) {
      if (part.key) {
        const value = part.value ? evaluate(part.value, scope, level + 1) : opaque(part.key, UNREADABLE)
        dict.members.push({ key: source(part.key), keySpan: spanOf(part.key), value })
      } else if (part.value) {
        const isDict = part.stars === '**' || part.stars === ''
        const inner = isDict
          ? evaluate(part.value, scope, level + 1)
          : opaque(part.value, 'unpacked arguments')
        spreadInto(dict, part.value, part.value, inner)
      }
    }
    // No argument can be given twice, so what is not known replaces none that is.
    if (dict.unknown) dict.unknown = { ...dict.unknown, addsOnly: true }
    return finished(dict)
  }

  function spreadInto(
    dict: ObjectLiteral,
    from: SyntaxNode,
    to: SyntaxNode | undefined,
    inner: Literal | undefined,
  ): void {
    const place = { start: from.from, end: (to ?? from).to }
    dict.others!.push(place)
    if (inner?.kind !== 'object') {
      dict.unknown = { ...place, reason: inner?.kind === 'opaque' ? inner.reason : UNREADABLE }
      return
    }
    if (inner.unknown) dict.unknown = { ...place, reason: inner.unknown.reason }
    if (!isFollowed(inner)) spread.add(inner.start)
    const { sealed } = inner
    for (const { key, keySpan, value } of inner.members) {
      dict.members.push({ key, keySpan, value: sealed ? { ...value, sealed } : value, spread: true })
    }
  }

  function listOf(node: SyntaxNode, parts: readonly SyntaxNode[], scope: Scope, level: number): ArrayLiteral {
    const list: ArrayLiteral = { kind: 'array', elements: [], others: [], ...spanOf(node) }
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!
      if (/^[[\](),]$/.test(part.name)) continue
      if (part.type.isError) list.unknown = { ...spanOf(part), reason: UNREADABLE }
      else if (part.name === '*') {
        const inner = parts[++i]
        if (inner) extend(list, part, inner, evaluate(inner, scope, level + 1))
      } else list.elements.push(evaluate(part, scope, level + 1))
    }
    return list
  }

  function extend(list: ArrayLiteral, from: SyntaxNode, to: SyntaxNode, inner: Literal): void {
    const place = { start: from.from, end: to.to }
    list.others!.push(place)
    if (inner.kind !== 'array') {
      list.unknown = { ...place, reason: inner.kind === 'opaque' ? inner.reason : UNREADABLE }
      return
    }
    if (!isFollowed(inner)) spread.add(inner.start)
    const { sealed } = inner
    for (const element of inner.elements) list.elements.push(sealed ? { ...element, sealed } : element)
    if (inner.unknown) list.unknown = { ...place, reason: inner.unknown.reason }
  }

  /* ---------------------------------------------------------------- strings and numbers */

  function textOf(node: SyntaxNode): Literal {
    const hole = node.getChild('FormatReplacement')
    if (hole) return opaque(node, 'an f-string with a replacement in it')
    return scalarOr(node, stringOf(source(node)), 'a string that is not read')
  }

  function joined(node: SyntaxNode, parts: readonly Literal[]): Literal {
    let value = ''
    for (const part of parts) {
      if (part.kind !== 'scalar' || typeof part.value !== 'string') {
        return opaque(node, part.kind === 'opaque' ? part.reason : 'a sum')
      }
      value += part.value
    }
    return scalar(node, value)
  }

  function signed(node: SyntaxNode, scope: Scope, level: number): Literal {
    const [sign, operand] = partsOf(node)
    const inner = operand && evaluate(operand, scope, level + 1)
    if (inner?.kind !== 'scalar' || typeof inner.value !== 'number') return opaque(node, 'an expression')
    const symbol = source(sign!)
    if (symbol === '-') return scalar(node, -inner.value)
    return symbol === '+' ? scalar(node, inner.value) : opaque(node, 'an expression')
  }

  /** `"a" + "b"`, `[1] + more`, `{…} | {…}`. A long sum leans to the left, so it is read in a loop. */
  function combined(node: SyntaxNode, scope: Scope, level: number): Literal {
    const operands: SyntaxNode[] = []
    const operators = new Set<string>()
    let left: SyntaxNode = node
    while (left.name === 'BinaryExpression') {
      const [first, operator, last] = partsOf(left)
      if (!first || !operator || !last) return opaque(node, UNREADABLE)
      operands.push(last)
      operators.add(source(operator))
      left = first
    }
    operands.push(left)
    operands.reverse()
    const operator = operators.size === 1 ? [...operators][0] : undefined
    if (operator !== '+' && operator !== '|') return opaque(node, 'an expression')
    const literals = operands.map(operand => evaluate(operand, scope, level + 1))
    if (operator === '+' && literals.some(({ kind }) => kind === 'array')) {
      const list: ArrayLiteral = { kind: 'array', elements: [], others: [], ...spanOf(node), sealed: true }
      for (const [i, literal] of literals.entries()) extend(list, operands[i]!, operands[i]!, literal)
      spread.delete(node.from)
      return list
    }
    if (operator === '|' && literals.some(({ kind }) => kind === 'object')) {
      const dict: ObjectLiteral = { ...createDict(node), sealed: true }
      for (const [i, literal] of literals.entries()) spreadInto(dict, operands[i]!, operands[i]!, literal)
      spread.delete(node.from)
      return finished(dict)
    }
    return operator === '+' ? joined(node, literals) : opaque(node, 'an expression')
  }

  /* ---------------------------------------------------------------- names and calls */

  function parenthesized(node: SyntaxNode, scope: Scope, level: number): Literal {
    const inner = partsOf(node)[1]
    if (!inner || inner.name === ')' || inner.type.isError) return opaque(node, UNREADABLE)
    return { ...evaluate(inner, scope, level + 1), expression: spanOf(node) }
  }

  function nameOf(node: SyntaxNode, scope: Scope, level: number): Literal {
    const name = source(node)
    const binding = lookUp(name, scope)
    if (binding) return constantOf(node, binding, level)
    const word = JSON_WORDS.get(name)
    if (!word) return opaque(node, `the name \`${name}\``)
    mistakes.push({ ...spanOf(node), message: `\`${name}\` is JSON; in Python, write \`${word.python}\`.` })
    return scalar(node, word.value)
  }

  function constantOf(node: SyntaxNode, binding: Binding, level: number): Literal {
    const { value, reason, uses } = binding
    if (!value) return opaque(node, reason)
    const { literal, size: ownSize } = known(binding, value, level)
    copied += ownSize
    if (!literal) return opaque(node, `\`${source(node)}\`, which is defined by itself`)
    if (literal.kind === 'opaque') return opaque(node, literal.reason)
    if (copied > MOST_FOLLOWED) return opaque(node, 'too much to follow')
    return { ...literal, expression: spanOf(node), ...(uses > 1 && { sealed: true, uses }) }
  }

  function known(binding: Binding, value: SyntaxNode, level: number): Constant {
    const before = constants.get(value.from)
    if (before) return before
    constants.set(value.from, { literal: undefined, size: 0 })
    const sizeBefore = size + copied
    const literal = applyChanges(evaluate(value, binding.scope, level + 1), binding.changes, gone)
    const constant = { literal, size: size + copied - sizeBefore }
    constants.set(value.from, constant)
    return constant
  }

  /** `schemas["city"]`; also `1.`, which the parser takes for the beginning of an attribute. */
  function memberOf(node: SyntaxNode, scope: Scope, level: number): Literal {
    const number = numberOf(source(node))
    if (number !== undefined) return scalar(node, number)
    const [holder, bracket, index, close] = partsOf(node)
    if (bracket?.name !== '[' || !index || close?.name !== ']') return opaque(node, 'an attribute')
    const literal = holder && evaluate(holder, scope, level + 1)
    const key = keyOf(index, scope, level)
    const member = literal && key !== undefined ? memberNamed(literal, key) : undefined
    if (!member || member.kind === 'opaque') return opaque(node, member?.reason ?? 'an item of something')
    return { ...member, expression: spanOf(node), sealed: true }
  }

  function callOf(node: SyntaxNode, scope: Scope, level: number): Literal {
    const callee = node.firstChild!
    const name = source(callee)
    if (isDictCall(name)) return dictOfArguments(node, scope, level)
    if (isJsonCall(name)) {
      const [first, ...more] = argumentsOf(node)
      const written = first && !first.key && first.stars === '' && first.value
      const json = written && more.length === 0 ? evaluate(written, scope, level + 1) : undefined
      const parsed = json && readJsonString(json, text)
      if (parsed) return { ...parsed, expression: spanOf(node) }
    }
    const shown = name.length > 40 || /\s/.test(name) ? 'a call' : `a call of \`${name}\``
    return opaque(node, shown)
  }

  return {
    evaluate,
    constant: (binding, value) => known(binding, value, 0).literal ?? opaque(value, 'defined by itself'),
  }
}

/** What a name was found to stand for; undefined as long as that is being found out. */
interface Constant {
  literal: Literal | undefined
  size: number
}

const UNREADABLE = 'code that cannot be read'

const REASONS: Record<string, string> = {
  ArrayComprehensionExpression: 'a comprehension',
  AwaitExpression: 'an `await`',
  ComprehensionExpression: 'a comprehension',
  ConditionalExpression: 'an `if … else`',
  DictionaryComprehensionExpression: 'a comprehension',
  LambdaExpression: 'a function',
  SetComprehensionExpression: 'a comprehension',
  SetExpression: 'a set',
}

function opaque(node: SyntaxNode, reason: string): Literal {
  return { kind: 'opaque', ...spanOf(node), reason }
}

function scalar(node: SyntaxNode, value: string | number | boolean | null): Literal {
  return { kind: 'scalar', value, ...spanOf(node) }
}

function scalarOr(node: SyntaxNode, value: string | number | undefined, reason: string): Literal {
  return value === undefined ? opaque(node, reason) : scalar(node, value)
}

function createDict(node: SyntaxNode): ObjectLiteral {
  return { kind: 'object', members: [], others: [], ...spanOf(node) }
}

/** Takes out the members that what is spread into a dict replaces, and those of it that are replaced. */
function finished(dict: ObjectLiteral): ObjectLiteral {
  if (!dict.members.some(({ spread }) => spread)) return dict
  const last = new Map<string, LiteralMember>()
  const replaced = new Set<LiteralMember>()
  for (const member of dict.members) {
    const before = last.get(member.key)
    if (before && (before.spread || member.spread)) replaced.add(before)
    last.set(member.key, member)
  }
  dict.members = dict.members.filter(member => !replaced.has(member))
  for (const { spread, keySpan, value } of replaced) {
    if (!spread) dict.others!.push({ start: keySpan.start, end: (value.expression ?? value).end })
  }
  dict.others!.sort((a, b) => a.start - b.start)
  return dict
}

function memberNamed(holder: Literal, key: string): Literal | undefined {
  if (holder.kind === 'array' && !holder.unknown && /^\d+$/.test(key)) return holder.elements[Number(key)]
  if (holder.kind !== 'object' || holder.unknown) return undefined
  return holder.members.findLast(member => member.key === key)?.value
}
