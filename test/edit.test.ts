import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { edit } from '../src/edit/index.ts'
import { type LoadedDocument, loadJson } from '../src/loaders/index.ts'
import { endOfLine } from '../src/loaders/json-text.ts'
import { loadYaml } from '../src/loaders/yaml.ts'
import { get, type Pointer, tokens } from '../src/pointer.ts'
import type { Operation } from '../src/types.ts'
import {
  dice,
  diceOf,
  document,
  jsonStyle,
  parentPath,
  patches,
  patchFor,
  printJson,
  printYaml,
  yamlStyle,
} from './edit-arbitraries.ts'

const runs = { numRuns: 1000 }

const texts = {
  jsonc: fc
    .tuple(document, jsonStyle, dice)
    .map(([value, style, numbers]) => loadJson(printJson(value, style, diceOf(numbers)), 'jsonc')),
  yaml: fc
    .tuple(document, yamlStyle, dice)
    .map(([value, style, numbers]) => loadYaml(printYaml(value, style, diceOf(numbers)))[0]!),
}

const say = (...things: unknown[]) => things.map(thing => JSON.stringify(thing)).join('\n')

describe.each(Object.entries(texts))('%s', (_, loaded) => {
  test('an edited text is read as the edited value', () => {
    fc.assert(
      fc.property(loaded, patches, (document, chosen) => {
        expect(document.syntax).toEqual([])
        const patch = patchFor(document.value, chosen)
        const text = edit(document, patch)
        // Brackets have no room for the comments of what moves into them.
        if (/\s#/.test(document.text) && /[[{]/.test(document.text)) return
        expect(text, say(document.text, patch)).toBeDefined()
      }),
      runs,
    )
  })

  test('what is outside of the container stays as it is', () => {
    fc.assert(
      fc.property(loaded, patches, (document, [chosen]) => {
        const patch = patchFor(document.value, [chosen!])
        const text = edit(document, patch)
        if (text === undefined || patch.length === 0) return
        const [start, end] = outsideOf(document, patch)
        expect(text.startsWith(start), say(document.text, patch, text)).toBe(true)
        expect(text.endsWith(end), say(document.text, patch, text)).toBe(true)
      }),
      runs,
    )
  })

  test('comments stay, unless what they are in goes', () => {
    fc.assert(
      fc.property(loaded, patches, (document, [chosen]) => {
        const patch = patchFor(document.value, [chosen!])
        const text = edit(document, patch)
        if (text === undefined || patch.length === 0 || chosen!.op === 'copy') return
        const gone = commentsIn(textGone(document, patch[0]!, chosen!.op === 'wrap'))
        const left = commentsIn(text)
        for (const comment of commentsIn(document.text)) {
          const times = left.filter(other => other === comment).length
          if (!gone.includes(comment)) expect(times, say(document.text, patch, text, comment)).toBe(1)
        }
      }),
      runs,
    )
  })

  test('what is added and taken away again leaves no trace', () => {
    fc.assert(
      fc.property(loaded, patches, (document, [chosen]) => {
        const [operation] = patchFor(document.value, [{ ...chosen!, op: 'add', index: chosen!.index / 2 }])
        if (
          operation?.op !== 'add' ||
          Object.hasOwn(parentOf(document, operation.path), keyOf(operation.path))
        )
          return
        const patch: Operation[] = [operation, { op: 'remove', path: operation.path }]
        expect(edit(document, patch), say(document.text, patch)).toBe(document.text)
      }),
      runs,
    )
  })

  test('no patch, no change', () => {
    fc.assert(
      fc.property(loaded, document => edit(document, []) === document.text),
      runs,
    )
  })
})

describe('hostile input', () => {
  const deep = loadJson(`{"a":${'['.repeat(100_000)}${']'.repeat(100_000)},"b":1}`)

  test('100,000 levels beside what is edited', () => {
    const text = edit(deep, [
      { op: 'remove', path: '/b' },
      { op: 'add', path: '/c', value: {} },
    ])
    expect(text).toBe(deep.text.replace('"b":1', '"c":{}'))
  })

  test('a place that many levels down is refused', () => {
    expect(edit(deep, [{ op: 'add', path: `/a${'/0'.repeat(99_999)}/-`, value: 1 }])).toBeUndefined()
  })

  test('a value with that many levels is refused', () => {
    let value: unknown = 1
    for (let level = 0; level < 100_000; level++) value = [value]
    expect(edit(loadJson('{}'), [{ op: 'add', path: '/a', value }])).toBeUndefined()
  })

  test('a chain of 5,000 moves, each into the one before', () => {
    const keys = Array.from({ length: 5000 }, (_, index) => `k${index}`)
    const document = loadJson(JSON.stringify(Object.fromEntries(keys.map(key => [key, {}]))))
    const patch = keys
      .slice(1)
      .map((key, index): Operation => ({ op: 'move', from: `/${keys[index]}`, path: `/${key}/in` }))
    expect(() => edit(document, patch)).not.toThrow()
  })

  test('a number that may not be what it was is refused', () => {
    const document = loadJson('{"a": 12345678901234567890, "b": {"c": 12345678901234567890}}')
    const { a, b } = document.value as { a: number; b: unknown }
    expect(edit(document, [{ op: 'add', path: '/d', value: a }])).toBeUndefined()
    expect(edit(document, [{ op: 'add', path: '/d', value: b }])).toBe(
      document.text.replace(/}$/, ', "d": {"c": 12345678901234567890}}'),
    )
  })

  test('names that mean something to JavaScript', () => {
    const document = loadJson('{"__proto__": {"constructor": 1}, "toString": 2}')
    const patch: Operation[] = [
      { op: 'add', path: '/__proto__/__proto__', value: 3 },
      { op: 'move', from: '/toString', path: '/valueOf' },
    ]
    expect(edit(document, patch)).toBe('{"__proto__": {"constructor": 1, "__proto__": 3}, "valueOf": 2}')
  })

  test('nothing is left of the document', () => {
    expect(edit(loadJson('{}'), [{ op: 'remove', path: '' }])).toBeUndefined()
  })
})

/* ------------------------------------------------------------------ what an operation leaves alone */

function keyOf(path: Pointer): string {
  return tokens(path)!.at(-1)!
}

function parentOf({ value }: LoadedDocument, path: Pointer): object {
  return get(value, parentPath(path)) as object
}

/** The text before and behind the innermost container that all of an operation happens in. */
function outsideOf(document: LoadedDocument, [operation]: readonly Operation[]): [string, string] {
  const places = [operation!.path, ...(operation!.op === 'move' ? [operation!.from] : [])].map(parentPath)
  while (new Set(places).size > 1) places.sort((a, b) => a.length - b.length).push(parentPath(places.pop()!))
  const { text, format } = document
  const { key, value } = document.locate([places[0]!]).get(places[0]!)!
  // In YAML, an empty collection stands beside its key, and comments at the end of a line belong to what is in the line.
  const end = format === 'yaml' ? endOfLine(text, value.end) : value.end
  return [text.slice(0, format === 'yaml' && key ? key.end : value.start), text.slice(end)]
}

/**
 * What stands in a member that is removed, from its key or dash on. What stands between a key and its value goes with the
 * key, also where the value goes on elsewhere.
 */
function textGone(document: LoadedDocument, operation: Operation, isWrap: boolean): string {
  const { text } = document
  if (isWrap) return text.match(/[:-] +# \d+\.\s*(# \d+\.\s)?/g)?.join() ?? ''
  const { op, path } = operation
  const isOver = op === 'move' && !Array.isArray(parentOf(document, path))
  const gone = op === 'remove' || isOver ? memberText(document, path, false) : ''
  return op === 'move' ? gone + memberText(document, operation.from, true) : gone
}

function memberText(document: LoadedDocument, path: Pointer, isHeader: boolean): string {
  const found = document.locate([path]).get(path)
  if (!found) return ''
  const { key, value } = found
  const { text, format } = document
  const isYaml = format === 'yaml'
  const isLines = isYaml && typeof get(document.value, path) === 'object' && !/[[{]/.test(text[value.start]!)
  const start = key ? key.start : isYaml ? text.lastIndexOf('-', value.start - 1) : value.start
  return text.slice(start, isHeader ? value.start : isLines ? endOfLine(text, value.end) : value.end)
}

function commentsIn(text: string): string[] {
  return [...text.matchAll(/(?:#|\/\/|\/\*) (\d+)\./g)].map(([, number]) => number!)
}
