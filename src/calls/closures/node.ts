import type { Pointer } from '../../pointer.ts'
import type { JsonObject } from '../../types.ts'
import type { InstanceType } from '../../vocabulary.ts'
import type { SchemaError } from '../explainer.ts'

/** A schema as functions. */
export interface Node {
  /** Whether a value is valid. */
  test: Test
  /** Adds all that is wrong with the value at a place of the arguments. */
  collect(value: unknown, at: Pointer, found: Found): void
}

export type Test = (value: unknown) => boolean

export interface Found {
  errors: SchemaError[]
  /** Whether one error is enough. */
  firstOnly: boolean
}

/** One keyword of a schema, as functions of the values that it acts on. */
export interface Check<Value = unknown> {
  test(value: Value): boolean
  /** Whether only values of these types pass, so that nobody has to ask for the type as well. */
  implies?: ((types: readonly InstanceType[]) => boolean) | undefined
  collect(value: Value, at: Pointer, found: Found): void
}

/** A schema while its keywords are made into functions, and what they need to know of it. */
export interface Site {
  schema: JsonObject
  /** Into the root. */
  pointer: Pointer
  /** It is that of a property which may be left out. */
  optional: boolean
  /** A schema that judges the very same value. */
  same(schema: unknown, pointer: Pointer): Node
  /** A schema that judges a part of it. */
  part(schema: unknown, pointer: Pointer, optional?: boolean): Node
  /** The schema that a reference leads to; undefined when there is none, or one that only the compiler can find. */
  target(ref: string): Check | undefined
}

/** Makes a keyword into functions; undefined when only the compiler can do that. */
export type Build<Value = unknown> = (keyword: unknown, site: Site) => Check<Value> | undefined

/** Adds one broken keyword. */
export function report(
  { schema, pointer, optional }: Pick<Site, 'schema' | 'pointer' | 'optional'>,
  keyword: string,
  { errors }: Found,
  error: Pick<SchemaError, 'data' | 'params' | 'branches'> & { pointer: Pointer },
): void {
  errors.push({
    keyword,
    schemaPointer: `${pointer}/${keyword}`,
    schema: schema[keyword],
    parentSchema: schema,
    optional,
    ...error,
  })
}

/** A keyword that is kept or broken as a whole. */
export function assertion<Value>(
  site: Site,
  keyword: string,
  test: (value: Value) => boolean,
  params: Record<string, unknown>,
): Check<Value> {
  return {
    test,
    collect(data, pointer, found) {
      if (!test(data)) report(site, keyword, found, { pointer, data, params })
    },
  }
}

export function isFull({ errors, firstOnly }: Found): boolean {
  return firstOnly && errors.length > 0
}

/** One test for several that must all hold. */
export function every(tests: readonly Test[]): Test {
  const [first, second] = tests
  if (!first) return () => true
  if (!second) return first
  if (tests.length === 2) return value => first(value) && second(value)
  return value => {
    for (const test of tests) if (!test(value)) return false
    return true
  }
}
