import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { child } from '../src/pointer.ts'
import { readJavaScript } from '../src/source/javascript.ts'
import type { SourceRead } from '../src/source/literal.ts'
import { readPython } from '../src/source/python.ts'
import { toValue } from '../src/source/value.ts'

/** One statement in both languages. */
interface Statement {
  javascript: string
  python: string
}

const tools = [0, 1, 2].map(i => ({
  type: 'function',
  function: {
    name: `t${i}`,
    strict: true,
    parameters: { type: 'object', properties: { a: { type: 'string' } } },
  },
}))
const paths = [
  ['type'],
  ['function', 'strict'],
  ['function', 'parameters'],
  ['function', 'parameters', 'type'],
  ['function', 'parameters', 'properties', 'a'],
  ['function', 'added'],
  ['function', 'parameters', 'properties', 'a', 'type'],
]

const members = (path: readonly (string | number)[]) => path.map(key => `[${JSON.stringify(key)}]`).join('')

/** What is done to a part of a tool, once there is a name for the tool. */
const action = fc
  .record({
    path: fc.constantFrom(...paths),
    how: fc.constantFrom('set', 'delete', 'merge', 'read', 'alias', 'call'),
    at: fc.nat({ max: 3 }),
  })
  .map(({ path, how, at }) => (name: string): Statement => {
    const key = JSON.stringify(path.at(-1))
    const holder = `${name}${members(path.slice(0, -1))}`
    switch (how) {
      case 'set':
        return { javascript: `${holder}[${key}] = 7`, python: `${holder}[${key}] = 7` }
      case 'delete':
        return { javascript: `delete ${holder}[${key}]`, python: `del ${holder}[${key}]` }
      case 'merge':
        return {
          javascript: `Object.assign(${holder}, { [${key}]: 7 })`.replace(`[${key}]:`, `${key}:`),
          python: `${holder}.update({${key}: 7})`,
        }
      case 'read':
        return { javascript: `look(${holder}[${key}])`, python: `print(${holder}[${key}])` }
      case 'call':
        return { javascript: `change(${holder}, ${key})`, python: `change(${holder}, ${key})` }
      default: {
        const rest = members(path.slice(Math.min(at, path.length - 1), -1))
        const alias = `${name}${members(path.slice(0, Math.min(at, path.length - 1)))}`
        return {
          javascript: `{ const x = ${alias}; x${rest}[${key}] = 7 }`,
          python: `x = ${alias}\nx${rest}[${key}] = 7`,
        }
      }
    }
  })

const statement: fc.Arbitrary<Statement> = fc.oneof(
  fc.tuple(action, fc.nat({ max: 2 })).map(([act, i]) => act(`tools[${i}]`)),
  action.map(act => loop('for (const t of tools)', 'for t in tools:', act('t'))),
  action.map(act => loop('for (const [i, t] of tools.entries())', 'for i, t in enumerate(tools):', act('t'))),
  action.map(act =>
    loop('for (let i = 0; i < tools.length; i++)', 'for i in range(len(tools)):', act('tools[i]')),
  ),
  action.map(act => ({
    ...loop('', 'for t in list(tools):', act('t')),
    javascript: `tools.forEach(t => { ${act('t').javascript} })`,
  })),
  action.map(act =>
    loop(
      'for (const { function: f } of tools.map(t => ({ function: t }))) { const t = f;',
      'for t in [t for t in tools]:',
      act('t'),
      true,
    ),
  ),
  fc.constantFrom(
    { javascript: 'tools.push({ more: 1 })', python: 'tools.append({"more": 1})' },
    { javascript: 'tools.pop()', python: 'tools.pop()' },
    { javascript: 'tools[1] = 7', python: 'tools[1] = 7' },
    { javascript: 'look(tools.length, tools)', python: 'print(len(tools), tools)' },
  ),
)

function loop(javascript: string, python: string, body: Statement, isOpen = false): Statement {
  return {
    javascript: `${javascript} { ${body.javascript} }${isOpen ? ' }' : ''}`,
    python: `${python}\n${body.python.replace(/^/gm, '  ')}`,
  }
}

const program = fc.array(statement, { minLength: 1, maxLength: 5 }).map(statements => ({
  javascript: `let tools = ${JSON.stringify(tools)}
function change(it, key) { it[key] = 7 }
${statements.map(({ javascript }) => javascript).join('\n')}`,
  python: `tools = ${JSON.stringify(tools).replaceAll('true', 'True')}
def change(it, key):
  it[key] = 7
${statements.map(({ python }) => python).join('\n')}`,
}))

/** What the program makes of its tools; undefined when it stops, as one does that deletes something twice. */
function outcomeOf(javascript: string): unknown {
  try {
    return runInNewContext(
      `'use strict'; const look = () => {}; ${javascript}; JSON.parse(JSON.stringify(tools))`,
    )
  } catch {
    return undefined
  }
}

/** The parts that are said to be known, and are something else in the end. */
function lies({ literals }: SourceRead, outcome: unknown): string[] {
  const literal = literals.find(({ kind }) => kind === 'array')
  if (!literal) return []
  const { value, opaque } = toValue(literal)
  const unknown = new Set(opaque.map(({ pointer }) => pointer))
  const found: string[] = []
  const compare = (known: unknown, real: unknown, pointer: string): void => {
    if (typeof known !== 'object' || known === null) {
      if (!unknown.has(pointer) && known !== real) found.push(pointer)
      return
    }
    if (typeof real !== 'object' || real === null) {
      found.push(pointer)
      return
    }
    for (const [key, inner] of Object.entries(known)) {
      if (inner !== undefined) compare(inner, (real as Record<string, unknown>)[key], child(pointer, key))
    }
    if (unknown.has(pointer)) return
    for (const key of Object.keys(real)) if (!Object.hasOwn(known, key)) found.push(child(pointer, key))
  }
  compare(value, outcome, '')
  return found
}

describe('what is known of a program is what it makes', () => {
  test.each(['javascript', 'python'] as const)('%s', language => {
    let ran = 0
    fc.assert(
      fc.property(program, written => {
        const outcome = outcomeOf(written.javascript)
        if (outcome === undefined) return
        ran++
        const read = language === 'python' ? readPython(written.python) : readJavaScript(written.javascript)
        expect(lies(read, outcome), written[language]).toEqual([])
      }),
      { numRuns: 500 },
    )
    expect(ran).toBeGreaterThan(200)
  })
})

describe('changes without end', () => {
  const times = 5000
  test.each<[string, string]>([
    [
      'to many elements',
      `tools = [${'{"a": {}},'.repeat(times)}]\n${'for t in tools: t["a"]["b"] = 1\n'.repeat(times)}`,
    ],
    [
      'in many ways',
      `tools = [{}]\n${Array.from({ length: times }, (_, i) => `tools[0]["k${i}"] = 1\n`).join('')}`,
    ],
    [
      'through many names',
      `a0 = [{}]\n${Array.from({ length: times }, (_, i) => `a${i + 1} = a${i}\na${i + 1}[0] = 1\n`).join('')}`,
    ],
    ['by what calls itself', 'def f(t):\n  f(t["a"])\n  t["b"] = 1\n  f([t])\nf([{"a": {}}])'],
  ])('%s', (_, python) => {
    expect(readPython(python).mistakes).toEqual([])
  })
})
