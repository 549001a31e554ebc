import { nearest } from '../nearest.ts'
import { child, type Pointer } from '../pointer.ts'
import type { JsonObject, Operation } from '../types.ts'
import { isObject } from '../walk.ts'
import type { SchemaError } from './explainer.ts'
import type { CallDiagnostic, CallRuleId } from './types.ts'
import { listed, or, spell, typeName, typeWord } from './words.ts'

/** What is said about one error, before the names and places that all diagnostics have are added. */
interface Said {
  ruleId?: CallRuleId
  message: string
  /** Into the arguments, where it is not the error's own place. */
  pointer?: Pointer
  property?: string
  expected?: string
  suggestion?: string
  fix?: CallDiagnostic['fix']
}

/** Says in words what a schema has against a value. */
export function explain(error: SchemaError, tool: string): CallDiagnostic[] {
  if (error.branches) return explainUnion(error, error.branches, tool)
  const said = error.propertyName === undefined ? sayError(error) : sayName(error, error.propertyName)
  return [diagnostic(error, tool, said)]
}

function diagnostic(error: SchemaError, tool: string, said: Said): CallDiagnostic {
  return {
    ruleId: said.ruleId ?? 'call/invalid-arguments',
    severity: 'error',
    message: said.message,
    pointer: said.pointer ?? error.pointer,
    tool,
    keyword: error.keyword,
    schemaPointer: error.schemaPointer,
    property: said.property,
    expected: said.expected,
    actual: spell(error.data),
    suggestion: said.suggestion,
    fix: said.fix,
  }
}

/* ------------------------------------------------------------------ unions */

/** Of a union's branches one is nearest, and what that one lacks is said. */
function explainUnion(error: SchemaError, branches: SchemaError[][], tool: string): CallDiagnostic[] {
  const passing = branches.filter(errors => errors.length === 0).length
  if (passing > 1) {
    const message = `\`${spell(error.data)}\` fits ${passing} branches of \`oneOf\`, and must fit one.`
    return [diagnostic(error, tool, { message, expected: 'a value that fits one branch only' })]
  }
  const schemas = error.schema as unknown[]
  const wrongTypes = branches.map(errors =>
    errors.find(({ keyword, pointer }) => keyword === 'type' && pointer === error.pointer),
  )
  if (wrongTypes.every(wrong => wrong !== undefined)) {
    const types = [...new Set(wrongTypes.flatMap(wrong => typesOf(wrong!)))]
    return [diagnostic(error, tool, sayType(error, types))]
  }
  const values = schemas.map(valuesOf)
  if (values.every(list => list !== undefined))
    return [diagnostic(error, tool, sayEnum(error, values.flat()))]
  const costs = branches.map(errors => cost(errors, error))
  const index = costs.indexOf(Math.min(...costs))
  const among = ` (in ${branchName(error, index)}, the nearest of ${schemas.length} branches)`
  return branches[index]!.flatMap(inner => explain(inner, tool)).map(said => ({
    ...said,
    message: schemas.length > 1 ? said.message.replace(/[.?]$/, end => among + end) : said.message,
  }))
}

/** The values a schema lists, when it does nothing else. */
function valuesOf(schema: unknown): unknown[] | undefined {
  if (!isObject(schema)) return undefined
  if ('const' in schema) return [schema.const]
  if (Array.isArray(schema.enum)) return schema.enum
  return schema.type === 'null' ? [null] : undefined
}

/** How far a value is from a branch: another type is farthest, then another value where the branch says which it is. */
function cost(errors: readonly SchemaError[], union: SchemaError): number {
  const depth = union.pointer.length
  return errors.reduce((sum, { keyword, pointer }) => {
    const isOwn = pointer === union.pointer
    const isMember = !isOwn && pointer.indexOf('/', depth + 1) === -1
    if (isOwn && keyword === 'type') return sum + 1000
    if (isMember && (keyword === 'const' || keyword === 'enum')) return sum + 50
    return sum + (keyword === 'required' ? 4 : 2)
  }, 0)
}

function branchName({ schema, keyword, data }: SchemaError, index: number): string {
  const branch = (schema as unknown[])[index]
  if (!isObject(branch)) return `\`${keyword}/${index}\``
  if (typeof branch.title === 'string') return `\`${branch.title.slice(0, 60)}\``
  if (typeof branch.$ref === 'string') return `\`${branch.$ref.slice(branch.$ref.lastIndexOf('/') + 1)}\``
  const properties = isObject(branch.properties) ? branch.properties : {}
  const tag = Object.keys(properties).find(
    key => isObject(properties[key]) && 'const' in (properties[key] as JsonObject),
  )
  if (tag !== undefined && isObject(data))
    return `\`${tag}: ${spell((properties[tag] as JsonObject).const)}\``
  return `\`${keyword}/${index}\``
}

/* ------------------------------------------------------------------ keywords */

function sayError(error: SchemaError): Said {
  const { keyword, params, data, schema, parentSchema } = error
  const value = `\`${spell(data)}\``
  const bound = `\`${spell(schema)}\``
  switch (keyword) {
    case 'type':
      return sayType(error, typesOf(error))
    case 'enum':
      return sayEnum(error, schema as unknown[])
    case 'const':
      return sayEnum(error, [schema])
    case 'required':
      return sayMissing(error, String(params.missingProperty))
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return sayUnknown(error, String(params.additionalProperty ?? params.unevaluatedProperty))
    case 'dependentRequired':
    case 'dependencies':
      return {
        message: `\`${params.property}\` must not stand without \`${params.missingProperty}\`.`,
        expected: `\`${params.missingProperty}\` beside \`${params.property}\``,
      }
    case 'minimum':
    case 'exclusiveMinimum':
      return {
        message: `${value} is below the \`${keyword}\` of ${bound}.`,
        expected: `a number ${keyword === 'minimum' ? 'not below' : 'above'} ${bound}`,
      }
    case 'maximum':
    case 'exclusiveMaximum':
      return {
        message: `${value} is above the \`${keyword}\` of ${bound}.`,
        expected: `a number ${keyword === 'maximum' ? 'not above' : 'below'} ${bound}`,
      }
    case 'multipleOf':
      return { message: `${value} is no multiple of ${bound}.`, expected: `a multiple of ${bound}` }
    case 'minLength':
    case 'maxLength':
      return sayCount(error, 'character', [...(data as string)].length)
    case 'minItems':
    case 'maxItems':
      return sayCount(error, 'item', (data as unknown[]).length)
    case 'minProperties':
    case 'maxProperties':
      return sayCount(error, 'member', Object.keys(data as object).length)
    case 'pattern':
      return {
        message: `${value} does not match the \`pattern\` ${bound}.`,
        expected: `a string that matches ${bound}`,
      }
    case 'format':
      return { message: `${value} is no \`${schema}\`.`, expected: `a string in the format \`${schema}\`` }
    case 'uniqueItems':
      return {
        message: `The item \`${spell((data as unknown[])[params.i as number])}\` stands there twice.`,
        pointer: child(error.pointer, params.i as number),
        expected: 'items that differ from each other',
      }
    case 'contains':
      return {
        message: `The array holds too few or too many items of the kind that \`contains\` asks for.`,
        expected: 'items as `contains` asks for them',
      }
    case 'items':
    case 'additionalItems':
    case 'unevaluatedItems':
      return {
        message: `The array has more items than the schema knows places for.`,
        expected: `at most ${params.limit ?? params.len} items`,
      }
    case 'not':
      return { message: `${value} is what \`not\` excludes.`, expected: 'another value' }
    case 'false schema':
      return { message: `No value may stand here.`, expected: 'nothing' }
    case 'depth':
      return {
        message: 'The arguments nest too deep, or branch too often, to be judged.',
        expected: 'fewer levels',
      }
    default:
      return {
        message: `${value} breaks \`${keyword}\`.`,
        expected: `a value that keeps \`${keyword}\`: \`${spell(parentSchema[keyword])}\``,
      }
  }
}

function sayName(error: SchemaError, name: string): Said {
  const { message, expected } = sayError(error)
  return {
    message: `The name of a property is wrong: ${message}`,
    pointer: child(error.pointer, name),
    ...(expected !== undefined && { expected: `another name: ${expected}` }),
  }
}

function sayCount({ keyword, schema, data }: SchemaError, thing: string, count: number): Said {
  const what = typeof data === 'string' ? 'string' : Array.isArray(data) ? 'array' : 'object'
  const relation = keyword.startsWith('min') ? 'at least' : 'at most'
  const plural = (n: number) => `${n} ${thing}${n === 1 ? '' : 's'}`
  return {
    message: `The ${what} has ${plural(count)}; \`${keyword}\` is ${spell(schema)}.`,
    expected: `${relation} ${plural(schema as number)}`,
  }
}

/* ------------------------------------------------------------------ types */

function typesOf({ schema, parentSchema }: SchemaError): string[] {
  const types = [schema].flat().map(String)
  return parentSchema.nullable === true ? [...types, 'null'] : types
}

function sayType(error: SchemaError, types: readonly string[]): Said {
  const { data, pointer } = error
  const expected = or(types.map(typeWord))
  const actual =
    typeof data === 'number' && !Number.isFinite(data) ? 'a number too large for JSON' : typeName(data)
  const plain: Said = { message: `\`${spell(data)}\` is ${actual}; ${expected} belongs here.`, expected }
  if (data === null && error.optional) {
    const message = `\`null\` stands where ${expected} belongs, or nothing.`
    return {
      message,
      expected: `${expected}, or leave it out`,
      fix: { safe: false, patch: [{ op: 'remove', path: pointer }] },
    }
  }
  const replaceBy = (value: unknown, safe: boolean) => ({
    safe,
    patch: [{ op: 'replace', path: pointer, value }] satisfies Operation[],
  })
  if (typeof data === 'string') {
    if (data === 'null' && types.includes('null')) {
      const message = 'The string `"null"` stands where `null` is meant.'
      return {
        ruleId: 'call/stringified-null',
        message,
        expected,
        suggestion: 'null',
        fix: replaceBy(null, true),
      }
    }
    const meant = unquoted(data, types)
    if (meant === undefined) return plain
    const fix = replaceBy(meant.value, true)
    if (typeof meant.value !== 'object') return { ...plain, suggestion: spell(meant.value), fix }
    const message = `${capital(typeName(meant.value))} is sent as a string of JSON.`
    return { ruleId: 'call/stringified-json', message, expected, fix }
  }
  if (Number.isSafeInteger(data) && types.includes('string')) {
    return { ...plain, suggestion: spell(String(data)), fix: replaceBy(String(data), true) }
  }
  return plain
}

/** The value that a string spells, when it is of one of the types. */
function unquoted(text: string, types: readonly string[]): { value: unknown } | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  const type = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
  const fits = types.includes(type) || (Number.isInteger(value) && types.includes('integer'))
  return fits ? { value } : undefined
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/* ------------------------------------------------------------------ values and names */

function sayEnum({ data, pointer }: SchemaError, values: readonly unknown[]): Said {
  const expected = values.length === 1 ? `\`${spell(values[0])}\`` : `one of ${listed(values)}`
  if (data === 'null' && values.includes(null)) {
    const fix = { safe: true, patch: [{ op: 'replace', path: pointer, value: null }] satisfies Operation[] }
    const message = 'The string `"null"` stands where `null` is meant.'
    return { ruleId: 'call/stringified-null', message, expected, suggestion: 'null', fix }
  }
  const meant = nearestValue(data, values)
  const hint = meant === undefined ? '' : `; did you mean \`${spell(meant)}\`?`
  const message = `\`${spell(data)}\` is not ${expected}${hint || '.'}`
  if (meant === undefined) return { message, expected }
  const patch: Operation[] = [{ op: 'replace', path: pointer, value: meant }]
  return { message, expected, suggestion: spell(meant), fix: { safe: String(meant) === String(data), patch } }
}

/** The value that is meant: one that reads the same, or a string that is spelled nearly so. */
function nearestValue(data: unknown, values: readonly unknown[]): unknown {
  if (typeof data === 'object') return undefined
  const same = values.find(value => typeof value !== 'object' && String(value) === String(data))
  if (same !== undefined || typeof data !== 'string') return same
  return nearest(
    data,
    values.filter(value => typeof value === 'string'),
  )
}

function sayMissing({ data, parentSchema, pointer }: SchemaError, name: string): Said {
  const properties = isObject(parentSchema.properties) ? parentSchema.properties : {}
  const strangers = Object.keys(data as object).filter(key => !Object.hasOwn(properties, key))
  const misspelt = nearest(name, strangers)
  const message = `The required property \`${name}\` is missing${misspelt === undefined ? '.' : `; \`${misspelt}\` stands there instead.`}`
  const property = Object.hasOwn(properties, name) ? properties[name] : undefined
  const expected = `\`${name}\`${describeSchema(property)}`
  const said = { message, property: name, expected }
  if (misspelt === undefined || parentSchema.additionalProperties === false) return said
  return { ...said, suggestion: name, fix: rename(pointer, misspelt, name) }
}

function sayUnknown({ data, parentSchema, pointer }: SchemaError, name: string): Said {
  const known = isObject(parentSchema.properties) ? Object.keys(parentSchema.properties) : []
  const missing = known.filter(key => !Object.hasOwn(data as object, key))
  const meant = nearest(name, missing)
  const place = child(pointer, name)
  const hint = meant === undefined ? '.' : `; did you mean \`${meant}\`?`
  const said = {
    message: `\`${name}\` is not a known property${hint}`,
    pointer: place,
    property: name,
    expected: known.length === 0 ? 'no property at all' : `no property but ${listed(known, String)}`,
  }
  if (meant !== undefined) return { ...said, suggestion: meant, fix: rename(pointer, name, meant) }
  return { ...said, fix: { safe: false, patch: [{ op: 'remove', path: place }] } }
}

function rename(pointer: Pointer, from: string, to: string): NonNullable<CallDiagnostic['fix']> {
  return { safe: false, patch: [{ op: 'move', from: child(pointer, from), path: child(pointer, to) }] }
}

/** What a schema asks for, in a few words: its type, values and description. */
function describeSchema(schema: unknown): string {
  if (!isObject(schema)) return ''
  const values = valuesOf(schema)
  const types = [schema.type].flat().filter(type => typeof type === 'string')
  const what = values ? listed(values) : or(types.map(typeWord))
  const about =
    typeof schema.description === 'string'
      ? ` (${schema.description.slice(0, 100).replace(/\s+/g, ' ').trim()})`
      : ''
  return `${what && `: ${what}`}${about}`
}
