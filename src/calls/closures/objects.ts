import { child } from '../../pointer.ts'
import type { JsonObject } from '../../types.ts'
import { isObject } from '../../walk.ts'
import {
  assertion,
  type Build,
  type Check,
  every,
  type Found,
  isFull,
  type Node,
  report,
  type Site,
  type Test,
} from './node.ts'
import { typeTests } from './types.ts'

type Member = [name: string, node: Node]

/** Keywords of objects that look at no member. */
export const objectKeywords: Record<string, Build<JsonObject>> = {
  maxProperties: (limit, site) =>
    assertion(site, 'maxProperties', value => Object.keys(value).length <= (limit as number), { limit }),
  minProperties: (limit, site) =>
    assertion(site, 'minProperties', value => Object.keys(value).length >= (limit as number), { limit }),
}

export const memberKeywords = ['required', 'propertyNames', 'additionalProperties', 'properties']

export function hasMembers(schema: JsonObject): boolean {
  return memberKeywords.some(keyword => schema[keyword] !== undefined)
}

/** The keywords about members and their names, which judge an object together, and complain in the order above. */
export function members(site: Site): Check<JsonObject> | undefined {
  const { schema, pointer } = site
  const { required = [], additionalProperties: rest } = schema
  if (!isNames(required)) return undefined
  const wanted = new Set(required)
  const known = Object.entries(isObject(schema.properties) ? schema.properties : {}).map(
    ([name, property]): Member => [
      name,
      site.part(property, child(`${pointer}/properties`, name), !wanted.has(name)),
    ],
  )
  const others =
    rest === undefined || rest === true ? undefined : site.part(rest, `${pointer}/additionalProperties`)
  const named =
    schema.propertyNames === undefined
      ? undefined
      : site.part(schema.propertyNames, `${pointer}/propertyNames`)
  const names = new Set(known.map(([name]) => name))
  const unlisted = required.filter(name => !names.has(name))
  const tests = [membersTest(known, wanted, others)]
  if (unlisted.length > 0) tests.push(value => unlisted.every(name => holds(value, name)))
  if (named) tests.push(value => Object.keys(value).every(named.test))
  const collectors = [
    missing(site, required),
    ...(named ? [misnamed(named)] : []),
    ...(others ? [rest === false ? strangers(site, names) : additional(names, others)] : []),
    properties(known),
  ]
  return {
    test: every(tests as Test[]),
    // The keywords before these want objects.
    implies: () => schema.minProperties === undefined && schema.maxProperties === undefined,
    collect(value, at, found) {
      for (const collect of collectors) if (!isFull(found)) collect(value, at, found)
    },
  }
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(name => typeof name === 'string')
}

function holds(value: JsonObject, name: string): boolean {
  return Object.hasOwn(value, name) && value[name] !== undefined
}

/** Members nearly always come in the order of the schema: then none has to be looked up. */
function membersTest(
  known: readonly Member[],
  wanted: ReadonlySet<string>,
  others: Node | undefined,
): (value: JsonObject) => boolean {
  const names = known.map(([name]) => name)
  const places = new Map(names.map((name, i) => [name, i]))
  const tests = known.map(([, { test }]) => test)
  const isText = tests.map(test => test === typeTests.string)
  const needed = names.map(name => wanted.has(name))
  const count = needed.filter(Boolean).length
  const rest = others?.test
  return value => {
    if (!isObject(value)) return false
    let found = 0
    let next = 0
    for (const key in value) {
      const member = value[key]
      const place = key === names[next] ? next : places.get(key)
      if (place === undefined) {
        if (rest !== undefined && !rest(member)) return false
        continue
      }
      next = place + 1
      if (member === undefined) continue
      if (needed[place]) found++
      if (isText[place] ? typeof member !== 'string' : !tests[place]!(member)) return false
    }
    return found === count
  }
}

type Collect = Check<JsonObject>['collect']

function missing(site: Site, names: readonly string[]): Collect {
  return (data, pointer, found) => {
    for (const name of names) {
      if (isFull(found)) return
      if (!holds(data, name))
        report(site, 'required', found, { pointer, data, params: { missingProperty: name } })
    }
  }
}

function misnamed(node: Node): Collect {
  return (value, at, found) => {
    for (const key in value) {
      const inner: Found = { errors: [], firstOnly: found.firstOnly }
      node.collect(key, at, inner)
      found.errors.push(...inner.errors.map(error => ({ ...error, propertyName: key })))
      if (isFull(found)) return
    }
  }
}

function strangers(site: Site, names: ReadonlySet<string>): Collect {
  return (data, pointer, found) => {
    for (const key in data) {
      if (isFull(found)) return
      if (names.has(key)) continue
      report(site, 'additionalProperties', found, { pointer, data, params: { additionalProperty: key } })
    }
  }
}

function additional(names: ReadonlySet<string>, node: Node): Collect {
  return (value, at, found) => {
    for (const key in value) {
      if (isFull(found)) return
      if (!names.has(key)) node.collect(value[key], child(at, key), found)
    }
  }
}

function properties(known: readonly Member[]): Collect {
  return (value, at, found) => {
    for (const [name, node] of known) {
      if (isFull(found)) return
      if (holds(value, name)) node.collect(value[name], child(at, name), found)
    }
  }
}
