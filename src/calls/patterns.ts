import { type Pattern, parsePattern } from '../patterns/syntax/index.ts'
import { type Charset, type CharsetNode, charsetOf } from './charset.ts'
import { isDeterministic } from './deterministic.ts'
import { linearTest } from './linear.ts'

/** Tells whether a text holds a match. The time is linear in the length of the text. */
export type PatternTest = (text: string) => boolean

/**
 * Compiles a `pattern`. As JSON Schema wants it, that is an ECMAScript expression with the `u` flag; one that is legal
 * only without it is taken without. The native engine runs what it cannot be slow at, our own the rest. What neither can
 * do gives a reason.
 */
export function compilePattern(source: string): PatternTest | { reason: string } {
  const flags = ['u', ''].find(flags => isExpression(source, flags))
  if (flags === undefined)
    return { reason: `\`pattern\` is no regular expression: ${JSON.stringify(source)}` }
  const unicode = flags === 'u'
  const ast = parse(source, unicode)
  if (!ast) return { reason: `\`pattern\` nests too deep: ${JSON.stringify(source.slice(0, 60))}…` }
  const charset = once((node: CharsetNode) => charsetOf(node, flags))
  if (isDeterministic(ast, charset)) {
    const expression = new RegExp(source, flags)
    return text => expression.test(text)
  }
  return (
    linearTest(ast, charset, unicode) ?? {
      reason: `\`pattern\` cannot be matched in linear time: ${JSON.stringify(source.slice(0, 200))}`,
    }
  )
}

function isExpression(source: string, flags: string): boolean {
  try {
    return Boolean(new RegExp(source, flags))
  } catch {
    return false
  }
}

function parse(source: string, unicode: boolean): Pattern | undefined {
  try {
    return parsePattern(source, unicode)
  } catch {
    return undefined
  }
}

/** Sets that are written alike are one. */
function once(make: (node: CharsetNode) => Charset): (node: CharsetNode) => Charset {
  const made = new Map<string, Charset>()
  return node => {
    const key = node.type === 'Character' ? String(node.value) : `[${node.raw}`
    const known = made.get(key) ?? make(node)
    made.set(key, known)
    return known
  }
}
