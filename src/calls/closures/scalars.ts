import { isEqual } from '../../equal.ts'
import { isMultiple } from '../exact.ts'
import { type FormatTest, formats } from '../formats.ts'
import { compilePattern } from '../patterns.ts'
import { assertion, type Build, type Test } from './node.ts'
import { typeTest } from './types.ts'

/** Keywords of numbers, in the order they are judged. */
export const numberKeywords: Record<string, Build<number>> = {
  maximum: bound('maximum', '<=', limit => value => !(value > limit)),
  minimum: bound('minimum', '>=', limit => value => !(value < limit)),
  exclusiveMaximum: bound('exclusiveMaximum', '<', limit => value => !(value >= limit)),
  exclusiveMinimum: bound('exclusiveMinimum', '>', limit => value => !(value <= limit)),
  format: format('number'),
  multipleOf: (of, site) =>
    assertion(site, 'multipleOf', value => isMultiple(value, of as number), { multipleOf: of }),
}

/** Keywords of strings. */
export const stringKeywords: Record<string, Build<string>> = {
  maxLength: (limit, site) => {
    const most = limit as number
    return assertion(site, 'maxLength', text => text.length <= most || lengthOf(text) <= most, { limit })
  },
  minLength: (limit, site) => {
    const least = limit as number
    const test = (text: string) =>
      text.length >= least && (text.length >= 2 * least || lengthOf(text) >= least)
    return assertion(site, 'minLength', test, { limit })
  },
  pattern: (pattern, site) => {
    const test = compilePattern(pattern as string)
    return typeof test === 'function' ? assertion(site, 'pattern', test, { pattern }) : undefined
  },
  format: format('string'),
}

/** Keywords of all values that stand for values. */
export const valueKeywords: Record<string, Build> = {
  const: (allowedValue, site) => ({
    ...assertion(site, 'const', equalTo(allowedValue), { allowedValue }),
    implies: types => typeTest(types)(allowedValue),
  }),
  enum: (values, site) => {
    const list = values as unknown[]
    if (list.length === 0) return undefined
    return {
      ...assertion(site, 'enum', oneOf(list), { allowedValues: list }),
      implies: types => list.every(typeTest(types)),
    }
  },
}

function bound(keyword: string, comparison: string, test: (limit: number) => (value: number) => boolean) {
  const build: Build<number> = (limit, site) =>
    assertion(site, keyword, test(limit as number), { comparison, limit })
  return build
}

/** A text's length in characters. */
function lengthOf(text: string): number {
  let length = 0
  for (const _ of text) length++
  return length
}

/** A format of another type, or one that is not known, asks nothing. */
function format(type: FormatTest['type']): Build<string | number> {
  return (name, site) => {
    const known = formats.get(name as string)
    const test = known?.type === type ? known.test : () => true
    return assertion(site, 'format', test, { format: name })
  }
}

function equalTo(expected: unknown): Test {
  return typeof expected === 'object' && expected !== null
    ? value => isEqual(value, expected)
    : value => value === expected
}

/** Longer lists are searched by hash. */
const longestList = 8

function oneOf(values: readonly unknown[]): Test {
  if (values.some(value => typeof value === 'object' && value !== null)) {
    const tests = values.map(equalTo)
    return value => tests.some(test => test(value))
  }
  const set = new Set(values)
  if (values.length > longestList) return value => set.has(value)
  return value => {
    for (let i = 0; i < values.length; i++) if (values[i] === value) return true
    return false
  }
}
