import { expect, test } from 'vitest'
import { lint } from '../src/index.ts'
import { counted } from './helpers/reads.ts'

/** What makes a tool big differs. Each shape has `size` of something. */
const shapes: Record<string, (size: number) => unknown> = {
  tools: size =>
    times(size, i => ({
      type: 'function',
      function: { name: `t${i}`, parameters: { type: 'object', properties: { city: { type: 'string' } } } },
    })),
  'tools of one name': size =>
    times(size, () => ({ type: 'function', function: { name: 't', parameters: { type: 'object' } } })),
  'halves of characters': size =>
    times(size, i => ({ type: 'function', function: { name: `t${i}`, description: '\ud83d' } })),
  properties: size => tool({ properties: named(size, 'p', () => ({ type: 'string' })) }),
  'required names that nothing declares': size =>
    tool({
      properties: named(size, 'p', () => ({ type: 'string' })),
      required: times(size, i => `q${i}`),
    }),
  depth: size => tool({ properties: { a: nested(size) } }),
  definitions: size =>
    tool({
      properties: named(size, 'p', i => ({ $ref: `#/$defs/d${i}` })),
      $defs: named(size, 'd', () => ({ type: 'string' })),
    }),
  'definitions that nothing uses': size =>
    tool({ properties: {}, $defs: named(size, 'd', () => ({ type: 'string' })) }),
  'definitions in a chain': size =>
    tool({
      properties: { a: { $ref: '#/$defs/d0' } },
      $defs: named(size, 'd', i => ({
        type: 'object',
        properties: { next: { $ref: `#/$defs/d${i + 1}` } },
        required: ['next'],
      })),
    }),
  'references to one definition': size =>
    tool({
      properties: named(size, 'p', () => ({ $ref: '#/$defs/d' })),
      $defs: { d: { type: 'object', properties: {} } },
    }),
  'references that lead nowhere': size =>
    tool({
      properties: named(size, 'p', i => ({ $ref: `#/$defs/x${i}` })),
      $defs: named(size, 'd', () => ({ type: 'string' })),
    }),
  'references that lead back': size =>
    tool({
      properties: named(size, 'p', () => ({
        type: 'object',
        properties: { x: { $ref: '#' } },
        required: ['x'],
      })),
    }),
  'values of an enum': size =>
    tool({ properties: { a: { type: 'string', enum: times(size, i => `v${i}`) } } }),
  'values that do not fit': size =>
    tool({ properties: { a: { type: 'integer', enum: times(size, i => `v${i}`) } } }),
  'branches of anyOf': size =>
    tool({
      properties: { a: { anyOf: times(size, i => ({ type: 'object', properties: { [`k${i}`]: {} } })) } },
    }),
  'branches of oneOf': size =>
    tool({ properties: { a: { oneOf: times(size, i => ({ properties: { kind: { const: i } } })) } } }),
  'unknown keywords': size => tool(named(size, 'x', () => 1)),
}

function tool(schema: object) {
  return {
    type: 'function',
    function: { name: 'tool', strict: true, parameters: { type: 'object', ...schema } },
  }
}

function times<Item>(size: number, item: (i: number) => Item): Item[] {
  return Array.from({ length: size }, (_, i) => item(i))
}

function named(size: number, prefix: string, value: (i: number) => unknown): object {
  return Object.fromEntries(times(size, i => [`${prefix}${i}`, value(i)]))
}

function nested(levels: number): object {
  let inner: object = { type: 'string' }
  for (let i = 0; i < levels; i++) inner = { type: 'object', properties: { inner } }
  return inner
}

function readsOf(value: unknown, fixes: boolean): number {
  const watched = counted(value)
  lint(watched.value, { fixes })
  return watched.reads()
}

for (const [name, make] of Object.entries(shapes)) {
  for (const fixes of [false, true]) {
    test(`ten times the ${name} are read ten times as often${fixes ? ', with fixes' : ''}`, () => {
      expect(readsOf(make(800), fixes) / readsOf(make(80), fixes)).toBeLessThan(12)
    })
  }
}
