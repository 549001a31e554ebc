import type { SyntaxNode, Tree } from '@lezer/common'
import type { Span } from '../types.ts'
import { type Holder, noteChange, type Path, type Place, soundsChanging, within } from './changes.ts'
import { nextPart, partsOf } from './javascript-nodes.ts'
import type { Binding, Bindings } from './javascript-scopes.ts'
import { spanOf } from './nodes.ts'

const ADDING = /^(push|reverse|sort|unshift)$/
const REMOVING = /^(copyWithin|fill|pop|shift|splice)$/
/** The methods that give each element to a function. */
const ITERATING = /^(every|filter|find|findLast|flatMap|forEach|map|reduce|reduceRight|some)$/
/** What gives back the same things, or copies of them that stand for the same. */
const PASSING =
  /^(Object\.(freeze|fromEntries|seal|values)|Array\.from|JSON\.(parse|stringify)|structuredClone|(_|lodash)\.cloneDeep|cloneDeep)$/
const SELECTING = /^(filter|flat|reverse|slice|sort|toReversed|toSorted|values)$/
const FUNCTIONS = /^(ArrowFunction|FunctionDeclaration|FunctionExpression)$/

/** How long an expression for a part of something is, at most. */
const MOST_STEPS = 50

/**
 * Notes for each name, and each literal that is given away, what the program does to its value later.
 *
 * @returns what stands for a literal, by the offset it begins at
 */
export function readChanges(tree: Tree, text: string, bindings: Bindings): ReadonlyMap<number, Holder> {
  const literals = new Map<number, Holder>()
  const changes: [Place, Span, adds?: boolean][] = []
  const functions = new Map<Holder, SyntaxNode>()
  const source = ({ from, to }: SyntaxNode) => text.slice(from, to)

  const holderOf = (literal: SyntaxNode): Holder => {
    const before = literals.get(literal.from)
    if (before) return before
    const holder: Holder = { changes: [], origins: [] }
    literals.set(literal.from, holder)
    return holder
  }

  /** What an expression is a part of; undefined when that is nothing with a name. */
  const placeOf = (expression: SyntaxNode | null | undefined): Place | undefined => {
    let path: (string | undefined)[] = []
    let made: Path | undefined
    const placeAt = (holder: Holder | undefined): Place | undefined =>
      holder && { holder, path: path.toReversed(), ...(made && { made: made.toReversed() }) }
    let node = expression
    for (let steps = 0; node && steps < MOST_STEPS; steps++) {
      switch (node.name) {
        case 'VariableName':
        case 'PropertyDefinition':
          return placeAt(bindings.get(node.from))
        case 'ArrayExpression':
        case 'ObjectExpression':
          return placeAt(holderOf(node))
        case 'ParenthesizedExpression':
        case 'AwaitExpression':
          node = nextPart(node.firstChild!)
          break
        case 'BinaryExpression': {
          const operator: SyntaxNode | null = nextPart(node.firstChild!)
          if (operator?.name !== 'as' && operator?.name !== 'satisfies') return undefined
          node = node.firstChild
          break
        }
        case 'PostfixExpression':
          node = node.firstChild
          break
        case 'MemberExpression':
          path.push(keyOf(node.lastChild!.name === ']' ? partsOf(node)[2] : node.lastChild))
          node = node.firstChild
          break
        case 'CallExpression': {
          const callee: SyntaxNode = node.firstChild!
          const maker = callee.name === 'VariableName' ? bindings.get(callee.from) : undefined
          if (maker && functions.has(maker)) return placeAt(maker)
          const method = methodOf(callee)
          if (PASSING.test(source(callee))) node = argumentsOf(node)[0]
          else if (method === 'map' || method === 'flatMap') {
            made ??= path
            path = []
            node = callee.firstChild
          } else if (method === 'find' || method === 'at') {
            path.push(undefined)
            node = callee.firstChild
          } else if (method && SELECTING.test(method)) node = callee.firstChild
          else return undefined
          break
        }
        default:
          return undefined
      }
    }
    return undefined
  }

  const methodOf = (callee: SyntaxNode): string | undefined =>
    callee.name === 'MemberExpression' && callee.lastChild!.name === 'PropertyName'
      ? source(callee.lastChild!)
      : undefined

  const keyOf = (node: SyntaxNode | null | undefined): string | undefined => {
    if (node?.name === 'PropertyName' || node?.name === 'PropertyDefinition') return source(node)
    const written = node ? source(node) : ''
    if (node?.name === 'Number') return /^\d+$/.test(written) ? written : undefined
    return node?.name === 'String' ? /^(['"])([^'"\\]*)\1$/.exec(written)?.[2] : undefined
  }

  const change = (place: Place | undefined, statement: SyntaxNode, adds = false) => {
    if (place) changes.push([place, spanOf(statement), adds])
  }
  const changeKeys = (place: Place, keys: Path, statement: SyntaxNode) => {
    for (const key of keys)
      change(key === undefined ? place : within(place, key), statement, key === undefined)
  }
  const alias = (target: SyntaxNode, place: Place) => {
    for (const [name, path] of namesIn(target)) bindings.get(name.from)?.origins.push(within(place, ...path))
  }

  /** The names in a pattern, with the keys that lead to what they are given. */
  const namesIn = (target: SyntaxNode): [SyntaxNode, Path][] => {
    const found: [SyntaxNode, Path][] = []
    const rest: [SyntaxNode, Path][] = [[target, []]]
    for (let next = rest.pop(); next; next = rest.pop()) {
      const [node, path] = next
      const parts = partsOf(node)
      if (node.name === 'VariableDefinition' || node.name === 'VariableName') found.push(next)
      else if (node.name === 'ObjectPattern') for (const part of parts) rest.push([part, path])
      else if (node.name === 'ArrayPattern') for (const part of parts) rest.push([part, [...path, undefined]])
      else if (node.name === 'PatternProperty') {
        const [first, second] = parts
        if (first?.name === 'Spread') rest.push([second!, path])
        else if (first) rest.push([second?.name === ':' ? parts[2]! : first, [...path, nameOf(first)]])
      }
    }
    return found
  }
  const nameOf = (node: SyntaxNode): string | undefined =>
    node.name === 'VariableDefinition' ? source(node) : keyOf(node)

  const elementsOf = (node: SyntaxNode | null | undefined): Place | undefined => {
    // The elements are pairs, so that a pattern of two takes the members.
    if (node?.name === 'CallExpression' && /^Object\.entries$|\.entries$/.test(source(node.firstChild!))) {
      const [given] = argumentsOf(node)
      return placeOf(given ?? node.firstChild!.firstChild)
    }
    const place = placeOf(node)
    return place && within(place, undefined)
  }

  /* ---------------------------------------------------------------- calls */

  /** Gives something to a function: what that does to it counts, or else what its name says. */
  const give = (
    callee: SyntaxNode | undefined,
    position: number,
    place: Place | undefined,
    at: SyntaxNode,
  ) => {
    if (!callee || !place) return
    const made = callee.name === 'VariableName' ? bindings.get(callee.from) : undefined
    const code = FUNCTIONS.test(callee.name) ? callee : made && functions.get(made)
    if (code) {
      const parameter = parametersOf(code)[position]
      if (parameter) alias(parameter, place)
    } else if (soundsChanging(methodOf(callee) ?? source(callee))) change(place, at)
  }

  const call = (node: SyntaxNode) => {
    const callee = node.firstChild!
    const name = source(callee)
    const method = methodOf(callee)
    const given = argumentsOf(node)
    if (/^(Object\.assign|(_|lodash)\.(assign|defaults|extend))$/.test(name)) return assigned(given, node)
    if (
      /^(Object|Reflect)\.(define\w+|set|setPrototypeOf|deleteProperty)$|^(_|lodash)\.(merge|set|unset|update)$/.test(
        name,
      )
    )
      return change(placeOf(given[0]), node)
    if (method && ADDING.test(method)) change(placeOf(callee.firstChild), node, true)
    if (method && REMOVING.test(method)) change(elementsOf(callee.firstChild), node)
    if (method && ITERATING.test(method))
      give(given[0], method.startsWith('reduce') ? 1 : 0, elementsOf(callee.firstChild), node)
    const isOurs = callee.name === 'VariableName' && functions.has(bindings.get(callee.from)!)
    if (!isOurs && !soundsChanging(method ?? name)) return
    for (const [i, value] of given.entries()) give(callee, i, placeOf(value), node)
  }

  /** `Object.assign(t, {…})`, also of a copy: `Object.assign({}, t, {…})`. */
  const assigned = ([target, ...others]: readonly SyntaxNode[], node: SyntaxNode) => {
    const keys = others.flatMap(other => (other.name === 'ObjectExpression' ? keysOf(other) : [undefined]))
    const holder = placeOf(target)
    if (holder && target!.name !== 'ObjectExpression') return changeKeys(holder, keys, node)
    const written = others.filter(({ name }) => name === 'ObjectExpression').flatMap(keysOf)
    for (const other of others) if (other.name !== 'ObjectExpression') copied(other, written, node)
  }

  const keysOf = (object: SyntaxNode): (string | undefined)[] =>
    partsOf(object)
      .filter(({ name }) => name === 'Property')
      .map(property => keyOf(property.firstChild))

  /** A copy with other members of something that is not known where it is copied: `{ ...t, strict: true }`. */
  const copied = (of: SyntaxNode | undefined, keys: Path, node: SyntaxNode) => {
    const place = placeOf(of)
    if (place && !(place.holder as Binding).init && !of!.name.startsWith('Object'))
      changeKeys(place, keys, node)
  }

  /** The keys beside what is spread; undefined when more than that is spread, or a key is not known. */
  const othersOf = (object: SyntaxNode): (string | undefined)[] => {
    const keys = keysOf(object)
    const isOpen = keys.filter(key => key === undefined).length > 1
    return [...keys.filter(key => key !== undefined), ...(isOpen ? [undefined] : [])]
  }

  const object = (node: SyntaxNode) => {
    for (const property of partsOf(node)) {
      if (property.name !== 'Property') continue
      const [first, colon, value] = partsOf(property)
      if (first?.name === 'Spread') copied(colon, othersOf(node), node)
      else if (colon?.name === ':' && /^(function|parameters|input_?schema)$/i.test(keyOf(first) ?? ''))
        rebuilt(value, node)
    }
  }

  /** `{ name: t.name, parameters: t.parameters, strict: true }` */
  const rebuilt = (value: SyntaxNode | undefined, node: SyntaxNode) => {
    const place = placeOf(value)
    if (place && !(place.holder as Binding).init && place.path.length > 0)
      change({ ...place, path: place.path.slice(0, -1) }, node, true)
  }

  /* ---------------------------------------------------------------- statements */

  const readers: Record<string, (node: SyntaxNode) => void> = {
    VariableDeclaration(node) {
      const parts = partsOf(node)
      for (const [i, part] of parts.entries()) {
        if (!/^(VariableDefinition|ObjectPattern|ArrayPattern)$/.test(part.name)) continue
        let at = i + 1
        while (parts[at] && !/^(Equals|,)$/.test(parts[at]!.name)) at++
        const value = parts[at]?.name === 'Equals' ? parts[at + 1] : undefined
        const place = placeOf(value)
        if (place) alias(part, place)
      }
    },
    ForOfSpec(node) {
      const parts = partsOf(node)
      const of = parts.findIndex(({ name }) => name === 'of')
      const place = elementsOf(parts[of + 1])
      if (place && parts[of - 1]) alias(parts[of - 1]!, place)
    },
    AssignmentExpression(node) {
      const target = node.firstChild!
      const value = placeOf(node.lastChild)
      if (target.name !== 'VariableName') change(placeOf(target), node)
      else if (value) alias(target, value)
    },
    UnaryExpression(node) {
      if (node.firstChild!.name === 'delete') change(placeOf(nextPart(node.firstChild!)), node)
    },
    ReturnStatement(node) {
      let maker: SyntaxNode | null = node
      for (let i = 0; maker && i < MOST_STEPS && !FUNCTIONS.test(maker.name); i++) maker = maker.parent
      const place = maker && FUNCTIONS.test(maker.name) ? placeOf(partsOf(node)[1]) : undefined
      if (place) makers.get(maker!.from)?.origins.push(place)
    },
    ArrowFunction(node) {
      const place = node.lastChild!.name === 'Block' ? undefined : placeOf(node.lastChild)
      if (place) makers.get(node.from)?.origins.push(place)
    },
    CallExpression: call,
    ObjectExpression: object,
  }

  const makers = new Map<number, Holder>()
  const nodes: SyntaxNode[] = []
  tree.iterate({
    enter({ name, node }) {
      if (name === 'FunctionDeclaration') addFunction(node.getChild('VariableDefinition'), node)
      if (name === 'VariableDeclaration' || Object.hasOwn(readers, name)) nodes.push(node)
      if (name === 'VariableDefinition' && node.parent?.name === 'VariableDeclaration') {
        const init = bindings.get(node.from)?.init
        if (init && FUNCTIONS.test(init.name)) addFunction(node, init)
      }
    },
  })
  for (const node of nodes) readers[node.name]!(node)
  for (const [place, span, adds] of changes) noteChange(place, { ...span, ...(adds && { adds }) })
  for (const binding of new Set(bindings.values())) {
    if (binding.changes.length === 0 || !binding.init) continue
    binding.init = undefined
    binding.reason = `"${binding.name}", which is changed later`
  }
  return literals

  function addFunction(name: SyntaxNode | null, code: SyntaxNode): void {
    const holder = name && bindings.get(name.from)
    if (!holder) return
    functions.set(holder, code)
    makers.set(code.from, holder)
  }

  function argumentsOf(node: SyntaxNode): SyntaxNode[] {
    const list = node.getChild('ArgList')
    return list ? partsOf(list).filter(({ name }) => !/^[(),]$/.test(name)) : []
  }
}

/** The names or patterns of a function's parameters. */
function parametersOf(code: SyntaxNode): SyntaxNode[] {
  const list = code.getChild('ParamList')
  return list
    ? partsOf(list).filter(({ name }) => /^(VariableDefinition|ObjectPattern|ArrayPattern)$/.test(name))
    : []
}
