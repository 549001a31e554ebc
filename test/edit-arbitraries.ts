import fc from 'fast-check'
import { applyPatch } from '../src/patch.ts'
import { child, type Pointer } from '../src/pointer.ts'
import type { Operation } from '../src/types.ts'

/* Values, texts that spell them in every style, and patches that fit them. */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const word = fc.constantFrom(
  'type',
  'properties',
  'city',
  'days',
  'anyOf',
  'description',
  'items',
  'a/b',
  '~',
  '',
  '__proto__',
  '0',
  '12',
  'null',
  'x y',
  'Zürich',
  '"',
  "it's",
  '#',
  '- a',
)
const text = fc.oneof(
  word,
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    'true',
    '3',
    'a: b',
    'a #b',
    '# a',
    ' a',
    'a ',
    'two\nlines',
    'tab\there',
    '[x]',
    '*',
    '&a',
    'null',
    '~',
    'é',
    '\u2028',
    '😀',
    'a, b',
  ),
)
const scalar: fc.Arbitrary<Json> = fc.oneof(
  text,
  fc.integer(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    .map(number => (Object.is(number, -0) ? 0 : number)),
  fc.constantFrom(true, false, null),
)

export const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(word, tie('value')), { maxLength: 5 }).map(entries => objectOf(entries)),
  ),
})).value

/** A document: an object or an array with something in it, most of the time. */
export const document = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .array(fc.tuple(word, json), { minLength: 1, maxLength: 5 })
      .map(entries => objectOf(entries)),
  },
  { weight: 2, arbitrary: fc.array(json, { minLength: 1, maxLength: 5 }) },
  { weight: 1, arbitrary: json },
)

function objectOf(entries: readonly (readonly [string, Json])[]): Json {
  const object = {}
  for (const [key, value] of entries) {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  }
  return object as Json
}

/* ------------------------------------------------------------------ patches */

/** A choice that is made when it is known what there is to choose from: a number from 0 to 1. */
type Choice = number

const choices = fc.array(
  fc.record({
    op: fc.constantFrom('add', 'add', 'remove', 'remove', 'replace', 'move', 'rename', 'wrap', 'copy'),
    where: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    to: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    index: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    key: word,
    value: json,
  }),
  { minLength: 1, maxLength: 5 },
)
type Chosen = typeof choices extends fc.Arbitrary<(infer Item)[]> ? Item : never

/** Operations that do something, each to what the ones before it have made. */
export const patches = choices

export function patchFor(root: unknown, chosen: readonly Chosen[]): Operation[] {
  const patch: Operation[] = []
  let value = root
  for (const choice of chosen) {
    const operations = operationsFor(value, choice)
    if (operations.length === 0) continue
    patch.push(...operations)
    value = applyPatch(value, operations)
  }
  return patch
}

function operationsFor(root: unknown, { op, where, to, index, key, value }: Chosen): Operation[] {
  const all = [...placesIn(root)]
  const members = all.filter(([pointer]) => pointer !== '')
  const containers = all.filter(([, found]) => typeof found === 'object' && found !== null)
  const container = pick(containers, to)
  const target = container && child(container[0], keyIn(container[1], index, key))
  const source = pick(members, where)
  const owner = source && get(all, parentPath(source[0]))
  if (op === 'add') return target === undefined ? [] : [{ op, path: target, value }]
  if (!source) return []
  const [from, found] = source
  switch (op) {
    case 'remove':
      return [{ op, path: from }]
    case 'replace':
      return [{ op, path: from, value }]
    case 'wrap':
      return [{ op: 'replace', path: from, value: wrapped(found) }]
    case 'copy':
      return target === undefined ? [] : [{ op: 'add', path: target, value: found }]
    case 'rename':
      return Array.isArray(owner) ? [] : [{ op: 'move', from, path: child(parentPath(from), key) }]
    default:
      // Not into itself, nor past an element that takes the place of the one that goes.
      if (target === undefined || target.startsWith(Array.isArray(owner) ? parentPath(from) : from)) return []
      return [{ op: 'move', from, path: target }]
  }
}

/** What fixes make of a schema that is to take null as well. */
function wrapped(found: unknown): unknown {
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return [found, 'null']
  const { description, ...rest } = found as Record<string, unknown>
  return { ...(description !== undefined && { description }), anyOf: [rest, { type: 'null' }] }
}

function keyIn(container: unknown, index: Choice, key: string): string {
  if (!Array.isArray(container)) return key
  return index > 0.7 ? '-' : String(Math.floor((index / 0.7) * (container.length + 1)))
}

export function parentPath(path: Pointer): Pointer {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

function pick<Item>(items: readonly Item[], choice: Choice): Item | undefined {
  return items[Math.floor(choice * items.length)]
}

function get(all: readonly [Pointer, unknown][], pointer: Pointer): unknown {
  return all.find(([other]) => other === pointer)?.[1]
}

/** Every value with its place, parents first. */
export function* placesIn(value: unknown, pointer: Pointer = ''): Generator<[Pointer, unknown]> {
  yield [pointer, value]
  if (typeof value !== 'object' || value === null) return
  for (const key of Object.keys(value)) {
    yield* placesIn((value as Record<string, unknown>)[key], child(pointer, key))
  }
}

/* ------------------------------------------------------------------ texts */

/** Gives choices one after another, over and over. */
export interface Dice {
  roll(sides: number): number
}

export const dice: fc.Arbitrary<number[]> = fc.array(fc.nat(1000), { minLength: 20, maxLength: 60 })

export function diceOf(numbers: readonly number[]): Dice {
  let at = 0
  return { roll: sides => (numbers[at++ % numbers.length]! + Math.floor(at / numbers.length)) % sides }
}

export interface JsonStyle {
  comments: boolean
  trailingCommas: boolean
  eol: string
  unit: string
  /** 0: in one line; 1: as `JSON.stringify` would; 2: what fits in one line; 3: anything. */
  layout: number
  space: string
}

export const jsonStyle: fc.Arbitrary<JsonStyle> = fc.record({
  comments: fc.boolean(),
  trailingCommas: fc.boolean(),
  eol: fc.constantFrom('\n', '\r\n'),
  unit: fc.constantFrom('  ', '    ', '\t', ' '),
  layout: fc.nat(3),
  space: fc.constantFrom(' ', ''),
})

export function printJson(value: Json, style: JsonStyle, { roll }: Dice): string {
  const { eol, unit, layout, space } = style
  let count = 0
  const comment = (own: boolean) => {
    if (!style.comments || roll(3) > 0) return ''
    count++
    return own && roll(2) === 0 ? `// ${count}.` : `/* ${count}. */`
  }

  function print(inner: Json, indent: string): string {
    if (typeof inner !== 'object' || inner === null) return JSON.stringify(inner)
    const isArray = Array.isArray(inner)
    const [open, close] = isArray ? '[]' : '{}'
    const keys = Object.keys(inner)
    const isShort =
      layout === 0 || (layout === 2 && JSON.stringify(inner).length < 50) || (layout === 3 && roll(2) === 0)
    if (keys.length === 0)
      return open! + (style.comments && roll(4) === 0 ? ` /* ${++count}. */ ` : '') + close!
    const deeper = indent + unit
    const parts = keys.map((key, index) => {
      const isLast = index === keys.length - 1
      const member = print((inner as Record<string, Json>)[key]!, isShort ? indent : deeper)
      const written = isArray ? member : `${JSON.stringify(key)}:${space}${member}`
      if (isShort) {
        const about = style.comments && roll(5) === 0 ? ` /* ${++count}. */` : ''
        return written + about + (isLast ? '' : `,${space}`)
      }
      const above = comment(true)
      const behind = comment(true)
      const comma = isLast && !style.trailingCommas ? '' : ','
      const blank = roll(6) === 0 ? eol : ''
      return `${blank}${deeper}${above && `${above}${eol}${deeper}`}${written}${comma}${behind && ` ${behind}`}${eol}`
    })
    const padding = layout === 2 ? space : ''
    return isShort
      ? open! + padding + parts.join('') + padding + close!
      : `${open}${eol}${parts.join('')}${indent}${close}`
  }

  return print(value, '') + (roll(2) === 0 ? eol : '')
}

export interface YamlStyle {
  comments: boolean
  eol: string
  unit: number
  flushLists: boolean
  /** How many of the collections are in brackets: one in so many, or none. */
  flow: number
}

export const yamlStyle: fc.Arbitrary<YamlStyle> = fc.record({
  comments: fc.boolean(),
  eol: fc.constantFrom('\n', '\n', '\r\n'),
  unit: fc.constantFrom(2, 4, 3),
  flushLists: fc.boolean(),
  flow: fc.constantFrom(1, 2, 4, 0),
})

export function printYaml(value: Json, style: YamlStyle, { roll }: Dice): string {
  const { eol, unit, flushLists } = style
  let count = 0
  const pad = (column: number) => ' '.repeat(column)
  const inBrackets = () => style.flow > 0 && roll(style.flow) === 0
  const behind = () => (style.comments && roll(4) === 0 ? `${pad(1 + roll(3))}# ${++count}.` : '')
  const above = (column: number) => {
    const comment = style.comments && roll(5) === 0 ? `${pad(column)}# ${++count}.${eol}` : ''
    return (roll(8) === 0 ? eol : '') + comment
  }

  function word(inner: Json, inFlow: boolean): string {
    if (typeof inner !== 'string') return JSON.stringify(inner)
    const isPlain = /^[A-Za-z][\w ]*\w$/.test(inner) && !/^(true|false|null|yes|no)$/.test(inner)
    if (isPlain && roll(4) > 0) return inner
    const isSimple = !/[^\x20-\x7e\u00a0-\u024f]/.test(inner)
    return isSimple && !inFlow && roll(2) === 0 ? `'${inner.replaceAll("'", "''")}'` : quoted(inner)
  }

  function quoted(inner: string): string {
    return JSON.stringify(inner).replace(
      /[^\x20-\x7e\u00a0-\u024f]/g,
      unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  }

  function flow(inner: Json): string {
    if (typeof inner !== 'object' || inner === null) return word(inner, true)
    const padding = pad(roll(2))
    if (Array.isArray(inner))
      return inner.length === 0 ? '[]' : `[${padding}${inner.map(flow).join(', ')}${padding}]`
    const parts = Object.keys(inner).map(key => `${word(key, true)}: ${flow(inner[key]!)}`)
    return parts.length === 0 ? '{}' : `{${padding}${parts.join(', ')}${padding}}`
  }

  /** A value behind a key or a dash, with the end of its line. */
  function tail(inner: Json, column: number, isItem: boolean): string {
    const isEmpty = typeof inner === 'object' && inner !== null && Object.keys(inner).length === 0
    if (typeof inner === 'string' && /^\S.*(\n\S.*)+$/.test(inner) && roll(2) === 0) {
      return ` |-${eol}${inner
        .split('\n')
        .map(line => pad(column + unit) + line + eol)
        .join('')}`
    }
    if (inner === null && roll(3) === 0) return behind() + eol
    if (typeof inner !== 'object' || inner === null || isEmpty || inBrackets()) {
      return ` ${flow(inner)}${behind()}${eol}`
    }
    if (isItem && roll(4) > 0) return ` ${block(inner, column + 2).slice(column + 2)}`
    const indent = column + (Array.isArray(inner) && flushLists && !isItem ? 0 : unit)
    return `${behind()}${eol}${above(indent)}${block(inner, indent)}`
  }

  function block(inner: Json & object, column: number): string {
    const isArray = Array.isArray(inner)
    return Object.keys(inner)
      .map((key, index) => {
        const start = isArray ? '-' : `${word(key, false)}:`
        const lead = index === 0 ? '' : above(column)
        return lead + pad(column) + start + tail((inner as Record<string, Json>)[key]!, column, isArray)
      })
      .join('')
  }

  const isBlock =
    typeof value === 'object' && value !== null && Object.keys(value).length > 0 && !inBrackets()
  const start = roll(4) === 0 ? `---${eol}` : above(0)
  return start + (isBlock ? block(value, 0) : `${flow(value)}${behind()}${eol}`)
}
