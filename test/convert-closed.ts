/*
 * The closed reading of `docs/convert.md`, as a judge of values and independent of the converter: a value belongs to a
 * schema when a validator takes it, and it has nothing that the schema does not declare.
 */

type Json = { [key: string]: unknown }
interface Part {
  schema: Json | boolean
  pointer: string
}

/** `validatorAt` gives a validator for the subschema at a pointer of the document. */
export function createClosedJudge(
  root: Json,
  validatorAt: (pointer: string) => (value: unknown) => boolean,
  open: 'close' | 'encode' = 'close',
) {
  return (value: unknown) => fits([{ schema: root, pointer: '' }], value, true)

  function fits(parts: Part[], value: unknown, isRoot = false): boolean {
    const all = variants(parts, [])
    // That the value fits the only variant follows from its being valid as a whole.
    const isValid = ({ pointer }: Part) => all.length === 1 || validatorAt(pointer)(value)
    return all.some(
      variant =>
        isOfMeantType(variant, value, isRoot) && variant.every(isValid) && isClosed(variant, value, isRoot),
    )
  }

  /** Every way to choose one branch of each union, with the references followed. */
  function variants(parts: Part[], trail: string[]): Part[][] {
    let result: Part[][] = [[]]
    for (const part of parts) {
      const { schema, pointer } = part
      if (schema === true) continue
      if (schema === false) return []
      if (trail.includes(pointer)) return []
      const inner = [...trail, pointer]
      const ways: Part[][][] = [[[part]]]
      if (typeof schema.$ref === 'string') ways.push(variants([at(schema.$ref)], inner))
      for (const member of list(part, 'allOf')) ways.push(variants([member], inner))
      for (const keyword of ['anyOf', 'oneOf']) {
        const branches = list(part, keyword)
        if (branches.length === 0 || branches.every(isAboutPresence)) continue
        ways.push(branches.flatMap(branch => variants([branch], inner)))
      }
      for (const way of ways) {
        result = result.flatMap(before => way.map(after => [...before, ...after]))
        if (result.length > 2000) throw new Error('too many variants')
      }
    }
    return result
  }

  function at(ref: string): Part {
    let value: unknown = root
    const keys = decodeURIComponent(ref.slice(1)).split('/').slice(1)
    for (const key of keys) value = (value as Json)[key.replaceAll('~1', '/').replaceAll('~0', '~')]
    return { schema: value as Json, pointer: decodeURIComponent(ref.slice(1)) }
  }

  function isOfMeantType(variant: Part[], value: unknown, isRoot: boolean): boolean {
    if (isRoot) return true
    if (
      variant.some(
        ({ schema }) => typeof schema === 'object' && ['type', 'enum', 'const'].some(key => key in schema),
      )
    )
      return true
    const meant = new Set(
      variant.flatMap(({ schema }) => (typeof schema === 'object' ? typesMeant(schema) : [])),
    )
    const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
    return meant.size === 0 || meant.has(type)
  }

  function isClosed(variant: Part[], value: unknown, isRoot: boolean): boolean {
    if (Array.isArray(value)) return value.every((item, i) => fitsItem(variant, item, i))
    if (typeof value !== 'object' || value === null) return true
    // The values of a list are taken as they are.
    if (variant.some(({ schema }) => typeof schema === 'object' && ('enum' in schema || 'const' in schema)))
      return true
    return Object.entries(value).every(([key, member]) => fitsMember(variant, key, member, isRoot))
  }

  function fitsMember(variant: Part[], key: string, member: unknown, isRoot: boolean): boolean {
    const described = variant.some(part => additional(part).some(({ schema }) => typeof schema === 'object'))
    const conditions = described ? [] : conditional(variant)
    const names =
      variant.some(part => map(part, 'properties').length + map(part, 'patternProperties').length > 0) ||
      conditions.length > 0
    const declared = variant.flatMap(part => named(part, key))
    const required = variant.some(
      ({ schema }) =>
        typeof schema === 'object' && Array.isArray(schema.required) && schema.required.includes(key),
    )
    const rest = variant.flatMap(part => (named(part, key).length > 0 ? [] : additional(part)))
    const schemas = rest.filter(({ schema }) => schema !== true)
    const choices = conditions.filter(([name]) => name === key).map(([, part]) => part)
    if (declared.length === 0 && choices.length > 0) {
      return choices.some(choice => validatorAt(choice.pointer)(member) && fits([choice, ...schemas], member))
    }
    const own = variant.some(part => map(part, 'properties').some(([name]) => name === key))
    // What several patterns say of a name is read for each alone.
    if (!own && declared.length > 1) return declared.every(part => fits([part], member))
    if (declared.length > 0 || schemas.length > 0 || (required && names))
      return fits([...declared, ...schemas], member)
    if (rest.length > 0) return !names || open === 'encode'
    const lists = variant.some(
      ({ schema }) => typeof schema === 'object' && typeof schema.properties === 'object',
    )
    return !names && !lists && !isRoot
  }

  function named(part: Part, key: string): Part[] {
    const own = map(part, 'properties').filter(([name]) => name === key)
    const matching = map(part, 'patternProperties').filter(([pattern]) => new RegExp(pattern, 'u').test(key))
    return [...own, ...matching].map(([, nested]) => nested)
  }

  function conditional(variant: Part[]): [string, Part][] {
    const found: [string, Part][] = []
    const seen = new Set<string>()
    const stack = variant.flatMap(conditionsOf)
    for (let part = stack.pop(); part; part = stack.pop()) {
      if (seen.has(part.pointer) || typeof part.schema === 'boolean') continue
      seen.add(part.pointer)
      found.push(...map(part, 'properties'))
      for (const keyword of ['allOf', 'anyOf', 'oneOf']) stack.push(...list(part, keyword))
      if (typeof part.schema.$ref === 'string') stack.push(at(part.schema.$ref))
      stack.push(...conditionsOf(part))
    }
    return found
  }

  function conditionsOf(part: Part): Part[] {
    const { schema, pointer } = part
    if (typeof schema !== 'object') return []
    const single = 'if' in schema ? ['then', 'else', 'if'].filter(key => key in schema) : []
    const mapped = [...map(part, 'dependentSchemas'), ...map(part, 'dependencies')].map(
      ([, nested]) => nested,
    )
    return [
      ...single.map(key => ({ schema: schema[key] as Json, pointer: `${pointer}/${key}` })),
      ...mapped.filter(nested => !Array.isArray(nested.schema)),
    ]
  }

  function fitsItem(variant: Part[], item: unknown, i: number): boolean {
    const items: Part[] = []
    let tuple = 0
    let said = false
    let most = 0
    for (const part of variant) {
      const { schema, pointer } = part
      if (typeof schema !== 'object') continue
      const listed = Array.isArray(schema.prefixItems) ? 'prefixItems' : 'items'
      const prefix = list(part, listed)
      tuple = Math.max(tuple, prefix.length)
      most = Math.max(most, typeof schema.minItems === 'number' ? schema.minItems : 0)
      if (i < prefix.length) items.push(prefix[i]!)
      else {
        const keyword = Array.isArray(schema.items) ? 'additionalItems' : 'items'
        if (typeof schema[keyword] === 'object' || schema[keyword] === false) {
          said = true
          items.push({ schema: schema[keyword] as Json, pointer: `${pointer}/${keyword}` })
        }
      }
    }
    if (tuple > 0 && i >= tuple && !said && most <= tuple) return false
    return fits(items, item)
  }

  function list({ schema, pointer }: Part, keyword: string): Part[] {
    const value = typeof schema === 'object' ? schema[keyword] : undefined
    return Array.isArray(value)
      ? value.map((nested, i) => ({ schema: nested, pointer: `${pointer}/${keyword}/${i}` }))
      : []
  }

  function map({ schema, pointer }: Part, keyword: string): [string, Part][] {
    const value = typeof schema === 'object' && Object.hasOwn(schema, keyword) ? schema[keyword] : undefined
    if (typeof value !== 'object' || value === null) return []
    return Object.entries(value).map(([key, nested]) => [
      key,
      { schema: nested, pointer: `${pointer}/${keyword}/${escapeKey(key)}` },
    ])
  }

  function additional({ schema, pointer }: Part): Part[] {
    if (typeof schema !== 'object') return []
    const keyword = ['additionalProperties', 'unevaluatedProperties'].find(key => key in schema)
    return keyword ? [{ schema: schema[keyword] as Json, pointer: `${pointer}/${keyword}` }] : []
  }
}

const escapeKey = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')

function isAboutPresence({ schema }: Part): boolean {
  if (typeof schema !== 'object') return false
  const keys = Object.keys(schema)
  const about = [
    'required',
    'not',
    'minProperties',
    'maxProperties',
    'dependentRequired',
    'title',
    'description',
  ]
  const absence = (nested: unknown): boolean => {
    if (typeof nested !== 'object' || nested === null) return false
    const inner = Object.keys(nested)
    if (inner.length !== 1) return false
    const any = (nested as Json).anyOf
    return inner[0] === 'required' || (inner[0] === 'anyOf' && Array.isArray(any) && any.every(absence))
  }
  return (
    keys.some(key => key === 'required' || key === 'not') &&
    keys.every(key => about.includes(key) || (key === 'type' && schema.type === 'object')) &&
    (!('not' in schema) || absence(schema.not))
  )
}

const meant: Record<string, readonly string[]> = {
  string: ['minLength', 'maxLength', 'pattern', 'format', 'contentEncoding', 'contentMediaType'],
  number: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  array: ['items', 'prefixItems', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems', 'contains'],
  object: [
    ...[
      'properties',
      'required',
      'additionalProperties',
      'patternProperties',
      'propertyNames',
      'unevaluatedProperties',
    ],
    ...['minProperties', 'maxProperties', 'dependentRequired', 'dependentSchemas', 'dependencies'],
  ],
}

function typesMeant(schema: Json): string[] {
  return Object.keys(meant).filter(type => meant[type]!.some(keyword => keyword in schema))
}
