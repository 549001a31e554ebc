import type { SyntaxNode } from '@lezer/common'
import type { Span } from '../types.ts'
import { firstPart, nextPart, partsOf } from './javascript-nodes.ts'
import type { Binding, Bindings } from './javascript-scopes.ts'
import { numberOf, unescaped, unescapedTemplate } from './javascript-strings.ts'
import { readJsonString } from './json-string.ts'
import type { ArrayLiteral, Literal, LiteralMember, ObjectLiteral, ScalarLiteral } from './literal.ts'
import { spanOf } from './nodes.ts'

/** Deeper than this nobody writes a literal. */
const MOST_LEVELS = 500
/** How much of a file is followed constants, counted wherever they are used. */
const MOST_FOLLOWED = 1_000_000

/** What `JSON.stringify` leaves out: a function, a class, `undefined`. */
interface Absent extends Span {
  kind: 'absent'
}
export type Value = Literal | Absent

/** What was read of a program so far. */
export interface Reading {
  text: string
  bindings: Bindings
  /** The brackets that were read as part of a literal, by the offset they open at. */
  read: Set<number>
  /** The brackets of constants that stand in the literals that use them. */
  followed: Set<number>
}

/** Reads expressions as far as they are known without running the program. */
export function createEvaluator({ text, bindings, read, followed }: Reading): (node: SyntaxNode) => Value {
  const constants = new Map<Binding, { value: Value | undefined; size: number }>()
  const membersByKey = new WeakMap<ObjectLiteral, Map<string, LiteralMember>>()
  let size = 0
  let copied = 0

  const source = ({ from, to }: SyntaxNode) => text.slice(from, to)

  function evaluate(node: SyntaxNode, level = 0): Value {
    size++
    if (level > MOST_LEVELS) return opaque(node, 'nested too deep')
    switch (node.name) {
      case 'ObjectExpression':
        return objectOf(node, level)
      case 'ArrayExpression':
        return arrayOf(node, level)
      case 'String':
        return stringOf(node)
      case 'TemplateString':
        return templateOf(node, level)
      case 'Number':
        return scalarOr(node, numberOf(source(node)), 'a number that JSON has no way to write')
      case 'BooleanLiteral':
        return scalar(node, source(node) === 'true')
      case 'null':
        return scalar(node, null)
      case 'VariableName':
        return nameOf(node, level)
      case 'ParenthesizedExpression':
        return within(node, nextPart(node.firstChild!), level)
      case 'PrefixCast':
        return within(node, partsOf(node).at(-1), level)
      case 'PostfixExpression':
        return node.lastChild!.name === 'LogicOp' ? within(node, node.firstChild, level) : opaque(node)
      case 'UnaryExpression':
        return unaryOf(node, level)
      case 'BinaryExpression':
        return binaryOf(node, level)
      case 'MemberExpression':
        return memberOf(node, level)
      case 'CallExpression':
        return callOf(node, level)
      case 'FunctionExpression':
      case 'ArrowFunction':
      case 'ClassExpression':
        return absent(node)
      case 'NewExpression':
        return opaque(node, `a new \`${shortened(source(nextPart(node.firstChild!) ?? node))}\``)
      default:
        return opaque(node, REASONS[node.name])
    }
  }

  /** What is written with something around it. */
  function within(node: SyntaxNode, inner: SyntaxNode | null | undefined, level: number): Value {
    return inner ? withExpression(evaluate(inner, level + 1), node) : opaque(node)
  }

  /* ---------------------------------------------------------------- objects and arrays */

  function objectOf(node: SyntaxNode, level: number): ObjectLiteral {
    read.add(node.from)
    const members = new Map<string, LiteralMember>()
    const replaced: LiteralMember[] = []
    const others: Span[] = []
    let hasCode = false
    const object: ObjectLiteral = { kind: 'object', ...spanOf(node), members: [], others }
    const drop = (key: string) => {
      const member = members.get(key)
      members.delete(key)
      if (member && !member.spread) others.push({ start: member.keySpan.start, end: endOf(member.value) })
    }
    const add = (member: LiteralMember) => {
      const before = members.get(member.key)
      if (before && !before.spread && !member.spread) replaced.push(before)
      else if (before) drop(member.key)
      members.delete(member.key)
      members.set(member.key, member)
    }
    for (const part of partsOf(node)) {
      if (part.type.isError) object.unknown = { ...spanOf(part), reason: 'code that cannot be read' }
      if (part.name !== 'Property') continue
      const property = propertyOf(part, level)
      hasCode ||= isCode(property)
      if ('member' in property) {
        add(property.member)
        continue
      }
      others.push(spanOf(part))
      if (property.without !== undefined) drop(property.without)
      if (property.unknown !== undefined) object.unknown = { ...spanOf(part), reason: property.unknown }
      for (const member of property.members ?? []) add({ ...member, spread: true })
    }
    // A library that is given the function of a tool takes its name, too.
    if (hasCode && !members.has('name'))
      object.unknown ??= { start: node.from, end: node.from, reason: 'the name, which the function gives' }
    object.members = [...replaced, ...members.values()]
    if (replaced.length > 0) object.members.sort((a, b) => a.keySpan.start - b.keySpan.start)
    others.sort((a, b) => a.start - b.start)
    return object
  }

  /** What a part of an object gives it: a member, those of another object, or none. */
  type Property =
    | { member: LiteralMember }
    | {
        members?: readonly LiteralMember[]
        unknown?: string | undefined
        without?: string | undefined
      }

  function isCode(property: Property): boolean {
    return 'member' in property
      ? property.member.key === 'function' && property.member.value.kind === 'opaque'
      : property.without === 'function'
  }

  function propertyOf(node: SyntaxNode, level: number): Property {
    const parts = partsOf(node)
    const [first] = parts
    if (first?.name === 'Spread') return spreadOf(parts[1], level)
    const colon = parts.findIndex(({ name }) => name === ':')
    const isMethod = parts.some(({ name }) => name === 'ParamList')
    const named = isMethod ? parts.filter(({ name }) => !/^(async|get|set|Star)$/.test(name)) : parts
    const { key, keySpan, isComputed } = keyOf(named, level)
    const isAccessor = isMethod && (first?.name === 'get' || first?.name === 'set')
    if (key === undefined) return { unknown: 'a computed key' }
    if (isAccessor) return { member: { key, keySpan, value: opaque(node, `a \`${first.name}\` method`) } }
    if (isMethod) return { without: key }
    const inner = colon === -1 ? first : parts[colon + 1]
    if (!inner || inner.type.isError) return { unknown: 'code that cannot be read' }
    if (key === '__proto__' && colon !== -1 && !isComputed) return {}
    const value = colon === -1 ? nameOf(inner, level) : evaluate(inner, level + 1)
    return value.kind === 'absent' ? { without: key } : { member: { key, keySpan, value } }
  }

  function keyOf(
    [first, second, third]: readonly SyntaxNode[],
    level: number,
  ): { key?: string | undefined; keySpan: Span; isComputed?: boolean } {
    const keySpan = spanOf(first!)
    switch (first!.name) {
      case 'PropertyDefinition':
        return { key: source(first!), keySpan }
      case 'String': {
        const { value } = stringOf(first!) as ScalarLiteral
        return { key: value === undefined ? undefined : String(value), keySpan }
      }
      case 'Number': {
        const number = numberOf(source(first!))
        return { key: number === undefined ? undefined : String(number), keySpan }
      }
      case '[': {
        const value = evaluate(second!, level + 1)
        const key = value.kind === 'scalar' ? String(value.value) : undefined
        return { key, keySpan: { start: first!.from, end: (third ?? second!).to }, isComputed: true }
      }
      default:
        return { keySpan }
    }
  }

  function spreadOf(node: SyntaxNode | undefined, level: number): Property {
    if (!node) return { unknown: 'code that cannot be read' }
    const value = evaluate(node, level + 1)
    if (value.kind === 'absent' || (value.kind === 'scalar' && typeof value.value !== 'string')) return {}
    if (value.kind !== 'object')
      return { unknown: value.kind === 'opaque' ? value.reason : 'something that is no object' }
    copied += value.members.length
    if (copied > MOST_FOLLOWED) return { unknown: 'too much to follow' }
    const { members, sealed } = value
    return {
      members: sealed ? members.map(member => ({ ...member, value: { ...member.value, sealed } })) : members,
      unknown: value.unknown?.reason,
    }
  }

  function arrayOf(node: SyntaxNode, level: number): ArrayLiteral {
    read.add(node.from)
    const array: ArrayLiteral = { kind: 'array', ...spanOf(node), elements: [], others: [] }
    let isFilled = false
    for (let part = firstPart(node); part; part = nextPart(part)) {
      const { name } = part
      if (part.type.isError) array.unknown = { ...spanOf(part), reason: 'code that cannot be read' }
      else if (name === ',') {
        if (!isFilled) array.elements.push({ kind: 'scalar', value: null, start: part.from, end: part.from })
        isFilled = false
      } else if (name === 'Spread') {
        isFilled = true
        const inner = nextPart(part)
        if (!inner) break
        array.others!.push({ start: part.from, end: inner.to })
        spreadElements(array, inner, level)
        part = inner
      } else if (name !== '[' && name !== ']') {
        isFilled = true
        const value = evaluate(part, level + 1)
        array.elements.push(value.kind === 'absent' ? absentElement(part) : value)
      }
    }
    return array
  }

  /** `JSON.stringify` writes `null` for what is not there. */
  function absentElement(node: SyntaxNode): Literal {
    return source(node) === 'undefined' ? scalar(node, null) : opaque(node, 'a function')
  }

  function spreadElements(array: ArrayLiteral, node: SyntaxNode, level: number): void {
    const value = evaluate(node, level + 1)
    if (value.kind === 'array') copied += value.elements.length
    if (value.kind !== 'array' || copied > MOST_FOLLOWED) {
      const reason = value.kind === 'opaque' ? value.reason : 'something that is no array'
      array.unknown = { ...spanOf(node), reason }
      return
    }
    const { sealed } = value
    for (const element of value.elements) array.elements.push(sealed ? { ...element, sealed } : element)
    if (value.unknown) array.unknown = { ...spanOf(node), reason: value.unknown.reason }
  }

  /* ---------------------------------------------------------------- scalars */

  function stringOf(node: SyntaxNode): Literal {
    const raw = source(node)
    if (raw.length < 2 || raw[0] !== raw.at(-1)) return opaque(node, 'a string that is not closed')
    return scalar(node, unescaped(raw.slice(1, -1)))
  }

  function templateOf(node: SyntaxNode, level: number): Literal {
    const raw = source(node)
    if (raw.length < 2 || raw.at(-1) !== '`') return opaque(node, 'a string that is not closed')
    const parts: string[] = []
    let at = node.from + 1
    for (const hole of node.getChildren('Interpolation')) {
      const inner = nextPart(hole.firstChild!)
      const value = inner && evaluate(inner, level + 1)
      if (value?.kind !== 'scalar')
        return opaque(node, `a template with \`${shortened(source(hole))}\` in it`)
      parts.push(unescapedTemplate(text.slice(at, hole.from)), String(value.value))
      at = hole.to
    }
    parts.push(unescapedTemplate(text.slice(at, node.to - 1)))
    return scalar(node, parts.join(''))
  }

  function unaryOf(node: SyntaxNode, level: number): Value {
    const inner = nextPart(node.firstChild!)
    const operator = source(node.firstChild!)
    if (operator === 'void') return absent(node)
    const value = inner && evaluate(inner, level + 1)
    if (value?.kind === 'scalar') {
      if (operator === '!') return scalar(node, !value.value)
      if (typeof value.value === 'number' && /^[+-]$/.test(operator))
        return scalar(node, operator === '-' ? -value.value : value.value)
    }
    return opaque(node, `what \`${operator}\` makes`)
  }

  function binaryOf(node: SyntaxNode, level: number): Value {
    const operator = nextPart(node.firstChild!)
    if (operator?.name === 'as' || operator?.name === 'satisfies') return within(node, node.firstChild, level)
    return operator && source(operator) === '+'
      ? sumOf(node, level)
      : opaque(node, `what \`${operator ? source(operator) : '…'}\` makes`)
  }

  /** Long texts are sums of hundreds of strings, each nested in the next. */
  function sumOf(node: SyntaxNode, level: number): Literal {
    const terms: SyntaxNode[] = []
    let left: SyntaxNode = node
    for (let operator = nextPart(left.firstChild!); left.name === 'BinaryExpression'; ) {
      const right: SyntaxNode | null = operator && nextPart(operator)
      if (!operator || !right || source(operator) !== '+') break
      terms.push(right)
      left = left.firstChild!
      operator = left.firstChild && nextPart(left.firstChild)
    }
    terms.push(left)
    let sum: string | number | undefined
    for (const term of terms.reverse()) {
      const value = evaluate(term, level + 1)
      if (value.kind !== 'scalar') return opaque(node, 'a sum with something unknown in it')
      const added = value.value
      if (sum === undefined) sum = typeof added === 'number' ? added : String(added)
      else if (typeof sum === 'number' && typeof added === 'number') sum += added
      else sum = String(sum) + String(added)
    }
    return scalarOr(node, sum, 'a number that JSON has no way to write')
  }

  /* ---------------------------------------------------------------- names */

  /** @param isPart whether only a part of it is used */
  function nameOf(node: SyntaxNode, level: number, isPart = false): Value {
    const name = source(node)
    const binding = bindings.get(node.from)
    if (!binding) {
      if (name === 'undefined') return absent(node)
      return opaque(node, `"${name}", which is not defined in this file`)
    }
    if (!binding.init) return binding.isCode ? absent(node) : opaque(node, binding.reason)
    const value = follow(node, binding, binding.init, level)
    if (value.kind !== 'absent' && value.kind !== 'opaque' && !isPart) followed.add(value.start)
    return value
  }

  function follow(node: SyntaxNode, binding: Binding, init: SyntaxNode, level: number): Value {
    let constant = constants.get(binding)
    if (!constant) {
      constant = { value: undefined, size }
      constants.set(binding, constant)
      constant.value = evaluate(init, level + 1)
      constant.size = size - constant.size
    } else {
      copied += constant.size
      size += constant.size
    }
    const { value } = constant
    if (!value) return opaque(node, `"${binding.name}", which is defined with itself`)
    if (copied > MOST_FOLLOWED) return opaque(node, 'too much to follow')
    if (value.kind === 'absent') return absent(node)
    if (value.kind === 'opaque') return opaque(node, value.reason)
    const found = { ...value, expression: spanOf(node) }
    return binding.uses > 1 ? { ...found, sealed: true, uses: binding.uses } : found
  }

  function memberOf(node: SyntaxNode, level: number): Value {
    const holder = node.firstChild!
    const value = holder.name === 'VariableName' ? nameOf(holder, level, true) : evaluate(holder, level + 1)
    if (value.kind === 'opaque') return opaque(node, value.reason)
    const dot = nextPart(holder)
    const last = dot && nextPart(dot)
    const name = last?.name === 'PropertyName' ? source(last) : last && keyText(evaluate(last, level + 1))
    const found = name === undefined || name === null ? undefined : inside(value, name)
    if (!found) return opaque(node, `\`${shortened(source(node))}\``)
    const literal = withExpression(found, node) as Literal
    return value.kind !== 'absent' && value.sealed ? { ...literal, sealed: true } : literal
  }

  function keyText(value: Value): string | undefined {
    return value.kind === 'scalar' ? String(value.value) : undefined
  }

  function inside(value: Value, key: string): Literal | undefined {
    if (value.kind === 'array' && !value.unknown) return /^\d+$/.test(key) ? value.elements[+key] : undefined
    if (value.kind !== 'object' || value.unknown) return undefined
    const known = membersByKey.get(value) ?? new Map(value.members.map(member => [member.key, member]))
    membersByKey.set(value, known)
    return known.get(key)?.value
  }

  /* ---------------------------------------------------------------- calls */

  function callOf(node: SyntaxNode, level: number): Value {
    const callee = source(node.firstChild!)
    const list = node.getChild('ArgList')
    const args = list ? partsOf(list).filter(({ name }) => !/^[(),]$/.test(name)) : []
    const [first] = args
    if (first && /^(Object\s*\.\s*(freeze|seal)|structuredClone)$/.test(callee))
      return within(node, first, level)
    if (first && callee === 'JSON.parse') {
      const value = evaluate(first, level + 1)
      const parsed = value.kind === 'scalar' && args.length === 1 ? readJsonString(value, text) : undefined
      return parsed ? withExpression(parsed, node) : opaque(node, 'a text that is not known')
    }
    return textOf(node, args, level) ?? opaque(node, `a call of \`${shortened(callee)}\``)
  }

  /** What people write long texts with: `.trim()`, and `.join('\n')` of a list. */
  function textOf(node: SyntaxNode, args: readonly SyntaxNode[], level: number): Literal | undefined {
    const member = node.firstChild!
    const method = member.name === 'MemberExpression' ? source(member.lastChild!) : ''
    if (method !== 'trim' && method !== 'join') return undefined
    const value = evaluate(member.firstChild!, level + 1)
    if (method === 'trim')
      return value.kind === 'scalar' && typeof value.value === 'string'
        ? scalar(node, value.value.trim())
        : undefined
    if (value.kind !== 'array' || value.unknown) return undefined
    const separator = args[0] && evaluate(args[0], level + 1)
    if (separator && separator.kind !== 'scalar') return undefined
    const words: string[] = []
    for (const element of value.elements) {
      if (element.kind !== 'scalar') return undefined
      words.push(String(element.value ?? ''))
    }
    return scalar(node, words.join(separator ? String(separator.value) : ','))
  }

  return evaluate
}

const REASONS: Record<string, string> = {
  ConditionalExpression: 'a choice between two values',
  AwaitExpression: 'what is awaited',
  RegExp: 'a regular expression',
  TaggedTemplateExpression: 'a tagged template',
  SequenceExpression: 'several values',
  this: '`this`',
}

function endOf(literal: Literal): number {
  return (literal.expression ?? literal).end
}

function withExpression(value: Value, node: SyntaxNode): Value {
  return value.kind === 'absent' ? absent(node) : { ...value, expression: spanOf(node) }
}

function scalar(node: SyntaxNode, value: ScalarLiteral['value']): ScalarLiteral {
  return { kind: 'scalar', value, ...spanOf(node) }
}

function scalarOr(node: SyntaxNode, value: ScalarLiteral['value'] | undefined, otherwise: string): Literal {
  return value === undefined || (typeof value === 'number' && !Number.isFinite(value))
    ? opaque(node, otherwise)
    : scalar(node, value)
}

function opaque(node: SyntaxNode, reason = 'code'): Literal {
  return { kind: 'opaque', reason, ...spanOf(node) }
}

function absent(node: SyntaxNode): Absent {
  return { kind: 'absent', ...spanOf(node) }
}

/** A piece of code, for a message. */
function shortened(code: string): string {
  const line = code.replace(/\s+/g, ' ')
  return line.length > 40 ? `${line.slice(0, 39)}…` : line
}
