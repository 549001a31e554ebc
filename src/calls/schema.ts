import { child, type Pointer } from '../pointer.ts'
import type { JsonObject } from '../types.ts'
import { instanceTypes, type Shape, vocabulary } from '../vocabulary.ts'
import { isObject, isSchema } from '../walk.ts'

export type Dialect = '2020-12' | '2019-09' | 'draft-07'

/** A schema as the compiler wants it, and what the compiler must know to treat it well. */
export interface Prepared {
  schema: JsonObject | boolean
  dialect: Dialect
  /** All that its objects say, known or not. */
  keywords: ReadonlySet<string>
  /** It names properties that every JavaScript object seems to have, such as `constructor`. */
  namesInherited: boolean
  /** It asks which members other keywords have looked at. */
  needsEvaluated: boolean
  /** It has dynamic or recursive references. */
  needsDynamic: boolean
  /** It refers to a meta-schema. */
  needsMetaSchema: boolean
  /** How many references it has, which might be followed without end. */
  references: number
  /** `null` is a value somewhere in it. */
  allowsNull: boolean
}

/** Why a schema cannot be used to judge calls. */
export interface Unusable {
  reason: string
  /** Into the schema. */
  pointer: Pointer
}

/** Stands beside references in the prepared schema, so that following them can be counted. */
export const stepKeyword = 'strictcall:step'

/** Compiling costs the square of the depth. */
const deepest = 200
/** No tool has a schema with more objects than this. */
const most = 100_000

/** Copies a schema, and takes out of the copy what would make the compiler fail, wait or run code. */
export function prepare(schema: unknown): Prepared | Unusable {
  if (schema === undefined) return prepare({ type: 'object' })
  const unusable = measure(schema)
  if (unusable) return unusable
  const copied = copy(schema)
  return (
    copied.problem ?? {
      ...copied.found,
      schema: copied.schema,
      keywords: copied.keywords,
      dialect: dialectOf(schema, copied.listsItems),
    }
  )
}

/** Schemas that are too deep or too large, or tied into a ring, are refused before anything recursive sees them. */
function measure(schema: unknown): Unusable | undefined {
  const stack: Level[] = [{ value: schema, key: '', above: undefined, depth: 0 }]
  let objects = 0
  for (let level = stack.pop(); level; level = stack.pop()) {
    const { value, depth } = level
    if (typeof value !== 'object' || value === null) continue
    if (depth > deepest) return unusable(`it nests deeper than ${deepest} levels`, level)
    if (++objects > most) return unusable(`it holds more than ${most} objects and arrays`, level)
    for (const key of Object.keys(value)) {
      const member = (value as JsonObject)[key]
      if (typeof member === 'object') stack.push({ value: member, key, above: level, depth: depth + 1 })
    }
  }
  return undefined
}

interface Level {
  value: unknown
  key: string
  above: Level | undefined
  depth: number
}

function unusable(reason: string, level: Level): Unusable {
  let pointer = ''
  for (let at = level; at.above; at = at.above) pointer = child('', at.key) + pointer
  return { reason, pointer }
}

/** `$schema` decides. Without one it is the newest draft, unless the schema has a list of `items`, which that lacks. */
function dialectOf(schema: unknown, listsItems: boolean): Dialect {
  const uri = isObject(schema) && typeof schema.$schema === 'string' ? schema.$schema : undefined
  if (uri === undefined) return listsItems ? '2019-09' : '2020-12'
  if (/draft-0[34567]\b/.test(uri)) return 'draft-07'
  return uri.includes('2019-09') ? '2019-09' : '2020-12'
}

interface Copied {
  schema: JsonObject | boolean
  keywords: Set<string>
  found: Omit<Prepared, 'schema' | 'keywords' | 'dialect'>
  listsItems: boolean
  problem: Unusable | undefined
}

function copy(root: unknown): Copied {
  const copied: Copied = {
    schema: true,
    keywords: new Set(),
    found: {
      namesInherited: false,
      needsEvaluated: false,
      needsDynamic: false,
      needsMetaSchema: false,
      references: 0,
      allowsNull: false,
    },
    listsItems: false,
    problem: undefined,
  }
  copied.schema = copySchema(root, '') as JsonObject | boolean
  return copied

  function copySchema(value: unknown, pointer: Pointer): unknown {
    if (!isSchema(value)) copied.problem ??= { reason: `${spell(value)} is no schema`, pointer }
    if (!isObject(value)) return value
    const result: JsonObject = {}
    for (const keyword of Object.keys(value)) {
      if (keyword === '__proto__') continue
      const member = value[keyword]
      note(keyword, member)
      result[keyword] = copyKeyword(keyword, member, child(pointer, keyword))
    }
    amend(result)
    check(result, pointer)
    for (const keyword in result) copied.keywords.add(keyword)
    return result
  }

  function copyKeyword(keyword: string, value: unknown, pointer: Pointer): unknown {
    const shape = vocabulary.get(keyword)?.shape
    if (shape === 'schema') return copySchema(value, pointer)
    if (shape === 'schemas' || shape === 'schema or schemas') {
      if (Array.isArray(value)) return value.map((member, i) => copySchema(member, child(pointer, i)))
      return shape === 'schemas' ? value : copySchema(value, pointer)
    }
    if (!isObject(value) || (shape !== 'map of schemas' && shape !== 'map of schemas or lists')) return value
    const result: JsonObject = {}
    for (const key of Object.keys(value)) {
      const member = value[key]
      const isList = Array.isArray(member) && shape === 'map of schemas or lists'
      put(result, key, isList ? member : copySchema(member, child(pointer, key)))
    }
    return result
  }

  function note(keyword: string, value: unknown): void {
    const { found } = copied
    if (keyword.startsWith('unevaluated')) found.needsEvaluated = true
    if (keyword.startsWith('$dynamic') || keyword.startsWith('$recursive')) found.needsDynamic = true
    if (keyword === '$ref' && isMetaSchema(value)) found.needsMetaSchema = true
    if (references.has(keyword)) found.references++
    if (keyword === 'nullable' || value === null || (namesValues.has(keyword) && holdsNull(value)))
      found.allowsNull = true
    if (keyword === 'items' && Array.isArray(value)) copied.listsItems = true
    const names =
      keyword === 'required' && Array.isArray(value) ? value : isObject(value) ? Object.keys(value) : nothing
    if (names.some(isInherited)) found.namesInherited = true
  }

  function check(schema: JsonObject, pointer: Pointer): void {
    for (const keyword of Object.keys(schema)) {
      const value = schema[keyword]
      const known = vocabulary.get(keyword)
      if (known?.kind !== 'constraint' || fits(value, known.shape)) continue
      copied.problem ??= {
        reason: `${spell(value)} is no value for \`${keyword}\``,
        pointer: child(pointer, keyword),
      }
    }
  }
}

const references = new Set(['$ref', '$dynamicRef', '$recursiveRef'])
const namesValues = new Set(['type', 'enum'])
const nothing: readonly unknown[] = []

function isInherited(name: unknown): boolean {
  return typeof name === 'string' && name in Object.prototype
}

function holdsNull(value: unknown): boolean {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  return values.includes('null') || values.includes(null)
}

/** Keeps the own key `__proto__` an own key. */
function put(object: JsonObject, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
}

export function isMetaSchema(ref: unknown): boolean {
  return typeof ref === 'string' && /^https?:\/\/json-schema\.org\//.test(ref)
}

function fits(value: unknown, shape: Shape): boolean {
  switch (shape) {
    case 'type': {
      const types: unknown[] = Array.isArray(value) ? value : [value]
      return types.length > 0 && types.every(type => (instanceTypes as readonly unknown[]).includes(type))
    }
    case 'bound':
      return typeof value === 'number'
    case 'count':
      return Number.isInteger(value) && (value as number) >= 0
    case 'string':
    case 'boolean':
      return typeof value === shape
    case 'array':
      return Array.isArray(value)
    case 'schemas':
      return Array.isArray(value) && value.length > 0
    case 'object':
    case 'map of lists':
    case 'map of schemas':
    case 'map of schemas or lists':
      return isObject(value)
    default:
      return true
  }
}

/** Says the same in words that the compiler takes. */
function amend(schema: JsonObject): void {
  const { id, properties, patternProperties } = schema
  // `$async` would make the compiled function return a promise; `$schema` is decided; `id` is draft 4's `$id`.
  remove(schema, '$async')
  remove(schema, '$schema')
  remove(schema, 'id')
  if (typeof id === 'string' && /^(https?:|urn:|#)/.test(id)) schema.$id ??= id
  if (typeof schema.$id !== 'string') remove(schema, '$id')
  if (schema.nullable !== true || schema.type === undefined) remove(schema, 'nullable')
  if (Object.keys(schema).some(keyword => references.has(keyword))) schema[stepKeyword] = true
  exclusive(schema, 'exclusiveMinimum', 'minimum')
  exclusive(schema, 'exclusiveMaximum', 'maximum')
  // The compiler leaves a property of this name out; as a pattern it means the same.
  if (isObject(properties) && Object.hasOwn(properties, '__proto__')) {
    const patterns = isObject(patternProperties) ? patternProperties : {}
    schema.patternProperties = { ...patterns, '^__proto__$': Reflect.get(properties, '__proto__') }
  }
}

/** To delete what is not there makes an object slow all the same. */
function remove(schema: JsonObject, keyword: string): void {
  if (Object.hasOwn(schema, keyword)) delete schema[keyword]
}

/** Draft 4 spells an exclusive bound as a flag beside the bound. */
function exclusive(schema: JsonObject, flag: string, bound: string): void {
  if (typeof schema[flag] !== 'boolean') return
  if (schema[flag] && schema[bound] !== undefined) {
    schema[flag] = schema[bound]
    delete schema[bound]
  } else delete schema[flag]
}

function spell(value: unknown): string {
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value) ?? String(value)
  return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``
}
