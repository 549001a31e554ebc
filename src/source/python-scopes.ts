import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common'
import { countWhile } from '../sorted.ts'
import type { Span } from '../types.ts'
import type { Holder } from './changes.ts'
import { isDictCall } from './python-calls.ts'
import { partsOf, targetsOf, withoutParentheses } from './python-nodes.ts'

/** Where names are looked up. The names of a class are not seen by the functions in it. */
export interface Scope extends Span {
  isClass: boolean
  parent: Scope | undefined
  bindings: Map<string, Binding>
  inner: Scope[]
  /** The function that the scope is of, if it has a name. */
  maker?: Binding
}

/** What a name stands for. */
export interface Binding extends Holder {
  /** What it is defined with; undefined when that is no expression, or it is defined more than once. */
  value: SyntaxNode | undefined
  /** The scope that the value is evaluated in. */
  scope: Scope
  /** What else it is: `the parameter "city"`. */
  reason: string
  /** How many literals read it. */
  uses: number
  /** Of a function, the names of its parameters as it is defined. */
  parameters?: Map<string, Binding>
}

const SCOPED = /^(FunctionDefinition|ClassDefinition|LambdaExpression|.*ComprehensionExpression)$/

export interface Scopes {
  module: Scope
  /** The names that an expression is given to, by the offset it begins at. */
  names: Map<number, Binding>
}

/** The scopes of a program with all names that are defined in them. */
export function readScopes(tree: Tree, text: string): Scopes {
  const module: Scope = createScope(tree.topNode, undefined)
  let scope = module
  const names = new Map<number, Binding>()
  const uses: [Scope, string][] = []

  const name = ({ from, to }: { from: number; to: number }) => text.slice(from, to)
  const define = (target: SyntaxNode, reason: string, value?: SyntaxNode, at = scope) => {
    const before = at.bindings.get(name(target))
    if (before) {
      before.value = undefined
      before.reason = `\`${name(target)}\`, which is defined more than once`
    } else {
      // The name where it is defined is counted with those that read it.
      at.bindings.set(name(target), { value, scope: at, reason, changes: [], origins: [], uses: 0 })
    }
  }
  /** Every name in a target: `a, (b, *c)`. */
  const defineAll = (nodes: readonly SyntaxNode[], reason: (name: string) => string, at = scope) => {
    const rest = [...nodes]
    for (let node = rest.pop(); node; node = rest.pop()) {
      if (node.name === 'VariableName') define(node, reason(name(node)), undefined, at)
      else if (/^(Tuple|Array|Parenthesized)Expression$|Pattern/.test(node.name)) rest.push(...partsOf(node))
    }
  }
  const readers: Record<string, (node: SyntaxNode) => void> = {
    AssignStatement(node) {
      const groups = splitAt(partsOf(node), 'AssignOp')
      const values = groups.pop()!
      if (groups.length === 0) return
      const value = values.length === 1 ? values[0] : undefined
      for (const group of groups) {
        const [target, ...more] = group.filter(({ name }) => name !== 'TypeDef')
        if (target?.name === 'VariableName' && more.length === 0) {
          define(target, 'something that cannot be read', groups.length === 1 ? value : undefined)
          if (value) names.set(withoutParentheses(value).from, scope.bindings.get(name(target))!)
        } else defineAll(group, taken => `\`${taken}\`, which is taken out of something`)
      }
    },
    DeleteStatement(node) {
      defineAll(partsOf(node), taken => `\`${taken}\`, which is deleted`)
    },
    NamedExpression(node) {
      defineAll(partsOf(node).slice(0, 1), taken => `\`${taken}\``)
    },
    ForStatement(node) {
      defineAll(targetsOf(node), taken => `the loop variable \`${taken}\``)
    },
    WithStatement(node) {
      defineAll(namesBehindAs(node), taken => `\`${taken}\` of a \`with\``)
    },
    TryStatement(node) {
      defineAll(namesBehindAs(node), taken => `the exception \`${taken}\``)
    },
    ImportStatement(node) {
      const names = partsOf(node).filter(({ name }) => name === 'VariableName')
      defineAll(names, taken => `\`${taken}\`, which is imported`)
    },
    TypeDefinition(node) {
      defineAll(partsOf(node).slice(1, 2), taken => `the type \`${taken}\``)
    },
    CapturePattern(node) {
      defineAll(partsOf(node), taken => `the captured \`${taken}\``)
    },
    ScopeStatement(node) {
      for (const target of partsOf(node).filter(({ name }) => name === 'VariableName')) {
        for (let at: Scope | undefined = scope; at; at = at.parent) {
          const reason = `\`${name(target)}\`, which several functions may define`
          define(target, reason, undefined, at)
          define(target, reason, undefined, at)
        }
      }
    },
    FunctionDefinition(node) {
      const own = partsOf(node).find(({ name }) => name === 'VariableName')
      if (own) define(own, `the function \`${name(own)}\``)
    },
    ClassDefinition(node) {
      const own = partsOf(node).find(({ name }) => name === 'VariableName')
      if (own) define(own, `the class \`${name(own)}\``)
    },
  }

  const enterScope = (node: SyntaxNode) => {
    const own = partsOf(node).find(({ name }) => name === 'VariableName')
    const made = own && node.name === 'FunctionDefinition' ? scope.bindings.get(name(own)) : undefined
    scope = createScope(node, scope)
    if (/Comprehension/.test(node.name)) {
      defineAll(targetsOf(node), taken => `the loop variable \`${taken}\``)
    }
    const parameters = node.getChild('ParamList')
    if (!parameters) return
    let before = ''
    for (const part of partsOf(parameters)) {
      if (part.name === 'VariableName' && before !== 'AssignOp')
        define(part, `the parameter \`${name(part)}\``)
      before = part.name
    }
    if (!made) return
    made.parameters = scope.bindings
    scope.maker = made
  }

  tree.iterate({
    enter(ref: SyntaxNodeRef) {
      if (ref.name === 'VariableName' && isInLiteral(ref.node, text)) uses.push([scope, name(ref)])
      if (Object.hasOwn(readers, ref.name)) readers[ref.name]!(ref.node)
      if (SCOPED.test(ref.name)) enterScope(ref.node)
    },
    leave(ref) {
      if (SCOPED.test(ref.name)) scope = scope.parent!
    },
  })
  for (const [at, used] of uses) {
    const binding = lookUp(used, at)
    if (binding) binding.uses++
  }
  return { module, names }
}

/** What a name stands for, looked up from a scope outwards. */
export function lookUp(name: string, from: Scope): Binding | undefined {
  for (let scope: Scope | undefined = from; scope; scope = scope.parent) {
    const binding = scope === from || !scope.isClass ? scope.bindings.get(name) : undefined
    if (binding) return binding
  }
  return undefined
}

/** The innermost scope around a place. */
export function scopeAt(module: Scope, offset: number): Scope {
  let scope = module
  for (;;) {
    const inner: Scope | undefined = scope.inner[countWhile(scope.inner, ({ start }) => start <= offset) - 1]
    if (!inner || offset >= inner.end) return scope
    scope = inner
  }
}

/** Whether a name stands where a literal takes its value. */
function isInLiteral(node: SyntaxNode, text: string): boolean {
  const { parent, nextSibling } = node
  if (!parent || nextSibling?.name === 'AssignOp' || nextSibling?.name === 'TypeDef') return false
  if (parent.name !== 'ArgList') return HOLDERS.has(parent.name)
  const callee = parent.parent!.firstChild!
  return isDictCall(text.slice(callee.from, callee.to))
}

const HOLDERS = new Set([
  'ArrayExpression',
  'AssignStatement',
  'BinaryExpression',
  'DictionaryExpression',
  'MemberExpression',
  'ParenthesizedExpression',
  'TupleExpression',
])

function createScope({ from, to, name }: SyntaxNode, parent: Scope | undefined): Scope {
  const isClass = name === 'ClassDefinition'
  const scope: Scope = { start: from, end: to, isClass, parent, bindings: new Map(), inner: [] }
  parent?.inner.push(scope)
  return scope
}

function splitAt(nodes: readonly SyntaxNode[], separator: string): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]]
  for (const node of nodes) {
    if (node.name === separator) groups.push([])
    else groups.at(-1)!.push(node)
  }
  return groups
}

function namesBehindAs(node: SyntaxNode): SyntaxNode[] {
  const parts = partsOf(node)
  return parts.filter((_, i) => parts[i - 1]?.name === 'as')
}
