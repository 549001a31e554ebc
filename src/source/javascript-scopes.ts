import type { SyntaxNode, SyntaxNodeRef, Tree } from '@lezer/common'
import type { Holder } from './changes.ts'
import { firstPart, nextPart } from './javascript-nodes.ts'

/** What a name stands for. */
export interface Binding extends Holder {
  name: string
  /** What it is defined with, if it is a constant that nothing changes. */
  init: SyntaxNode | undefined
  /** What else it is: `the parameter "city"`. */
  reason: string
  /** Whether its value is a function or class. */
  isCode: boolean
  /** How many literals it stands in. */
  uses: number
}

/** Tells what each name in a program stands for: by the offset of the name, also where it is defined. */
export type Bindings = ReadonlyMap<number, Binding>

const SCOPES = new Set([
  'Script',
  'Block',
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunction',
  'MethodDeclaration',
  'Property',
  'ForStatement',
  'CatchClause',
  'SwitchBody',
  'StaticBlock',
])
const FUNCTIONS = /^(Script|Function|Arrow|Method|Property$|StaticBlock)/

export function resolveNames(tree: Tree, text: string): Bindings {
  const resolved = new Map<number, Binding>()
  const defined = definitionsIn(tree, text, resolved)
  const known = new Map<string, Binding[]>()
  const open: Map<string, Binding>[] = []
  let count = 0
  tree.iterate({
    enter(node) {
      if (SCOPES.has(node.name)) {
        const scope = defined[count++]!
        open.push(scope)
        for (const [name, binding] of scope) push(known, name, binding)
      }
      if (!isReference(node)) return
      const binding = known.get(text.slice(node.from, node.to))?.at(-1)
      if (!binding) return
      resolved.set(node.from, binding)
      if (isInLiteral(node.node)) binding.uses++
      if (binding.init && isChanged(node.node, text)) {
        binding.init = undefined
        binding.reason = `"${binding.name}", which is changed later`
      }
    },
    leave(node) {
      if (!SCOPES.has(node.name)) return
      for (const name of open.pop()!.keys()) known.get(name)!.pop()
    },
  })
  return resolved
}

function push(known: Map<string, Binding[]>, name: string, binding: Binding): void {
  const bindings = known.get(name)
  if (bindings) bindings.push(binding)
  else known.set(name, [binding])
}

/* ------------------------------------------------------------------ where names are defined */

/** The names that each scope defines; scopes in the order of the text. */
function definitionsIn(tree: Tree, text: string, resolved: Map<number, Binding>): Map<string, Binding>[] {
  const scopes: Map<string, Binding>[] = []
  const open: { name: string; names: Map<string, Binding> }[] = []
  tree.iterate({
    enter(node) {
      if (SCOPES.has(node.name)) {
        const names = new Map<string, Binding>()
        scopes.push(names)
        open.push({ name: node.name, names })
      }
      if (node.name !== 'VariableDefinition') return
      const { binding, reach } = definitionAt(node.node, text)
      const inner = reach === 'outside' ? open.slice(0, -1) : open
      const scope = reach === 'function' ? inner.findLast(({ name }) => FUNCTIONS.test(name)) : inner.at(-1)
      const other = scope?.names.get(binding.name)
      resolved.set(node.from, other ?? binding)
      if (other)
        Object.assign(other, { init: undefined, reason: `"${binding.name}", which is defined twice` })
      else scope?.names.set(binding.name, binding)
    },
    leave(node) {
      if (SCOPES.has(node.name)) open.pop()
    },
  })
  return scopes
}

interface Definition {
  binding: Binding
  /** Which scope it belongs to: the innermost one, the innermost function's, or the one around it. */
  reach: 'block' | 'function' | 'outside'
}

function definitionAt(node: SyntaxNode, text: string): Definition {
  const name = text.slice(node.from, node.to)
  const holder = node.parent!
  const define = (reason: string, more: Partial<Binding> = {}, reach: Definition['reach'] = 'block') => ({
    binding: { name, init: undefined, reason, isCode: false, uses: 0, changes: [], origins: [], ...more },
    reach,
  })
  switch (holder.name) {
    case 'FunctionDeclaration':
      return define(`the function "${name}"`, { isCode: true }, 'outside')
    case 'FunctionExpression':
    case 'ClassDeclaration':
    case 'ClassExpression':
      return define(`"${name}", which is code`, { isCode: true })
    case 'ParamList':
      return define(`the parameter "${name}"`)
    case 'ImportDeclaration':
    case 'ImportGroup':
      return define(`"${name}", which is imported`)
    case 'VariableDeclaration':
      return variableAt(node, holder, define)
    default:
      return define(`the variable "${name}"`, {}, isVar(holder) ? 'function' : 'block')
  }
}

function variableAt(
  node: SyntaxNode,
  declaration: SyntaxNode,
  define: (reason: string, more?: Partial<Binding>, reach?: Definition['reach']) => Definition,
): Definition {
  const keyword = declaration.firstChild!.name
  if (keyword !== 'const')
    return define('a variable, not a constant', {}, keyword === 'var' ? 'function' : 'block')
  let part = nextPart(node)
  while (part && part.name !== 'Equals' && part.name !== ',') part = nextPart(part)
  const init = part?.name === 'Equals' ? (nextPart(part) ?? undefined) : undefined
  return define('a constant without a value', { init })
}

function isVar(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.name === 'VariableDeclaration') return at.firstChild!.name === 'var'
    if (at.name !== 'PatternProperty' && !/Pattern$|Spec$/.test(at.name)) return false
    if (/Spec$/.test(at.name)) return at.getChild('var') !== null
  }
  return false
}

/* ------------------------------------------------------------------ where they are used */

/** Whether a name is read there as the program runs. */
function isReference({ name, node }: SyntaxNodeRef): boolean {
  if (name === 'PropertyDefinition') {
    const holder = node.parent!
    return holder.name === 'Property' && !nextPart(node) && firstPart(holder)?.from === node.from
  }
  if (name !== 'VariableName') return false
  return !/^(ExportGroup|ImportGroup|TypeofType|TypePredicate)$/.test(node.parent?.name ?? '')
}

/** Whether the name, or a member of what it stands for, is a value in an object or array. */
function isInLiteral(reference: SyntaxNode): boolean {
  let node = reference
  while (node.parent && /^(Member|Parenthesized|Postfix|Binary)Expression$/.test(node.parent.name))
    node = node.parent
  return /^(Property|ArrayExpression)$/.test(node.parent?.name ?? '')
}

const CHANGING = /^(push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin)$/
const CHANGED_ARGUMENT = /^(Object|Reflect)\.(assign|define\w+|set\w*|deleteProperty)$/

/** Whether what a name stands for is changed there: it is assigned to, something in it is, or a method changes it. */
function isChanged(reference: SyntaxNode, text: string): boolean {
  let node = reference
  let method = ''
  for (let holder = node.parent; holder; holder = node.parent) {
    const isHead = holder.firstChild!.from === node.from
    const isPassed = holder.name === 'PostfixExpression' || holder.name === 'ParenthesizedExpression'
    if (!(holder.name === 'MemberExpression' && isHead) && !isPassed) break
    if (isPassed && /\+\+|--/.test(text.slice(holder.lastChild!.from, holder.to))) return true
    if (!isPassed) method = text.slice(holder.lastChild!.from, holder.lastChild!.to)
    node = holder
  }
  const { parent } = node
  if (!parent) return false
  const isFirst = parent.firstChild!.from === node.from
  switch (parent.name) {
    case 'AssignmentExpression':
      return isFirst
    case 'UnaryExpression':
      return /^(delete|\+\+|--)/.test(text.slice(parent.from, parent.from + 6))
    case 'CallExpression':
      return isFirst && CHANGING.test(method)
    case 'ArgList': {
      const callee = parent.parent!.firstChild!
      const isTarget = nextPart(parent.firstChild!)?.from === node.from
      return isTarget && CHANGED_ARGUMENT.test(text.slice(callee.from, callee.to))
    }
    default:
      return false
  }
}
