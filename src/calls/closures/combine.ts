import type { JsonObject } from '../../types.ts'
import type { InstanceType } from '../../vocabulary.ts'
import { arrayKeywords } from './arrays.ts'
import { assertion, type Build, type Check, every, isFull, type Node, type Site, type Test } from './node.ts'
import { hasMembers, memberKeywords, members, objectKeywords } from './objects.ts'
import { numberKeywords, stringKeywords, valueKeywords } from './scalars.ts'
import { typeTest, typeTests } from './types.ts'
import { unionKeywords } from './unions.ts'

type Group = 'number' | 'string' | 'array' | 'object'

/** The keywords by the type of the values they act on, in the order in which the compiler has them complain. */
const groups: readonly [type: Group | undefined, keywords: Record<string, Build<never>>][] = [
  [undefined, { $ref: (ref, site) => site.target(ref as string), ...valueKeywords, ...unionKeywords }],
  ['number', numberKeywords],
  ['string', stringKeywords],
  ['array', arrayKeywords],
  ['object', objectKeywords],
]

/** All keywords that are made into functions. */
export const closureKeywords: ReadonlySet<string> = new Set([
  'type',
  'nullable',
  ...memberKeywords,
  ...groups.flatMap(([, keywords]) => Object.keys(keywords)),
])

/** All keywords of a schema together; the name of one instead that only the compiler can do. */
export function combine(site: Site): Node | string {
  const types = typesOf(site.schema)
  const only = types.length === 1 ? types[0] : undefined
  const hasType = typeTest(types)
  const tests: Test[] = []
  const checks: Check[] =
    types.length > 0 ? [assertion(site, 'type', hasType, { type: site.schema.type })] : []
  let isSettled = types.length === 0
  for (const [type, keywords] of saysMore(site.schema) ? groups : []) {
    const own = checksOf(type, keywords, site)
    if (typeof own === 'string') return own
    if (own.length === 0) continue
    // That a value is not of the only type is said with the keywords for that type, and not before.
    if (type !== undefined && type === only) checks.push(checks.shift()!)
    const test = every(own.map(check => check.test))
    const guard = type && typeTests[type]
    checks.push(...(guard ? own.map(check => guarded(check, guard)) : own))
    if (!guard || type === only || (type === 'number' && only === 'integer')) {
      isSettled ||= own.some(({ implies }) => implies?.(types))
      tests.push(test)
    } else tests.push(value => !guard(value) || test(value))
  }
  return {
    test: every(isSettled ? tests : [hasType, ...tests]),
    collect(value, at, found) {
      for (const check of checks) if (!isFull(found)) check.collect(value, at, found)
    },
  }
}

/** Most schemas have a type and a description, and no more. */
function saysMore(schema: JsonObject): boolean {
  for (const keyword in schema) if (keyword !== 'type' && closureKeywords.has(keyword)) return true
  return false
}

function typesOf({ type, nullable }: JsonObject): InstanceType[] {
  if (type === undefined) return []
  const types = (Array.isArray(type) ? type : [type]) as InstanceType[]
  return nullable === true ? [...types, 'null'] : types
}

function checksOf(
  type: Group | undefined,
  keywords: Record<string, Build<never>>,
  site: Site,
): Check[] | string {
  const checks: Check[] = []
  for (const keyword in keywords) {
    if (site.schema[keyword] === undefined) continue
    const check = keywords[keyword]!(site.schema[keyword], site)
    if (!check) return keyword
    checks.push(check as Check)
  }
  if (type === 'object' && hasMembers(site.schema)) {
    const check = members(site)
    if (!check) return 'required'
    checks.push(check as Check)
  }
  return checks
}

function guarded({ test, collect }: Check, guard: Test): Check {
  return {
    test,
    collect(value, at, found) {
      if (guard(value)) collect(value, at, found)
    },
  }
}
