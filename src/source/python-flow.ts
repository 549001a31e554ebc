import type { SyntaxNode, Tree } from '@lezer/common'
import type { Span } from '../types.ts'
import { noteChange, type Path, type Place, soundsChanging, within } from './changes.ts'
import { spanOf } from './nodes.ts'
import { isDictCall } from './python-calls.ts'
import { argumentsOf, partsOf, targetsOf, withoutParentheses } from './python-nodes.ts'
import { type Binding, lookUp, type Scopes, scopeAt } from './python-scopes.ts'

/** The methods that give a list more elements, or a dict more members, and those that may take any away. */
const ADDING = /^(append|extend|insert|reverse|sort|update)$/
const REMOVING = /^(clear|pop|popitem|remove)$/

/** What gives the same things back, or copies of them that stand for the same. */
const PASSING =
  /^(copy\.)?(copy|deepcopy|deque|dict|enumerate|iter|list|reversed|set|sorted|tuple|zip)$|^json\.(dumps|loads)$/

/** How long an expression for a part of something is, at most. */
const MOST_STEPS = 50

const LITERALS = /^(Array|Dictionary|Tuple)Expression$/

/** Notes for each name, and each literal that is given away, what the program does to its value later. */
export function readChanges(tree: Tree, text: string, { module, names }: Scopes): void {
  const changes: [Place, Span, adds?: boolean][] = []
  const source = ({ from, to }: SyntaxNode) => text.slice(from, to)
  const bindingOf = (name: SyntaxNode) => lookUp(source(name), scopeAt(module, name.from))

  /** What an expression is a part of; undefined when that is nothing with a name. */
  const placeOf = (expression: SyntaxNode | undefined): Place | undefined => {
    let path: (string | undefined)[] = []
    let made: Path | undefined
    let steps = 0
    for (let node = expression && withoutParentheses(expression); node && steps < MOST_STEPS; steps++) {
      if (node.name === 'VariableName') return placeAt(bindingOf(node), path, made)
      if (LITERALS.test(node.name)) return placeAt(holderOf(node), path, made)
      if (/Comprehension/.test(node.name)) {
        made ??= path
        path = []
        node = iteratedIn(node)
      } else if (node.name === 'MemberExpression') {
        const last: SyntaxNode | undefined = partsOf(node)[2]
        path.push(last && keyOf(last))
        node = node.firstChild!
      } else if (node.name === 'CallExpression') {
        const callee: SyntaxNode = node.firstChild!
        const [first] = argumentsOf(node)
        const method = methodOf(callee)
        if (method === undefined) {
          const maker = callee.name === 'VariableName' ? bindingOf(callee) : undefined
          if (maker?.parameters) return placeAt(maker, path, made)
          if (!PASSING.test(source(callee)) && source(callee) !== 'cast') return undefined
          node = source(callee) === 'cast' ? argumentsOf(node)[1]?.value : first?.value
        } else if (PASSING.test(source(callee))) node = first?.value
        else if (/^(get|setdefault|pop)$/.test(method)) {
          path.push(first?.value && keyOf(first.value))
          node = callee.firstChild!
        } else if (/^(values|items|copy)$/.test(method)) node = callee.firstChild!
        else return undefined
      } else return undefined
    }
    return undefined
  }

  /** The literal that is given to somebody, as something that can change. */
  const holderOf = (literal: SyntaxNode): Binding => {
    const before = names.get(literal.from)
    if (before) return before
    const scope = scopeAt(module, literal.from)
    const binding: Binding = { value: literal, scope, reason: '', changes: [], origins: [], uses: 0 }
    names.set(literal.from, binding)
    return binding
  }

  const keyOf = (node: SyntaxNode): string | undefined => {
    const written = source(node)
    if (node.name === 'PropertyName' || (node.name === 'Number' && /^\d+$/.test(written))) return written
    return node.name === 'String' ? /^(['"])([^'"\\]*)\1$/.exec(written)?.[2] : undefined
  }

  const change = (place: Place | undefined, statement: Span, adds = false) => {
    if (place) changes.push([place, statement, adds])
  }
  const alias = (name: SyntaxNode, place: Place | undefined, ...keys: Path) => {
    if (place) bindingOf(name)?.origins.push(within(place, ...keys))
  }

  /** `t["strict"] = …`, also among others. */
  const assign = (targets: readonly SyntaxNode[], statement: SyntaxNode) => {
    const rest = [...targets]
    for (let node = rest.pop(); node; node = rest.pop()) {
      if (node.name === 'MemberExpression') change(placeOf(node), spanOf(statement))
      else if (/^(Tuple|Array|Parenthesized)Expression$/.test(node.name)) rest.push(...partsOf(node))
    }
  }

  /** Each name in front of `in` is an element of what stands behind it, or a part of one. */
  const loop = (node: SyntaxNode) => {
    const over = placeOf(iteratedIn(node))
    if (!over) return
    for (const target of targetsOf(node)) if (target.name === 'VariableName') alias(target, over, undefined)
  }

  const method = (call: SyntaxNode, name: string) => {
    const held = call.firstChild!.firstChild!
    const place = placeOf(held)
    if (!place) return
    const span = spanOf(call)
    const given = argumentsOf(call)
    const [first] = given
    if (name === 'update') {
      const keys = given.flatMap(({ key, stars, value }) =>
        key ? [source(key)] : stars ? [undefined] : keysOf(value),
      )
      for (const key of keys) change(key === undefined ? place : within(place, key), span, key === undefined)
    } else if (name === 'setdefault') change(within(place, first?.value && keyOf(first.value)), span)
    else if (ADDING.test(name)) change(place, span, true)
    else if (REMOVING.test(name)) change(within(place, first?.value && keyOf(first.value)), span)
  }

  /** The keys of a dict, of which undefined is any. */
  const keysOf = (dict: SyntaxNode | undefined): (string | undefined)[] => {
    if (dict?.name !== 'DictionaryExpression') return [undefined]
    const parts = partsOf(dict)
    const keys = parts.filter((_, i) => parts[i + 1]?.name === ':').map(keyOf)
    return parts.some(({ name }) => name === '**') ? [...keys, undefined] : keys
  }

  const call = (node: SyntaxNode) => {
    const callee = node.firstChild!
    const own = methodOf(callee)
    if (own !== undefined) method(node, own)
    const name = own ?? source(callee)
    const made = callee.name === 'VariableName' ? bindingOf(callee) : undefined
    if (isDictCall(source(callee))) return copied(node)
    const parameters = made?.parameters && [...made.parameters.values()]
    const isChanging = soundsChanging(name)
    if (!parameters && !isChanging && name !== 'map') return
    const given = argumentsOf(node)
    for (const [i, { key, stars, value }] of given.entries()) {
      if (stars || !value) continue
      const parameter = key ? made?.parameters?.get(source(key)) : parameters?.[i]
      const place = parameters || isChanging ? placeOf(value) : undefined
      if (parameter && place) parameter.origins.push(place)
      else if (isChanging) change(place, spanOf(node))
    }
    const [mapper, mapped] = given
    if (name !== 'map' || mapper?.value?.name !== 'VariableName') return
    const place = placeOf(mapped?.value)
    const [taken] = bindingOf(mapper.value)?.parameters?.values() ?? []
    if (place && taken) taken.origins.push(within(place, undefined))
    else if (soundsChanging(source(mapper.value))) change(place && within(place, undefined), spanOf(node))
  }

  /** A copy of something that is not known here, with other members: `{**t, "strict": True}`, `dict(t, strict=True)`. */
  const copied = (node: SyntaxNode) => {
    const isCall = node.name === 'CallExpression'
    const given = isCall ? argumentsOf(node) : []
    const parts = partsOf(node)
    const spread = isCall
      ? given.filter(({ key }) => !key).map(({ value }) => value)
      : parts.filter((_, i) => parts[i - 1]?.name === '**')
    const keys = isCall ? given.flatMap(({ key }) => (key ? [source(key)] : [])) : keysOf(node)
    for (const from of spread) {
      const place = placeOf(from)
      if (!place || (place.holder as Binding).value) continue
      const others =
        spread.length > 1 ? [...keys, undefined] : keys.filter(key => key !== undefined || keys.length === 0)
      for (const key of others)
        change(key === undefined ? place : within(place, key), spanOf(node), key === undefined)
    }
    if (!isCall) rebuilt(parts, node)
  }

  /** `{"name": t["name"], "parameters": t["parameters"], "strict": True}` */
  const rebuilt = (parts: readonly SyntaxNode[], node: SyntaxNode) => {
    for (const [i, part] of parts.entries()) {
      if (
        parts[i - 1]?.name !== ':' ||
        !/^(function|parameters|input_?schema)$/i.test(keyOf(parts[i - 2]!) ?? '')
      )
        continue
      const place = placeOf(part)
      if (place && !(place.holder as Binding).value && place.path.length > 0)
        change({ ...place, path: place.path.slice(0, -1) }, spanOf(node), true)
    }
  }

  const readers: Record<string, (node: SyntaxNode) => void> = {
    AssignStatement(node) {
      const parts = partsOf(node)
      const last = parts.findLastIndex(({ name }) => name === 'AssignOp')
      const targets = parts.slice(0, last)
      assign(targets, node)
      const [target] = targets
      if (target?.name === 'VariableName' && parts.length === last + 2) {
        const value = parts[last + 1]
        if (value && !LITERALS.test(withoutParentheses(value).name)) alias(target, placeOf(value))
      }
    },
    UpdateStatement(node) {
      const target = node.firstChild!
      change(placeOf(target), spanOf(node), target.name === 'VariableName')
    },
    DeleteStatement(node) {
      assign(partsOf(node), node)
    },
    ForStatement: loop,
    ReturnStatement(node) {
      const value = partsOf(node)[1]
      const place = placeOf(value)
      if (place) scopeAt(module, node.from).maker?.origins.push(place)
    },
    CallExpression: call,
    DictionaryExpression: copied,
  }

  tree.iterate({
    enter({ name, node }) {
      if (/Comprehension/.test(name)) loop(node)
      else if (Object.hasOwn(readers, name)) readers[name]!(node)
    },
  })
  for (const [place, span, adds] of changes) noteChange(place, { ...span, ...(adds && { adds }) })

  function methodOf(callee: SyntaxNode): string | undefined {
    const last = callee.name === 'MemberExpression' ? callee.lastChild! : undefined
    return last?.name === 'PropertyName' ? source(last) : undefined
  }
}

function placeAt(holder: Binding | undefined, path: Path, made: Path | undefined): Place | undefined {
  if (!holder) return undefined
  return { holder, path: path.toReversed(), ...(made && { made: made.toReversed() }) }
}

/** What stands behind `in`. */
function iteratedIn(node: SyntaxNode): SyntaxNode | undefined {
  const parts = partsOf(node)
  return parts[parts.findIndex(({ name }) => name === 'in') + 1]
}
