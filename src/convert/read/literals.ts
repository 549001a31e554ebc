import { identityOf, jsonKey } from '../../equal.ts'
import { child } from '../../pointer.ts'
import type { JsonObject } from '../../types.ts'
import { isSchema } from '../../walk.ts'
import { matches } from '../codec/matches.ts'
import { isKnownFormat } from '../codec/matches-scalars.ts'
import { type Draft, Inexpressible } from '../ir.ts'
import { type JsonType, jsonTypeOf, member } from '../json.ts'
import type { Conjunction } from './expand.ts'
import type { Resolver } from './resolver.ts'
import type { TypeSet } from './types.ts'

/** The values that `enum` and `const` leave, sorted by how strict says them. */
export interface Literals {
  null: boolean
  /** A schema that takes exactly these values as they are. */
  scalars: JsonObject[]
  /** The values that strict cannot list as they are. */
  others: unknown[]
  drafts: Draft[]
}

/** Sorts literals. Those that another keyword of the conjunction forbids are left out. */
export function readLiterals(
  conjunction: Conjunction,
  values: readonly unknown[],
  types: TypeSet | undefined,
  resolve: Resolver,
): Literals {
  if (values.some(value => typeof value === 'object') && jsonKey(values) === undefined) {
    throw new Inexpressible(
      'a listed value is nested too deep to be written out',
      conjunction[0]?.pointer ?? '',
    )
  }
  const others = othersIn(conjunction)
  const fitting = distinct(values).filter(value => fits(others, value, types, resolve))
  const drafts = draftsOf(conjunction, fitting)
  const found = fitting.filter(value => value !== null)
  const hasNull = found.length < fitting.length
  const schema = scalarOf(found)
  if (schema) return { null: hasNull, scalars: [schema], others: [], drafts }
  const truths = found.filter(value => typeof value === 'boolean')
  const rest = truths.length === 2 ? found.filter(value => typeof value !== 'boolean') : found
  const scalars: JsonObject[] = truths.length === 2 ? [{ type: 'boolean' }] : []
  const schemaOfRest = scalarOf(rest)
  if (schemaOfRest) return { null: hasNull, scalars: [...scalars, schemaOfRest], others: [], drafts }
  return { null: hasNull, scalars, others: rest, drafts }
}

/** Some literals as one schema, where they can be said as they are: strings as a list, whole numbers as a range. */
function scalarOf(values: readonly unknown[]): JsonObject | undefined {
  if (values.length === 0) return undefined
  if (values.every(value => typeof value === 'string' && value.isWellFormed()))
    return { type: 'string', enum: [...values] }
  if (!values.every(value => typeof value === 'number')) return undefined
  const whole = values.every(Number.isInteger)
  if (values.length === 1) return { type: whole ? 'integer' : 'number', const: values[0] }
  const minimum = Math.min(...values)
  const maximum = Math.max(...values)
  return whole && maximum - minimum === values.length - 1 ? { type: 'integer', minimum, maximum } : undefined
}

function distinct(values: readonly unknown[]): unknown[] {
  if (values.every(value => typeof value === 'string')) return [...new Set(values)]
  const seen = new Set<unknown>()
  return values.filter(value => {
    const key = identityOf(value)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** What the conjunction says besides. */
function othersIn(conjunction: Conjunction): Conjunction {
  return conjunction.flatMap(({ schema, pointer }): Conjunction => {
    if (typeof schema === 'boolean') return [{ schema, pointer }]
    const own = Object.entries(schema).filter(([keyword]) => !beside.has(keyword))
    return own.length > 0 ? [{ schema: Object.fromEntries(own), pointer }] : []
  })
}

function fits(others: Conjunction, value: unknown, types: TypeSet | undefined, resolve: Resolver): boolean {
  const type = jsonTypeOf(value)
  if (type === undefined || (types && !fitsTypes(types, type, value))) return false
  return others.every(({ schema, pointer }) => matches(schema, value, ref => resolve(ref, pointer).schema))
}

/** What was looked at already, stands beside in the conjunction, or demands nothing. */
const beside = new Set([
  ...['enum', 'const', 'type', '$ref', 'anyOf', 'oneOf', 'allOf'],
  ...['title', 'description', 'default'],
])

function fitsTypes({ types, whole }: TypeSet, type: JsonType, value: unknown): boolean {
  return types.has(type) && (type !== 'number' || !whole || Number.isInteger(value))
}

function draftsOf(conjunction: Conjunction, values: readonly unknown[]): Draft[] {
  const drafts: Draft[] = []
  for (const { schema, pointer } of conjunction) {
    if (typeof schema === 'boolean' || values.length === 0) continue
    if (Object.hasOwn(schema, 'const') && typeof schema.const !== 'number') {
      const message = '`const` becomes an `enum` of one.'
      drafts.push({ kind: 'safe', message, keyword: 'const', from: child(pointer, 'const') })
    }
    for (const keyword of uncheckedIn(schema)) {
      const message = `The listed values were not held against \`${keyword}\`: it is checked locally.`
      drafts.push({ kind: 'weakened', message, keyword, from: child(pointer, keyword) })
    }
  }
  return drafts
}

/** The keywords that the values of a list were not held against. */
function uncheckedIn(schema: JsonObject): string[] {
  return ['format', 'unevaluatedProperties', 'unevaluatedItems'].filter(keyword => {
    const value = member(schema, keyword)
    return keyword === 'format' ? typeof value === 'string' && !isKnownFormat(value) : isSchema(value)
  })
}
