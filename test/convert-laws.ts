import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import * as formats from 'ajv-formats'
import { convert, decode, encode } from '../src/convert/index.ts'
import { isEqual } from '../src/equal.ts'
import { lint } from '../src/index.ts'
import { get } from '../src/pointer.ts'
import { createClosedJudge } from './convert-closed.ts'
import { createValues, randomFrom } from './convert-values.ts'

/* The laws of a conversion, held against one schema and many values. `docs/convert.md` states them. */

type Json = { [key: string]: unknown }

export interface Checked {
  outcome: string
  /** How many values each side was tried with. */
  originals: number
  stricts: number
  /** How many of the strict ones broke a constraint that the report calls weakened. */
  weakened: number
  /** How many of the values that were given are valid. */
  given: number
}

function isArguments(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export class Broken extends Error {}

export interface LawOptions {
  open?: 'close' | 'encode'
  /** Values of the original side from elsewhere, such as recorded calls. */
  values?: readonly unknown[]
}

/** Checks the laws. Undefined when no validator takes the original schema. */
export function checkLaws(
  original: Json,
  seeds: readonly number[],
  { open = 'close', values = [] }: LawOptions = {},
): Checked | undefined {
  // Errors are placed by the identity of the subschema they are about, so none may stand at two places.
  const schema: Json = JSON.parse(JSON.stringify(original))
  const validatorAt = createValidators(schema)
  if (!validatorAt) return undefined
  const { tools, codec, report } = convert(
    { tools: [{ type: 'function', function: { name: 'tool', parameters: schema } }] },
    { open },
  )
  const [conversion] = report.tools
  if (!conversion) throw new Broken('no tool was found')
  checkRepeat(tools, open)
  const result: Checked = { outcome: conversion.outcome, originals: 0, stricts: 0, weakened: 0, given: 0 }
  if (conversion.outcome === 'non-strict only') return result
  const strict = (tools[0]!.function as Json).parameters as Json
  const errors = lint(tools).diagnostics.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Broken(`law 1: ${errors[0]!.message} ${JSON.stringify(strict)}`)

  const isStrict = compile(strict)
  const isOriginal = validatorAt('')
  const judge = createClosedJudge(schema, validatorAt, open)
  const makeOriginal = createValues(schema)
  // Arguments are an object wherever the schema leaves a choice.
  const isObjectRoot = seeds.some(seed => isArguments(makeOriginal(randomFrom(seed))))
  const candidates = [...values, ...seeds.map(seed => makeOriginal(randomFrom(seed)))]
  for (const [i, value] of candidates.entries()) {
    if (value === undefined || (isObjectRoot && !isArguments(value)) || !isOriginal(value)) continue
    if (conversion.outcome !== 'unchanged' && !judge(value)) continue
    result.originals++
    if (i < values.length) result.given++
    const encoded = encode(codec, 'tool', value)
    const decoded = decode(codec, 'tool', encoded)
    const story = () =>
      `\nvalue ${JSON.stringify(value)}\nencoded ${JSON.stringify(encoded)}\ndecoded ${JSON.stringify(decoded)}\nstrict ${JSON.stringify(strict)}`
    if (!isEqual(decoded, value)) throw new Broken(`law 2: decode(encode(v)) is not v${story()}`)
    if (!isStrict(encoded)) throw new Broken(`law 3: ${errorText(isStrict.errors)}${story()}`)
  }

  const weakened = new Set(
    conversion.changes
      .filter(({ kind }) => kind === 'weakened')
      .map(({ from }) => from.slice('/tools/0/function/parameters'.length).split('/').map(tame).join('/')),
  )
  followReferences(tame(schema), weakened)
  const placeOf = createPlaces(tame(schema))
  const makeStrict = createValues(strict)
  for (const seed of seeds) {
    const value = makeStrict(randomFrom(seed))
    if (value === undefined || !isStrict(value)) continue
    result.stricts++
    const decoded = decode(codec, 'tool', value)
    if (isOriginal(decoded)) continue
    result.weakened++
    const unexplained = findUnexplained(isOriginal.errors ?? [], weakened, placeOf)
    if (unexplained) {
      throw new Broken(
        `law 4: ${errorText([unexplained])}\nstrict value ${JSON.stringify(value)}\ndecoded ${JSON.stringify(decoded)}\nstrict ${JSON.stringify(strict)}\nweakened ${[...weakened].join(' ')}`,
      )
    }
  }
  return result
}

/** What is converted is ready, so that to convert it again changes nothing. */
function checkRepeat(tools: Json[], open: 'close' | 'encode'): void {
  const again = convert(tools, { open })
  if (!isEqual(again.tools, tools))
    throw new Broken(`law 1: not idempotent: ${JSON.stringify(tools)} becomes ${JSON.stringify(again.tools)}`)
}

function errorText(errors: readonly ErrorObject[] | null | undefined): string {
  return (errors ?? [])
    .map(({ instancePath, schemaPath, message }) => `${instancePath} ${schemaPath} ${message}`)
    .join('; ')
}

/** Keywords whose errors stand for those of the schemas in them. */
const combining = new Set(['anyOf', 'oneOf', 'if', 'propertyNames', 'contains', 'allOf', 'not'])

/**
 * The first error that no weakened constraint accounts for. Where a union fails, the errors of its branches come with it: it
 * is enough that one of them is accounted for.
 */
function findUnexplained(
  errors: readonly ErrorObject[],
  weakened: ReadonlySet<string>,
  placeOf: (error: ErrorObject) => string,
): ErrorObject | undefined {
  const places = errors.map(placeOf)
  const isWeak = (place: string) =>
    weakened.has(place) || [...weakened].some(known => place.startsWith(`${known}/`))
  const explained = errors.filter((_, i) => isWeak(places[i]!))
  const unions = errors.filter(
    ({ keyword, instancePath }) =>
      combining.has(keyword) &&
      explained.some(
        error =>
          error.instancePath === instancePath ||
          error.instancePath.startsWith(`${instancePath}/`) ||
          isNamesError(error, instancePath),
      ),
  )
  return errors.find((error, i) => {
    if (isWeak(places[i]!) || unions.includes(error)) return false
    return !unions.some(
      ({ instancePath }) =>
        error.instancePath === instancePath || error.instancePath.startsWith(`${instancePath}/`),
    )
  })
}

/** What a weakened schema refers to is weakened with it. */
function followReferences(root: Json, weakened: Set<string>): void {
  for (const pointer of weakened) {
    const stack = [get(root, pointer)]
    for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
      if (typeof value !== 'object' || value === null) continue
      const { $ref } = value as Json
      if (typeof $ref === 'string') weakened.add(decodeURIComponent($ref.slice(1)))
      stack.push(...Object.values(value))
    }
  }
}

/** Where the keyword of an error stands: what a validator reports begins anew at references. */
function createPlaces(root: Json): (error: ErrorObject) => string {
  const pointers = new Map<unknown, string>()
  const stack: [unknown, string][] = [[root, '']]
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [value, pointer] = next
    if (typeof value !== 'object' || value === null || pointers.has(value)) continue
    pointers.set(value, pointer)
    for (const [key, inner] of Object.entries(value)) {
      stack.push([inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`])
    }
  }
  return ({ parentSchema, keyword, schemaPath }) => {
    // A schema that is `false` is no object that could be recognized.
    if (keyword === 'false schema')
      return decodeURIComponent(schemaPath.slice(1).replace(/\/false schema$/, ''))
    return `${pointers.get(parentSchema) ?? ''}/${keyword}`
  }
}

/** Errors about the name of a property stand at the object. */
function isNamesError({ propertyName, instancePath }: ErrorObject, at: string): boolean {
  return propertyName !== undefined && instancePath === at
}

const options: Options = {
  strict: false,
  allErrors: true,
  ownProperties: true,
  allowUnionTypes: true,
  validateFormats: true,
  verbose: true,
  multipleOfPrecision: 6,
  logger: false,
}

/** Compiling the meta-schema takes longer than anything else, so one instance of each kind does that for all. */
const examiners = new Map<boolean, Ajv>()

function newAjv(schema: Json): Ajv {
  const modern = /"(prefixItems|dependentRequired|dependentSchemas|unevaluated\w+|\$dynamicRef)"/.test(
    JSON.stringify(schema),
  )
  const create = (more: Options) =>
    modern ? (new Ajv2020({ ...options, ...more }) as unknown as Ajv) : new Ajv({ ...options, ...more })
  const examiner = examiners.get(modern) ?? create({ validateFormats: false })
  examiners.set(modern, examiner)
  if (examiner.validateSchema(withoutNames(tame(schema))) !== true) throw new Error('The schema is none.')
  const ajv = create({ meta: false, validateSchema: false, unicodeRegExp: isUnicode(schema) })
  const add = (formats as unknown as { default: { default?: unknown } }).default
  ;((add.default ?? add) as (ajv: Ajv) => void)(ajv)
  return ajv
}

/** Some patterns that people write are valid without the `u` flag only. */
function isUnicode(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => {
    if (key !== 'pattern' || typeof inner !== 'string') return isUnicode(inner)
    try {
      new RegExp(inner, 'u')
      return true
    } catch {
      return false
    }
  })
}

export function compile(schema: Json): Validator {
  return tamed(newAjv(schema).compile(withoutNames(tame(schema))))
}

export interface Validator {
  (value: unknown): boolean
  errors?: ErrorObject[] | null | undefined
}

function tamed(validate: ValidateFunction): Validator {
  const validator: Validator = value => {
    try {
      const valid = validate(tame(value))
      validator.errors = validate.errors
      return valid
    } catch {
      // The code it generates for `patternProperties` in a union fails for some values: those are not judged.
      validator.errors = undefined
      return false
    }
  }
  return validator
}

/** The validator trips over properties with these names, or overlooks them: it is shown others. */
const wild = new Map<unknown, string>([
  ['__proto__', '__pr0to__'],
  ['constructor', 'constructot'],
  ['toString', 'toStrinh'],
  ['valueOf', 'valueOg'],
  ['hasOwnProperty', 'hasOwnPropertz'],
])

function tame<T>(value: T): T {
  if (wild.has(value)) return wild.get(value) as T
  if (typeof value !== 'object' || value === null) return value
  const known = tameOnes.get(value)
  if (known) return known as T
  const result = Array.isArray(value)
    ? value.map(tame)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [tame(key), tame(inner)]))
  tameOnes.set(value, result)
  return result as T
}

const tameOnes = new WeakMap<object, unknown>()

/** Two schemas of one `$id` cannot be compiled side by side, and a `$schema` of an old draft not at all. */
function withoutNames(schema: Json): Json {
  const { $schema: _, $id: __, id: ___, ...rest } = schema
  return rest
}

export function createValidators(schema: Json): ((pointer: string) => Validator) | undefined {
  try {
    const ajv = newAjv(schema)
    ajv.addSchema(withoutNames(tame(schema)), 'root')
    const known = new Map<string, Validator>()
    const whole = compile(schema)
    return pointer => {
      const found = pointer === '' ? whole : known.get(pointer)
      if (found) return found
      const fragment = pointer.split('/').map(tame).map(encodeURIComponent).join('/')
      const validator = tamed(ajv.compile({ $ref: `root#${fragment}` }))
      known.set(pointer, validator)
      return validator
    }
  } catch {
    return undefined
  }
}
