/*
 * Values for a schema, at its boundaries rather than in its middle. What comes out fits nearly always; a validator has the
 * last word. Everything is drawn from one seed.
 */

import fc from 'fast-check'

type Json = { [key: string]: unknown }
type Schema = Json | boolean

export interface Random {
  /** A whole number from 0, less than `n`. */
  below(n: number): number
  pick<T>(list: readonly T[]): T
  chance(share: number): boolean
}

/** Mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    below: n => Math.floor(next() * n),
    pick: list => list[Math.floor(next() * list.length)]!,
    chance: share => next() < share,
  }
}

/** Names that are special to somebody: to JavaScript, to JSON Pointer, or to the codec. */
export const nastyNames = [
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    ' ',
    'a/b',
    'a~b',
    '~1',
    'ключ',
    '名',
    '😀',
    'a.b',
    '0',
    '1',
    'rest',
  ],
  ...['_', 'value', 'key', 'additional', 'json', 'entries', 'absent', '$ref', 'type', 'properties'],
]

const nastyStrings = [
  '',
  'a',
  'null',
  'true',
  '0',
  '{}',
  '[]',
  '"',
  '{"a":1}',
  'absent',
  'empty',
  '😀',
  '\u0000',
  'line\nbreak',
  'x'.repeat(70),
]

const samples: Record<string, readonly string[]> = {
  'date-time': ['2024-05-01T12:00:00Z', '2024-02-29T23:59:59.123+02:00'],
  date: ['2024-05-01', '2024-02-29'],
  time: ['12:00:00Z', '23:59:59+02:00'],
  duration: ['P1D', 'PT1H'],
  email: ['a@b.co', 'first.last+tag@example.org'],
  hostname: ['example.com', 'a'],
  ipv4: ['127.0.0.1', '255.255.255.255'],
  ipv6: ['::1', '2001:db8::1'],
  uuid: ['123e4567-e89b-12d3-a456-426614174000'],
  uri: ['https://example.com/a?b=c', 'urn:a:b'],
  'uri-reference': ['/a/b', '../c'],
  regex: ['^a+$', '[a-z]'],
  'json-pointer': ['', '/a/b'],
}

/** A function that makes values for a schema; `undefined` where it finds none. */
export function createValues(root: Json): (random: Random) => unknown {
  let budget = 0
  return random => {
    budget = 3000
    const value = make([root], random, 0)
    return value === nothing ? undefined : value
  }

  function make(parts: Schema[], random: Random, depth: number): unknown {
    if (depth > 12 || budget-- < 0) return nothing
    const flat = flatten(parts, random)
    if (flat.includes(false)) return nothing
    const schemas = flat.filter(schema => typeof schema === 'object')
    const listed = schemas.flatMap(schema =>
      Array.isArray(schema.enum) ? [schema.enum] : 'const' in schema ? [[schema.const]] : [],
    )
    if (listed.length > 0) return listed[0]!.length > 0 ? random.pick(listed[0]!) : nothing
    const types = typesOf(schemas)
    if (types.length === 0) return nothing
    // Deep down, what ends is better than what goes on.
    const ends = depth > 4 ? types.filter(type => type !== 'object' && type !== 'array') : types
    return ofType(random.pick(ends.length > 0 ? ends : types), schemas, random, depth)
  }

  function flatten(parts: Schema[], random: Random): Schema[] {
    const flat: Schema[] = []
    const stack = [...parts]
    for (let steps = 0; stack.length > 0 && steps < 500; steps++) {
      const schema = stack.pop()!
      flat.push(schema)
      if (typeof schema === 'boolean') continue
      if (typeof schema.$ref === 'string') stack.push(resolve(schema.$ref))
      if (Array.isArray(schema.allOf)) stack.push(...(schema.allOf as Schema[]))
      for (const keyword of ['anyOf', 'oneOf']) {
        const branches = schema[keyword]
        if (Array.isArray(branches) && branches.length > 0) stack.push(random.pick(branches as Schema[]))
      }
      if (typeof schema.if === 'object' && random.chance(0.5)) {
        stack.push(schema.if as Json, ...(schema.then === undefined ? [] : [schema.then as Schema]))
      } else if (schema.if !== undefined && schema.else !== undefined) stack.push(schema.else as Schema)
    }
    return flat
  }

  function resolve(ref: string): Schema {
    let value: unknown = root
    for (const key of decodeURIComponent(ref.slice(1)).split('/').slice(1)) {
      value = (value as Json)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')]
    }
    return (value ?? false) as Schema
  }

  function ofType(type: string, schemas: Json[], random: Random, depth: number): unknown {
    switch (type) {
      case 'null':
        return null
      case 'boolean':
        return random.chance(0.5)
      case 'string':
        return stringOf(schemas, random)
      case 'array':
        return arrayOf(schemas, random, depth)
      case 'object':
        return objectOf(schemas, random, depth)
      default:
        return numberOf(schemas, type === 'integer', random)
    }
  }

  function arrayOf(schemas: Json[], random: Random, depth: number): unknown {
    const min = Math.max(0, ...numbers(schemas, 'minItems'))
    const prefix = Math.max(
      0,
      ...schemas.map(schema =>
        Array.isArray(schema.prefixItems)
          ? schema.prefixItems.length
          : Array.isArray(schema.items)
            ? schema.items.length
            : 0,
      ),
    )
    const max = Math.min(
      prefix > 0 && random.chance(0.8) ? prefix : Number.POSITIVE_INFINITY,
      ...numbers(schemas, 'maxItems'),
    )
    const length = Math.min(max, random.pick([min, min, min + 1, Math.min(max, min + 2), prefix]))
    const items: unknown[] = []
    for (let i = 0; i < Math.max(min, length); i++) {
      const parts = schemas.flatMap((schema): Schema[] => {
        const list = (Array.isArray(schema.prefixItems) ? schema.prefixItems : schema.items) as
          | Schema[]
          | Schema
          | undefined
        if (Array.isArray(list) && i < list.length) return [list[i]!]
        const rest = (Array.isArray(schema.items) ? schema.additionalItems : schema.items) as
          | Schema
          | undefined
        return rest === undefined ? [] : [rest]
      })
      if (typeof schemas.find(schema => schema.contains)?.contains === 'object' && i === 0)
        parts.push(schemas.find(schema => schema.contains)!.contains as Json)
      const item = make(parts, random, depth + 1)
      if (item === nothing) return i >= min ? items : nothing
      items.push(item)
    }
    return items
  }

  function objectOf(schemas: Json[], random: Random, depth: number): unknown {
    const members = new Map<string, unknown>()
    const required = new Set(
      schemas.flatMap(schema => (Array.isArray(schema.required) ? (schema.required as string[]) : [])),
    )
    const names = new Set([
      ...required,
      ...schemas.flatMap(schema => keysOf(schema.properties)),
      ...schemas.flatMap(conditionalKeys),
    ])
    const share = random.pick([0, 0.3, 0.7, 1])
    for (const name of names) {
      if (!required.has(name) && (!random.chance(share) || depth > 6)) continue
      const value = make(partsFor(schemas, name), random, depth + 1)
      if (value === nothing && required.has(name)) return nothing
      if (value !== nothing) members.set(name, value)
    }
    if (depth < 6)
      for (const name of extraNames(schemas, random)) {
        if (names.has(name)) continue
        const value = make(partsFor(schemas, name), random, depth + 1)
        if (value !== nothing) members.set(name, value)
      }
    for (const schema of schemas) {
      for (const [name, needs] of Object.entries(
        (schema.dependentRequired ?? {}) as Record<string, string[]>,
      )) {
        if (!members.has(name)) continue
        for (const need of needs)
          if (!members.has(need)) members.set(need, make(partsFor(schemas, need), random, depth + 1))
      }
    }
    return Object.fromEntries([...members].filter(([, value]) => value !== nothing))
  }

  function extraNames(schemas: Json[], random: Random): string[] {
    const names: string[] = []
    for (const schema of schemas) {
      for (const pattern of keysOf(schema.patternProperties)) {
        if (random.chance(0.6)) names.push(random.pick(matching(pattern)))
      }
    }
    const open = schemas.some(
      schema => typeof schema.additionalProperties === 'object' || schema.additionalProperties === true,
    )
    const free = schemas.every(
      schema => schema.properties === undefined && schema.patternProperties === undefined,
    )
    const allowed = schemas.flatMap(schema => {
      const rule = schema.propertyNames as Json | undefined
      return rule && Array.isArray(rule.enum) ? (rule.enum as string[]) : []
    })
    const pool = allowed.length > 0 ? allowed : [...nastyNames, 'abc', 'x-y', 'A1']
    if (open || free) for (let n = random.below(4); n > 0; n--) names.push(random.pick(pool))
    return names
  }

  function partsFor(schemas: Json[], name: string): Schema[] {
    return schemas.flatMap((schema): Schema[] => {
      const parts: Schema[] = []
      const properties = schema.properties as Json | undefined
      if (properties && Object.hasOwn(properties, name)) parts.push(properties[name] as Schema)
      for (const [pattern, nested] of Object.entries((schema.patternProperties ?? {}) as Json)) {
        if (regexOf(pattern).test(name)) parts.push(nested as Schema)
      }
      if (parts.length === 0 && conditionalKeys(schema).includes(name))
        parts.push(...conditionalParts(schema, name).slice(0, 1))
      if (parts.length === 0 && schema.additionalProperties !== undefined)
        parts.push(schema.additionalProperties as Schema)
      return parts
    })
  }
}

const nothing = Symbol('no value')

function conditionsOf(schema: Json): Json[] {
  const found = [schema.then, schema.else, ...Object.values((schema.dependentSchemas ?? {}) as Json)]
  return found.filter(nested => typeof nested === 'object' && nested !== null) as Json[]
}

function conditionalKeys(schema: Json): string[] {
  return conditionsOf(schema).flatMap(nested => keysOf(nested.properties))
}

function conditionalParts(schema: Json, name: string): Schema[] {
  return conditionsOf(schema).flatMap(nested => {
    const properties = nested.properties as Json | undefined
    return properties && Object.hasOwn(properties, name) ? [properties[name] as Schema] : []
  })
}

function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value) : []
}

function numbers(schemas: Json[], keyword: string): number[] {
  return schemas.flatMap(schema => (typeof schema[keyword] === 'number' ? [schema[keyword] as number] : []))
}

const every = ['string', 'integer', 'number', 'boolean', 'object', 'array', 'null']
const meant: Record<string, readonly string[]> = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  array: ['items', 'prefixItems', 'minItems', 'maxItems', 'uniqueItems', 'contains'],
  object: [
    'properties',
    'required',
    'additionalProperties',
    'patternProperties',
    'propertyNames',
    'minProperties',
    'maxProperties',
    'dependentRequired',
    'dependentSchemas',
  ],
}

function typesOf(schemas: Json[]): string[] {
  let types = every
  let said = false
  for (const schema of schemas) {
    if (schema.type === undefined) continue
    said = true
    const own = Array.isArray(schema.type) ? (schema.type as string[]) : [schema.type as string]
    const all = schema.nullable === true ? [...own, 'null'] : own
    types = types.filter(type => all.includes(type) || (type === 'integer' && all.includes('number')))
  }
  if (said) return types
  const named = Object.keys(meant).filter(type =>
    schemas.some(schema => meant[type]!.some(keyword => keyword in schema)),
  )
  return named.length > 0 ? named : every
}

function numberOf(schemas: Json[], whole: boolean, random: Random): number {
  const low = Math.max(
    Number.NEGATIVE_INFINITY,
    ...numbers(schemas, 'minimum'),
    ...numbers(schemas, 'exclusiveMinimum'),
  )
  const high = Math.min(
    Number.POSITIVE_INFINITY,
    ...numbers(schemas, 'maximum'),
    ...numbers(schemas, 'exclusiveMaximum'),
  )
  const factor = numbers(schemas, 'multipleOf')[0]
  if (factor !== undefined) {
    const first = Number.isFinite(low)
      ? Math.ceil(low / factor)
      : Number.isFinite(high)
        ? Math.floor(high / factor) - 3
        : 0
    return (first + random.below(3)) * factor
  }
  const step = whole ? 1 : 0.5
  const near = [low, low + step, high, high - step].filter(Number.isFinite)
  const candidates = [...near, 0, 1, -1, ...(whole ? [] : [0.5, -2.25, 1e21, 1e-7])]
  const fitting = candidates.filter(n => n >= low && n <= high && (!whole || Number.isInteger(n)))
  return fitting.length > 0 ? random.pick(fitting) : Number.isFinite(low) ? low : 0
}

function stringOf(schemas: Json[], random: Random): string {
  const format = schemas.find(schema => typeof schema.format === 'string')?.format as string | undefined
  if (format !== undefined && Object.hasOwn(samples, format)) return random.pick(samples[format]!)
  const min = Math.max(0, ...numbers(schemas, 'minLength'))
  const max = Math.min(Number.POSITIVE_INFINITY, ...numbers(schemas, 'maxLength'))
  const pattern = schemas.find(schema => typeof schema.pattern === 'string')?.pattern as string | undefined
  if (pattern !== undefined) return random.pick(matching(pattern))
  const fitting = nastyStrings.filter(text => [...text].length >= min && [...text].length <= max)
  const edges = [min, ...(Number.isFinite(max) ? [max] : [min + 1])].map(length =>
    random.pick(['a', '😀', 'é']).repeat(Math.min(length, 2000)),
  )
  return random.pick([...fitting, ...edges])
}

/** Texts that may match a pattern: cut out of a large set, and put together for what is often written. */
function matching(pattern: string): string[] {
  const known = matched.get(pattern)
  if (known) return known
  const counts = /^\^\[\\s\\S\]\{(\d+)(,?)(\d*)\}\$$/.exec(pattern)
  const pool = counts
    ? ['a'.repeat(Number(counts[1])), '😀'.repeat(Number(counts[3] || counts[1]))]
    : [...nastyStrings, ...nastyNames, ...corners]
  const regex = regexOf(pattern)
  const fitting = [...pool, ...(counts ? [] : generated(regex))].filter(text => regex.test(text))
  const result = fitting.length > 0 ? fitting : ['a']
  matched.set(pattern, result)
  return result
}

function regexOf(pattern: string): RegExp {
  try {
    return new RegExp(pattern, 'u')
  } catch {
    return new RegExp(pattern)
  }
}

/** Look-around and the like are beyond the generator. */
function generated(regex: RegExp): string[] {
  try {
    return fc.sample(fc.stringMatching(regex, { maxLength: 40 }), { numRuns: 12, seed: 1 })
  } catch {
    return []
  }
}

const matched = new Map<string, string[]>()
const corners = [
  ...[
    'abc',
    'ABC',
    'Aa',
    'x-y',
    'x-',
    'a1',
    '1a',
    '12',
    '123',
    '12345',
    '-1',
    '1.5',
    'a_b',
    'a-b',
    'a b',
    '#fff',
    '#A0B1C2',
    'xx',
    'zz9',
  ],
  ...[
    '2024-05-01',
    '12:30',
    'https://x.y',
    'user@x.y',
    '/a/b',
    'arn:aws:x',
    'sha256:ab',
    '1.2.3',
    'v1.2.3',
    'en',
    'en-US',
    '+15551234567',
  ],
]
