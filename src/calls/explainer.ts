import type { ErrorObject, ValidateFunction } from 'ajv'
import { child, type Pointer } from '../pointer.ts'
import type { JsonObject } from '../types.ts'
import { walk } from '../walk.ts'
import { createInstance } from './instance.ts'
import { isOptional } from './optional.ts'
import type { Prepared } from './schema.ts'

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

/** Compiles the schema once more, so that it says what is wrong: everything, or what comes first. */
export function createExplainer(prepared: Prepared, allErrors: boolean): (value: unknown) => SchemaError[] {
  const { ajv, steps } = createInstance(prepared, allErrors ? 'all errors' : 'first error')
  const { schema: root } = prepared
  const id = 'https://strictcall.invalid/tool'
  ajv.addSchema(root, id)
  const whole = ajv.getSchema(id) as ValidateFunction
  const places = typeof root === 'object' ? walk(root, '') : undefined
  const validators = new Map<Pointer, ValidateFunction>()

  return value => {
    steps.start(value)
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
      const node = places?.nodeOf(error.parentSchema as object)
      const said: SchemaError = { ...plain(error), pointer, optional: node !== undefined && isOptional(node) }
      // A definition that is compiled by itself gives places inside of it.
      if (node) said.schemaPointer = child(node.pointer, error.keyword)
      const parts = partsOf(error)
      i -= listed(error, parts)
      if (error.keyword === 'anyOf' || error.keyword === 'oneOf') {
        said.branches = parts.map(part => group(part, pointer))
      }
      grouped.push(said)
    }
    return grouped.reverse()
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

/** How many errors of the parts stand in the list: of `oneOf`, the branches behind a second right one are not tried. */
function listed({ keyword, params }: ErrorObject, parts: ErrorObject[][]): number {
  const second: number | undefined = keyword === 'oneOf' ? params.passingSchemas?.[1] : undefined
  return parts.slice(0, second).reduce((sum, { length }) => sum + length, 0)
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
