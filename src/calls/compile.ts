import { _, Ajv, type CodeKeywordDefinition, type ErrorObject, type ValidateFunction } from 'ajv'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { child, type Pointer, tokens } from '../pointer.ts'
import type { JsonObject } from '../types.ts'
import { isObject, walk } from '../walk.ts'
import { formats } from './formats.ts'
import { exactKeywords } from './keywords.ts'
import { compilePattern } from './patterns.ts'
import { type Dialect, type Prepared, prepare, stepKeyword, type Unusable } from './schema.ts'

/**
 * A schema that values can be held against. Both functions throw a `RangeError` when a value nests too deep for the
 * stack, or when recursive unions multiply into more work than anybody waits for.
 */
export interface Compiled {
  /** Whether a value is valid. */
  test(value: unknown): boolean
  /** All that is wrong with a value; the first thing only, when the value is huge. */
  errors(value: unknown): SchemaError[]
  /** Whether `null` is a value somewhere in it. */
  allowsNull: boolean
}

/** One keyword that a value breaks. */
export interface SchemaError {
  keyword: string
  /** Into the value. */
  pointer: Pointer
  /** Into the schema. */
  schemaPointer: Pointer
  params: Record<string, unknown>
  /** The keyword's value, and the schema it stands in. */
  schema: unknown
  parentSchema: JsonObject
  /** What stands at the pointer. */
  data: unknown
  /** The name of the property, when it is the name and not the value that is judged. */
  propertyName?: string
  /** Whether the value may be left out. */
  optional?: boolean
  /** What each branch of an `anyOf` or `oneOf` has to say; nothing, when the value is valid there. */
  branches?: SchemaError[][]
}

/** Values with more members are judged up to their first error: collecting all takes quadratic time. */
const hugeValue = 20_000
/** How many references may be followed to judge a value, and to explain what is wrong with it. */
const testSteps = 10_000_000
const explainSteps = 200_000

/** Makes a compiler that shares what the tools of one list can share. */
export function createCompiler(): (schema: unknown) => Compiled | Unusable {
  const instances = new Map<string, Instance>()
  return schema => {
    const prepared = prepare(schema)
    if ('reason' in prepared) return prepared
    const { schema: root, ...options } = prepared
    // A schema with a name of its own is registered under it, which another tool's schema may have too.
    const key = typeof root === 'object' && '$id' in root ? undefined : JSON.stringify(options)
    const instance = (key && instances.get(key)) || createInstance(prepared, false)
    if (key) instances.set(key, instance)
    try {
      return compiled(prepared, instance, instance.ajv.compile(root) as ValidateFunction)
    } catch (error) {
      return { reason: reasonOf(error), pointer: '' }
    }
  }
}

function compiled(prepared: Prepared, { steps }: Instance, validate: ValidateFunction): Compiled {
  let explain: Compiled['errors'] | undefined
  const test = prepared.hasReferences ? counted : validate
  function counted(value: unknown): boolean {
    steps.left = testSteps
    return validate(value)
  }
  const first = (value: unknown) => (test(value) ? [] : (validate.errors ?? []).slice(-1).map(plain))
  return {
    test,
    allowsNull: prepared.allowsNull,
    errors(value) {
      if (isHuge(value)) return first(value)
      explain ??= createExplainer(prepared)
      try {
        return explain(value)
      } catch (error) {
        if (error instanceof RangeError) return first(value)
        throw error
      }
    },
  }
}

function isHuge(value: unknown): boolean {
  const stack = [value]
  for (let count = 0; stack.length > 0; count++) {
    if (count + stack.length > hugeValue) return true
    const next = stack.pop()
    if (typeof next === 'object' && next !== null)
      for (const key in next) stack.push((next as JsonObject)[key])
  }
  return false
}

/** Compiles the schema once more, so that it finds every error and can be asked about single branches. */
function createExplainer(prepared: Prepared): Compiled['errors'] {
  const { ajv, steps } = createInstance(prepared, true)
  const { schema: root } = prepared
  const id = 'https://strictcall.invalid/tool'
  ajv.addSchema(root, id)
  const whole = ajv.getSchema(id) as ValidateFunction
  const places = typeof root === 'object' ? walk(root, '') : undefined
  const validators = new Map<Pointer, ValidateFunction>()

  return value => {
    steps.left = explainSteps
    return group(errorsOf(whole, value), '')
  }

  /** The compiler lists what the branches of a union say, one after the other, and then the union itself. */
  function group(errors: readonly ErrorObject[], base: Pointer): SchemaError[] {
    const grouped: SchemaError[] = []
    for (let i = errors.length - 1; i >= 0; i--) {
      const error = errors[i]!
      // What the names and the branch lack has been said by then.
      if (error.keyword === 'propertyNames' || error.keyword === 'if') continue
      const pointer = base + error.instancePath
      const said: SchemaError = { ...plain(error), pointer, optional: isOptional(error.parentSchema) }
      const parts = partsOf(error)
      for (const part of parts) i -= part.length
      if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
        said.branches = parts.map(part => group(part, pointer))
      }
      grouped.push(said)
    }
    return grouped.reverse()
  }

  function isOptional(schema: unknown): boolean {
    const node = places?.nodeOf(schema as object)
    const parent = node?.parent?.schema
    if (node?.keyword !== 'properties' || !isObject(parent)) return false
    const name = tokens(node.pointer)!.at(-1)
    return !(Array.isArray(parent.required) && parent.required.includes(name))
  }

  /** What stands in the list before an error because of the same keyword. */
  function partsOf({ keyword, schema, parentSchema, data }: ErrorObject): ErrorObject[][] {
    const at = places?.nodeOf(parentSchema as object)?.pointer
    if (at === undefined) return []
    const place = child(at, keyword)
    if (keyword === 'contains') return (data as unknown[]).map(item => errorsOf(validator(place), item))
    if (keyword !== 'anyOf' && keyword !== 'oneOf') return []
    return (schema as unknown[]).map((_, index) => errorsOf(validator(child(place, index)), data))
  }

  function validator(pointer: Pointer): ValidateFunction {
    const known = validators.get(pointer)
    if (known) return known
    const made = ajv.compile({ $ref: `${id}#${encodeURI(pointer)}` }) as ValidateFunction
    validators.set(pointer, made)
    return made
  }
}

function errorsOf(validate: ValidateFunction, value: unknown): ErrorObject[] {
  return validate(value) ? [] : [...(validate.errors ?? [])]
}

function plain(error: ErrorObject): SchemaError {
  const { keyword, instancePath, schemaPath, params, schema, parentSchema, data, propertyName } = error
  return {
    keyword,
    pointer: instancePath,
    schemaPointer: decodeURIComponent(schemaPath.slice(schemaPath.indexOf('#') + 1)),
    params,
    schema,
    parentSchema: parentSchema as JsonObject,
    data,
    ...(propertyName !== undefined && { propertyName }),
  }
}

interface Instance {
  ajv: Ajv
  steps: { left: number }
}

const compilers = { '2020-12': Ajv2020, '2019-09': Ajv2019, 'draft-07': Ajv } satisfies Record<
  Dialect,
  unknown
>

function createInstance(prepared: Prepared, allErrors: boolean): Instance {
  const ajv: Ajv = new compilers[prepared.dialect]({
    allErrors,
    verbose: true,
    strict: false,
    strictNumbers: true,
    messages: false,
    meta: prepared.needsMetaSchema,
    validateSchema: false,
    logger: false,
    ownProperties: prepared.namesInherited,
    code: { regExp: Object.assign(patternEngine, { code: 'compilePattern' }) },
  })
  // What a schema does not need would be paid for with every value.
  ajv.opts.unevaluated = prepared.needsEvaluated || prepared.needsMetaSchema
  ajv.opts.dynamicRef = prepared.needsDynamic || prepared.needsMetaSchema
  const steps = { left: 0 }
  for (const definition of exactKeywords)
    ajv.removeKeyword(definition.keyword as string).addKeyword(definition)
  ajv.addKeyword(countSteps(steps))
  for (const name of Object.keys(formats)) ajv.addFormat(name, formats[name]!)
  return { ajv, steps }
}

/** The compiler tells patterns apart by the text they convert to. */
function patternEngine(source: string) {
  const test = compilePattern(source)
  if (typeof test === 'object') throw new Error(test.reason)
  return { test, toString: () => source }
}

/** Ends a judgement that follows references without end. */
function countSteps(steps: Instance['steps']): CodeKeywordDefinition {
  const step = () => {
    if (steps.left-- <= 0) throw new RangeError('Too many references to follow.')
  }
  return {
    keyword: stepKeyword,
    before: '$ref',
    code: ({ gen }) => gen.code(_`${gen.scopeValue('func', { ref: step })}()`),
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it nests or refers to itself without end'
  const { message, missingRef } = error as Error & { missingRef?: string }
  if (missingRef === undefined) return message
  const inside = missingRef.startsWith('#') || missingRef.startsWith('/')
  return inside
    ? `\`$ref\` leads nowhere: \`${missingRef}\``
    : `\`$ref\` leads out of the schema: \`${missingRef}\` (nothing is fetched)`
}
