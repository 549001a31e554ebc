import { child } from '../../pointer.ts'
import type { JsonObject, Pointer } from '../../types.ts'
import type { Dialect } from '../dialect.ts'
import type { Draft } from '../ir.ts'
import { hasAny, member } from '../json.ts'
import { lengthPattern, spell } from '../patterns.ts'
import { countWords, formatWords } from '../words.ts'
import type { Conjunction } from './expand.ts'

/** A scalar as strict says it, and what strict cannot say of it. */
export interface Scalar {
  schema: JsonObject
  drafts: Draft[]
  words: string[]
}

const stringKeywords = new Set([
  ...['pattern', 'format', 'minLength', 'maxLength'],
  ...['contentEncoding', 'contentMediaType'],
])

/** What a string must be. */
export function readString(conjunction: Conjunction, dialect: Dialect): Scalar {
  const result: Scalar = { schema: { type: 'string' }, drafts: [], words: [] }
  if (!conjunction.some(({ schema }) => typeof schema === 'object' && hasAny(schema, stringKeywords)))
    return result
  for (const { value, from } of valuesOf<string>(conjunction, 'pattern', 'string'))
    readPattern(result, value, from, dialect)
  for (const { value, from } of valuesOf<string>(conjunction, 'format', 'string')) {
    if (dialect.formats.has(value) && !Object.hasOwn(result.schema, 'format')) result.schema.format = value
    else if (result.schema.format !== value) weaken(result, 'format', from, formatWords(value))
  }
  readLength(result, conjunction)
  for (const keyword of ['contentEncoding', 'contentMediaType']) {
    for (const { value, from } of valuesOf<string>(conjunction, keyword, 'string')) {
      result.words.push(value)
      result.drafts.push({
        kind: 'safe',
        message: `\`${keyword}\` goes into the description.`,
        keyword,
        from,
      })
    }
  }
  return result
}

function readPattern(result: Scalar, pattern: string, from: Pointer, dialect: Dialect): void {
  const spelt = spell(pattern, dialect.engine)
  if (spelt !== undefined && result.schema.pattern === spelt) return
  if (spelt === undefined || Object.hasOwn(result.schema, 'pattern')) {
    weaken(result, 'pattern', from, `matches ${pattern.toWellFormed()}`)
    return
  }
  result.schema.pattern = spelt
  if (spelt !== pattern) {
    result.drafts.push({
      kind: 'safe',
      message: '`pattern` is spelt for the provider.',
      keyword: 'pattern',
      from,
    })
  }
}

function readLength(result: Scalar, conjunction: Conjunction): void {
  const least = countsOf(conjunction, 'minLength')
  const most = countsOf(conjunction, 'maxLength')
  if (least.length + most.length === 0) return
  const min = Math.max(0, ...least.map(({ value }) => value))
  const max = Math.min(Number.POSITIVE_INFINITY, ...most.map(({ value }) => value))
  const free = !Object.hasOwn(result.schema, 'pattern') && !Object.hasOwn(result.schema, 'format')
  const pattern = free && (min > 0 || max < Number.POSITIVE_INFINITY) ? lengthPattern(min, max) : undefined
  if (pattern !== undefined) result.schema.pattern = pattern
  const words =
    min > 0 || max < Number.POSITIVE_INFINITY ? countWords(min, max, 'character', 'characters') : undefined
  for (const [keyword, found] of [
    ['minLength', least],
    ['maxLength', most],
  ] as const) {
    for (const { from } of found) {
      if (pattern !== undefined) {
        result.drafts.push({
          kind: 'safe',
          message: `\`${keyword}\` is written as a \`pattern\`.`,
          keyword,
          from,
        })
      } else weaken(result, keyword, from, words)
    }
  }
}

const numberKeywords = new Set([
  ...['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'],
  ...['multipleOf', 'divisibleBy', 'format'],
])

/** What a number must be; undefined when no number fits. */
export function readNumber(conjunction: Conjunction, whole: boolean): Scalar | undefined {
  const result: Scalar = { schema: { type: whole ? 'integer' : 'number' }, drafts: [], words: [] }
  if (!conjunction.some(({ schema }) => typeof schema === 'object' && hasAny(schema, numberKeywords)))
    return result
  for (const { low, high } of boundsOf(conjunction)) {
    if (low) tighten(result.schema, 'minimum', 'exclusiveMinimum', low, (a, b) => a > b)
    if (high) tighten(result.schema, 'maximum', 'exclusiveMaximum', high, (a, b) => a < b)
  }
  for (const keyword of ['multipleOf', 'divisibleBy']) {
    for (const { value, from } of valuesOf<number>(conjunction, keyword, 'number')) {
      if (value > 0 && Number.isFinite(value)) readFactor(result, keyword, value, from)
    }
  }
  for (const { value, from } of valuesOf<string>(conjunction, 'format', 'string')) {
    if (value === 'float' || value === 'double') {
      result.drafts.push({
        kind: 'safe',
        message: `\`format\` "${value}" says nothing about a number.`,
        keyword: 'format',
        from,
      })
    } else weaken(result, 'format', from, value)
  }
  return holdsNumber(result.schema) ? result : undefined
}

interface Bound {
  value: number
  exclusive: boolean
}

/** The bounds of each subschema, the booleans of draft 4 read as what they say about the bound beside them. */
function boundsOf(conjunction: Conjunction): { low?: Bound | undefined; high?: Bound | undefined }[] {
  return conjunction.flatMap(({ schema }) => {
    if (typeof schema === 'boolean' || !hasAny(schema, boundKeywords)) return []
    const read = (plain: string, open: string): Bound[] => {
      const bounds: Bound[] = []
      const value = finite(member(schema, plain))
      const beside = member(schema, open)
      if (value !== undefined) bounds.push({ value, exclusive: beside === true })
      const own = finite(beside)
      if (own !== undefined) bounds.push({ value: own, exclusive: true })
      return bounds
    }
    return [
      ...read('minimum', 'exclusiveMinimum').map(low => ({ low })),
      ...read('maximum', 'exclusiveMaximum').map(high => ({ high })),
    ]
  })
}

const boundKeywords = new Set(['minimum', 'exclusiveMinimum', 'maximum', 'exclusiveMaximum'])

function tighten(
  schema: JsonObject,
  plain: string,
  open: string,
  { value, exclusive }: Bound,
  isTighter: (a: number, b: number) => boolean,
): void {
  const known = (schema[open] ?? schema[plain]) as number | undefined
  if (known !== undefined && !isTighter(value, known) && !(value === known && exclusive)) return
  delete schema[plain]
  delete schema[open]
  schema[exclusive ? open : plain] = value
}

/** Of two factors one that the other divides is enough; of others strict can say one. */
function readFactor(result: Scalar, keyword: string, value: number, from: Pointer): void {
  const known = result.schema.multipleOf as number | undefined
  if (known === undefined || value % known === 0) result.schema.multipleOf = value
  else if (known % value !== 0) weaken(result, keyword, from, `multiple of ${value}`)
}

function holdsNumber({ type, minimum, exclusiveMinimum, maximum, exclusiveMaximum }: JsonObject): boolean {
  const low = (minimum ?? exclusiveMinimum ?? Number.NEGATIVE_INFINITY) as number
  const high = (maximum ?? exclusiveMaximum ?? Number.POSITIVE_INFINITY) as number
  const open = exclusiveMinimum !== undefined || exclusiveMaximum !== undefined
  if (low > high || (open && low === high)) return false
  if (type !== 'integer') return true
  const first = exclusiveMinimum === undefined ? Math.ceil(low) : Math.floor(low) + 1
  const last = exclusiveMaximum === undefined ? Math.floor(high) : Math.ceil(high) - 1
  return first <= last
}

function weaken(result: Scalar, keyword: string, from: Pointer, words: string | undefined): void {
  if (words !== undefined) result.words.push(words)
  result.drafts.push({
    kind: 'weakened',
    message: `Strict takes no such \`${keyword}\`: the description says it.`,
    keyword,
    from,
  })
}

function finite(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** The values of a keyword in all subschemas that give it the right form. */
export function valuesOf<T>(
  conjunction: Conjunction,
  keyword: string,
  type: string,
): { value: T; from: Pointer }[] {
  const found: { value: T; from: Pointer }[] = []
  for (const { schema, pointer } of conjunction) {
    const value = typeof schema === 'boolean' ? undefined : member(schema, keyword)
    if (typeof value === type) found.push({ value: value as T, from: child(pointer, keyword) })
  }
  return found
}

/** The same for keywords that count: whole numbers from 0. */
export function countsOf(conjunction: Conjunction, keyword: string): { value: number; from: Pointer }[] {
  return valuesOf<number>(conjunction, keyword, 'number').filter(
    ({ value }) => Number.isInteger(value) && value >= 0,
  )
}
