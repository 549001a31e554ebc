import type { JsonObject } from '../types.ts'
import { isObject } from '../walk.ts'
import { isLibrarySchema, jsonSchemaOf } from './json-schema.ts'
import type { Project } from './project.ts'
import { isServer, toolsOfServerObject } from './server.ts'

/** A value that a module exports, as plain JSON, with its tools as providers know them. */
export interface Plain {
  value: unknown
  failures: Failure[]
}

/** A tool or schema that has no JSON Schema. */
export interface Failure {
  /** The tool's name, or the way to it: `0`, `tools.3`; empty for the value itself. */
  tool: string
  reason: string
}

/** Deeper than this nobody keeps tools. */
const mostLevels = 32

/**
 * Turns a value of a program into plain JSON: schemas of libraries into JSON Schema, tools of libraries into tools, the
 * records that some keep them in into arrays, servers into what they list. What cannot be converted is left out.
 */
export async function toPlain(value: unknown, project: Project): Promise<Plain> {
  const failures: Failure[] = []
  const plain = await convert(value, { project, failures, path: [], known: new Map() })
  return { value: plain, failures }
}

interface Context {
  project: Project
  failures: Failure[]
  path: readonly string[]
  /** What arrays and objects have become; those that are being converted are still undefined. */
  known: Map<object, unknown>
}

async function convert(given: unknown, context: Context): Promise<unknown> {
  const value = await given
  if (isServer(value)) return attempt(context, async () => ({ tools: await toolsOfServerObject(value) }))
  if (isLibrarySchema(value)) return attempt(context, () => jsonSchemaOf(value, context.project))
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? undefined : value
  if (isJsonSchema(value)) return attempt(context, () => value)
  const shape = shapeOf(value as JsonObject)
  if (shape) return convertTool(value as JsonObject, shape, context)
  if (context.known.has(value)) return context.known.get(value)
  if (context.path.length > mostLevels) return undefined
  context.known.set(value, undefined)
  const plain = Array.isArray(value)
    ? await convertElements(value, context)
    : await convertObject(value as JsonObject, context)
  context.known.set(value, plain)
  return plain
}

function isJsonSchema(value: object): boolean {
  return 'type' in value && value.type === 'object' && 'properties' in value && isObject(value.properties)
}

async function convertElements(list: readonly unknown[], context: Context): Promise<unknown> {
  const elements: unknown[] = []
  for (const [i, element] of list.entries()) {
    const plain = await convert(element, at(context, String(i)))
    if (plain !== undefined) elements.push(plain)
  }
  return elements
}

async function convertObject(object: JsonObject, context: Context): Promise<unknown> {
  // Whatever else the objects of a class hold, their tools are in `tools`: agents, toolkits.
  if (!isPlainObject(object))
    return isObject(object.tools) || Array.isArray(object.tools)
      ? { tools: await convert(object.tools, at(context, 'tools')) }
      : undefined
  return convertMembers(object, context)
}

function isPlainObject(object: object): boolean {
  const prototype = Object.getPrototypeOf(object)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function at(context: Context, key: string): Context {
  return { ...context, path: [...context.path, key] }
}

/** Where a tool of a library has its schema, and where the tool that is sent has it. */
interface Shape {
  from: string
  to: string
}

/** Tells a tool whose schema is for its library to convert; what is plain JSON already needs no conversion. */
function shapeOf(object: JsonObject): Shape | undefined {
  const holds = (key: string) => isSchemaLike(object[key])
  if (holds('inputSchema')) return { from: 'inputSchema', to: 'inputSchema' }
  if (holds('input_schema')) return { from: 'input_schema', to: 'input_schema' }
  const isNamed = typeof object.name === 'string'
  if (holds('parameters') && (isNamed || isLibrarySchema(object.parameters)))
    return { from: 'parameters', to: object.type === 'function' || isNamed ? 'parameters' : 'inputSchema' }
  if (holds('schema') && isNamed) return { from: 'schema', to: 'inputSchema' }
  return undefined
}

/** Some libraries make a schema when it is asked for. */
function isSchemaLike(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

async function convertTool(tool: JsonObject, shape: Shape, context: Context): Promise<unknown> {
  // A tool that the provider brings along: its schema is never sent.
  if (typeof tool.type === 'string' && tool.type.startsWith('provider')) return undefined
  const name = nameOf(tool, context)
  return attempt({ ...context, path: [name] }, async () => {
    const schema = json(await schemaOf(tool, shape, context.project))
    const members = membersOf(tool, shape)
    return Object.fromEntries([...(name === '' ? [] : [['name', name]]), ...members, [shape.to, schema]])
  })
}

/** The name that a tool has, or that it goes by in the record it is in. */
function nameOf({ name, id }: JsonObject, { path }: Context): string {
  if (typeof name === 'string') return name
  if (typeof id === 'string') return id
  const key = path.at(-1) ?? ''
  return /^\d+$/.test(key) ? '' : key
}

/** The members that go along with a tool. An object of a class has others, which are none of ours. */
function membersOf(tool: JsonObject, { from }: Shape): [string, unknown][] {
  const keys = isPlainObject(tool) ? Object.keys(tool) : ['description', 'strict', 'type']
  return keys.flatMap((key): [string, unknown][] => {
    const value = tool[key]
    if (key === from || key === 'name' || isLibrarySchema(value)) return []
    try {
      const plain = json(value)
      return plain === undefined ? [] : [[key, plain]]
    } catch {
      return []
    }
  })
}

/** The schema of a tool, as its library would send it. */
async function schemaOf(tool: JsonObject, { from }: Shape, project: Project): Promise<unknown> {
  const schema = tool[from]
  if (isLibrarySchema(schema) || typeof schema === 'function') {
    const convert = await converterOf(tool, project)
    if (convert) return convert(schema)
    return jsonSchemaOf(isLibrarySchema(schema) ? schema : (schema as () => unknown)(), project)
  }
  if (isObject(schema)) {
    const key = Object.keys(schema).find(key => isLibrarySchema(schema[key]))
    if (key !== undefined)
      throw new Error(`\`${from}\` holds schemas, such as \`${key}\`, and is none itself`)
  }
  return schema
}

type Converter = (schema: unknown) => unknown

/** SDKs change what a schema library gives before they send it: where the project has the SDK, it is asked. */
async function converterOf(tool: JsonObject, project: Project): Promise<Converter | undefined> {
  if ('lc_namespace' in tool) {
    const { toJsonSchema } = (await project('@langchain/core/utils/json_schema')) ?? {}
    return toJsonSchema as Converter | undefined
  }
  if ('name' in tool || 'id' in tool || !('inputSchema' in tool)) return undefined
  const { asSchema } = (await project('ai')) ?? {}
  if (!asSchema) return undefined
  return schema => (asSchema as (schema: unknown) => { jsonSchema: unknown })(schema).jsonSchema
}

/** A record of tools, by their names, becomes an array of them; any other object stays one. */
async function convertMembers(object: JsonObject, context: Context): Promise<unknown> {
  const keys = Object.keys(object)
  const members: [string, unknown][] = []
  let tools = 0
  for (const key of keys) {
    const value = await object[key]
    if (isObject(value) && value.name === undefined && shapeOf(value)) tools++
    const plain = await convert(value, at(context, key))
    if (plain !== undefined) members.push([key, plain])
    // Without its function, nothing is left of a tool.
    else if (key === 'function') return undefined
  }
  if (tools > 0 && tools === keys.length) return members.map(([, tool]) => tool)
  return Object.fromEntries(members)
}

/** Converts, or says why that is not possible. */
async function attempt(context: Context, make: () => unknown): Promise<unknown> {
  try {
    return json(await make())
  } catch (error) {
    context.failures.push({ tool: context.path.join('.'), reason: reasonOf(error) })
    return undefined
  }
}

/** A copy as JSON has it. */
function json(value: unknown): unknown {
  const text = JSON.stringify(value)
  return text === undefined ? undefined : JSON.parse(text)
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'it is nested too deeply'
  const reason = error instanceof Error ? error.message : String(error)
  return reason.startsWith('Converting circular structure') ? 'it holds itself' : reason
}
