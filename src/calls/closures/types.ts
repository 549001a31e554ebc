import type { InstanceType } from '../../vocabulary.ts'
import { isObject } from '../../walk.ts'
import type { Test } from './node.ts'

/** The values of each type. Numbers too large to be written in JSON are none. */
export const typeTests: Readonly<Record<InstanceType, Test>> = {
  array: Array.isArray,
  boolean: value => typeof value === 'boolean',
  integer: Number.isInteger,
  null: value => value === null,
  number: Number.isFinite,
  object: isObject,
  string: value => typeof value === 'string',
}

export function typeTest(types: readonly InstanceType[]): Test {
  const [first, ...rest] = types.filter(type => type !== 'null').map(type => typeTests[type])
  if (!first) return typeTests.null
  const test: Test = rest.length === 0 ? first : value => first(value) || rest.some(other => other(value))
  return types.includes('null') ? value => value === null || test(value) : test
}
