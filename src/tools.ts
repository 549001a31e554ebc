import { child, type Pointer } from './pointer.ts'
import type { Envelope, JsonObject, Span, Tool, Toolset } from './types.ts'
import type { Unknowns } from './unknowns.ts'
import { instanceTypes } from './vocabulary.ts'
import { isObject } from './walk.ts'

/** What a document was found to hold. */
export interface Found {
  toolsets: Toolset[]
  /** Things that look like tools of two kinds at once: which is meant cannot be told. */
  ambiguous: { pointer: Pointer; members: string[] }[]
}

/** What `findTools` looks for, for people whose document holds none of it. */
export const lookedFor: readonly string[] = [
  'a `tools` array, alone or in a request body or an MCP `tools/list` result',
  'a legacy `functions` array',
  'a tool: `{type, function}`, `{type, name, parameters}`, `{name, input_schema}` or `{name, inputSchema}`',
  'a function: `{name, parameters}`',
  'a JSON Schema with `type: "object"`',
  'an array of these',
]

/** The tools of a document, found by their shape, wherever in it they stand. */
export function findToolsets(document: unknown): Toolset[] {
  return findTools(document).toolsets
}

/** What is known of a document besides its value. */
export interface FindOptions {
  /** Of source code of which parts are not known. What may be a tool, or another kind of tool, is then none. */
  unknowns?: Unknowns
  /** A schema that stands alone is none of a tool. */
  noBareSchemas?: boolean
  /** The literal is called tools, so that what may be a tool in it is one. */
  isNamed?: boolean
  /** Where the requests go, when the document around the value says so. */
  endpoint?: { url: string; span: Span }
}

/** The tools of a document and what is ambiguous in it. Takes any value; terminates on cyclic ones. */
export function findTools(document: unknown, options: FindOptions = {}): Found {
  const { unknowns, noBareSchemas = false, isNamed = false, endpoint } = options
  const isDoubted = noBareSchemas && !isNamed
  const search: Search = { toolsets: [], ambiguous: [], seen: new Set(), unknowns, noBareSchemas, isDoubted }
  const stack: Place[] = [{ value: document, pointer: '', depth: 0, parent: undefined }]
  for (let place = stack.pop(); place; place = stack.pop()) {
    if (typeof place.value !== 'object' || place.value === null || search.seen.has(place.value)) continue
    search.seen.add(place.value)
    const inside = isObject(place.value)
      ? lookAtObject(search, place.value, place)
      : lookAtArray(search, place.value as unknown[], place)
    for (const next of inside.reverse()) stack.push(next)
  }
  if (search.toolsets.length === 0 && !noBareSchemas) findRowSchemas(search, document)
  if (endpoint) {
    for (const toolset of search.toolsets) toolset.endpoint ??= { ...endpoint, pointer: toolset.pointer }
  }
  return { toolsets: search.toolsets, ambiguous: search.ambiguous }
}

/** The envelopes that have a name and a schema side by side. */
type ToolEnvelope = Exclude<Envelope, 'schema'>

interface Place {
  value: unknown
  pointer: Pointer
  depth: number
  /** The object around it, where there is one. */
  parent: Place | undefined
}

interface Search extends Found {
  seen: Set<object>
  unknowns: Unknowns | undefined
  noBareSchemas: boolean
  /** In code much has a name and parameters. */
  isDoubted: boolean
}

/** Deeper than this nobody keeps tools; what is deeper is data. */
const searchDepth = 32

/** Takes what is a tool in an object; gives back the places in it to look at next. */
function lookAtObject(search: Search, object: JsonObject, place: Place): Place[] {
  const { pointer, parent } = place
  const shape = search.noBareSchemas && isChoice(object) ? undefined : certainShapeOf(search, object, false)
  // Further down it may be anything at all.
  if (shape === 'ambiguous' && place.depth <= 1) {
    search.ambiguous.push({ pointer, members: schemaMembers.filter(key => hasSchemaMember(object, key)) })
    return []
  }
  if (shape !== undefined && shape !== 'ambiguous') {
    const endpoint = endpointOf(place)
    search.toolsets.push({
      pointer,
      tools: [toolAt(search, object, pointer, shape)],
      kind: 'single',
      ...(endpoint && { endpoint }),
    })
    return []
  }
  if (!search.noBareSchemas && isRootSchema(object, place)) {
    search.toolsets.push({ pointer, tools: [schemaTool(object, pointer)], kind: 'single' })
    return []
  }
  const taken = new Set<string>()
  for (const kind of ['tools', 'functions'] as const) {
    const list = Object.hasOwn(object, kind) ? object[kind] : undefined
    if (!Array.isArray(list)) continue
    const ambiguous = search.ambiguous.length
    const tools = toolsIn(search, list, child(pointer, kind), kind === 'functions' ? 'function' : undefined)
    if (tools.length === 0 && search.ambiguous.length === ambiguous && !isRequest(object)) continue
    taken.add(kind)
    const endpoint = endpointOf(place)
    search.toolsets.push({
      pointer: child(pointer, kind),
      tools,
      kind,
      request: object,
      requestPointer: pointer,
      ...(endpoint && { endpoint }),
    })
  }
  if (taken.size > 0 || place.depth >= searchDepth) return []
  const keys = Object.keys(object)
  // The answer to a recorded request may echo its tools: those are the same tools.
  const echoes = isObject(object.request) ? 'response' : undefined
  return keys
    .filter(key => key !== echoes)
    .map(key => ({
      value: object[key],
      pointer: child(pointer, key),
      depth: place.depth + 1,
      parent: { value: object, pointer, depth: place.depth, parent },
    }))
}

function lookAtArray(search: Search, list: unknown[], place: Place): Place[] {
  const { pointer } = place
  const isTool = list.map(value => isObject(value) && certainShapeOf(search, value, false) !== undefined)
  if (isTool.includes(true)) {
    const endpoint = endpointOf(place)
    const tools = toolsIn(search, list, pointer, undefined, isTool)
    if (tools.length > 0)
      search.toolsets.push({ pointer, tools, kind: 'tools', ...(endpoint && { endpoint }) })
  }
  if (place.depth >= searchDepth) return []
  const places: Place[] = []
  for (let i = 0; i < list.length; i++) {
    const value = list[i]
    if (!isTool[i] && typeof value === 'object')
      places.push({ value, pointer: child(pointer, i), depth: place.depth + 1, parent: place.parent })
  }
  return places
}

/** Reads the tools of a list. What is no tool of ours (a provider's built-in one) is left out. */
function toolsIn(
  search: Search,
  list: unknown[],
  pointer: Pointer,
  listed: 'function' | undefined,
  wanted?: readonly boolean[],
): Tool[] {
  const tools: Tool[] = []
  for (let i = 0; i < list.length; i++) {
    const value = list[i]
    if (!isObject(value) || wanted?.[i] === false) continue
    const shape = listed ?? certainShapeOf(search, value, true)
    const at = child(pointer, i)
    if (shape === 'ambiguous')
      search.ambiguous.push({
        pointer: at,
        members: schemaMembers.filter(key => hasSchemaMember(value, key)),
      })
    else if (shape !== undefined) tools.push(toolAt(search, value, at, shape))
  }
  return tools
}

function certainShapeOf(
  { unknowns, isDoubted }: Search,
  value: JsonObject,
  listed: boolean,
): ReturnType<typeof shapeOf> {
  if (!unknowns) return likelyShapeOf(value, listed, isDoubted)
  let shape: ReturnType<typeof shapeOf>
  const known = unknowns.isKnown(() => {
    shape = likelyShapeOf(value, listed, isDoubted)
  })
  return known ? shape : undefined
}

function likelyShapeOf(value: JsonObject, listed: boolean, isDoubted: boolean): ReturnType<typeof shapeOf> {
  const shape = shapeOf(value, listed)
  return isDoubted && !listed && shape && !isToolInCode(value, shape) ? undefined : shape
}

/**
 * Tells how a tool is written. In a list of tools an object is given the benefit of the doubt; elsewhere it must look like
 * a tool and like nothing else.
 */
function shapeOf(value: JsonObject, listed: boolean): ToolEnvelope | 'ambiguous' | undefined {
  switch (onlySchemaMember(value)) {
    case 'several':
      return 'ambiguous'
    case 'function': {
      if (isCall(value, value.function as JsonObject)) return undefined
      if (listed || value.type === 'function') return 'chat'
      const { name, parameters } = value.function as JsonObject
      return typeof name === 'string' && (parameters === undefined || looksLikeParameters(parameters))
        ? 'chat'
        : undefined
    }
    case 'input_schema':
      return 'anthropic'
    case 'inputSchema':
      return 'mcp'
    case 'parameters':
      if (value.type === 'function') return 'responses'
      if (typeof value.name !== 'string') return listed && value.type === undefined ? 'function' : undefined
      return listed || looksLikeParameters(value.parameters) ? 'function' : undefined
  }
  // The functions of a smart contract have inputs.
  if (value.type === 'function')
    return listed || (Object.hasOwn(value, 'name') && !Object.hasOwn(value, 'inputs'))
      ? 'responses'
      : undefined
  return listed && Object.hasOwn(value, 'name') && !Object.hasOwn(value, 'type') ? 'function' : undefined
}

/** Whether an object in a program says more than that it has a name and parameters, as stories, errors and metrics do. */
function isToolInCode(value: JsonObject, shape: ToolEnvelope | 'ambiguous'): boolean {
  if (shape === 'ambiguous') return false
  const definition = shape === 'chat' ? (value.function as JsonObject) : value
  const schema = schemaMember[shape]
  // What makes tools of something else knows neither.
  if (typeof glimpse(definition, 'name') !== 'string' && !isObject(glimpse(definition, schema))) return false
  const hasSchema = Object.hasOwn(definition, schema)
  switch (shape) {
    case 'chat':
      return isDescribed(definition) || hasSchema
    case 'responses':
      return isDescribed(value) || (hasSchema && looksLikeParameters(value.parameters))
    case 'function':
      return isObjectSchema(value.parameters) || Object.hasOwn(value, 'description')
    default:
      return Object.hasOwn(value, 'name')
  }
}

/** A member, or undefined when it is not known; unlike reading it, this is not noticed. */
function glimpse(value: JsonObject, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value
}

function isDescribed(definition: JsonObject): boolean {
  return Object.hasOwn(definition, 'description') || Object.hasOwn(definition, 'strict')
}

function isObjectSchema(value: unknown): boolean {
  if (!isObject(value)) return false
  return value.type === 'object' || value.type === 'dict' || isObject(value.properties)
}

/** A `tool_choice`, which names a tool: by itself it looks like one without parameters. */
function isChoice(object: JsonObject): boolean {
  const { type, function: named } = object
  if (type !== 'function') return false
  const chosen = isObject(named) ? named : object
  return Object.keys(chosen).every(key => key === 'name' || (chosen === object && key === 'type'))
}

/** A recorded call of a tool is written much like a tool. */
function isCall(value: JsonObject, definition: JsonObject): boolean {
  if (Object.hasOwn(definition, 'parameters')) return false
  return Object.hasOwn(value, 'id') || Object.hasOwn(definition, 'arguments')
}

/** The members of a tool that hold, or lead to, its parameters. A tool has one of them. */
const schemaMembers = ['function', 'parameters', 'input_schema', 'inputSchema'] as const

type SchemaMember = (typeof schemaMembers)[number]

function hasSchemaMember(value: JsonObject, key: SchemaMember): boolean {
  return Object.hasOwn(value, key) && (key !== 'function' || isObject(value.function))
}

function onlySchemaMember(value: JsonObject): SchemaMember | 'several' | undefined {
  let only: SchemaMember | 'several' | undefined
  for (let i = 0; i < schemaMembers.length; i++) {
    const key = schemaMembers[i]!
    if (hasSchemaMember(value, key)) only = only ? 'several' : key
  }
  return only
}

/** Whether the `parameters` of something with a name are a schema, and not some other program's parameters. */
function looksLikeParameters(value: unknown): boolean {
  if (value === null) return true
  if (!isObject(value)) return false
  return Object.keys(value).length === 0 || looksLikeSchema(value) || isObject(value.properties)
}

/** Whether an object is written as a JSON Schema. */
function looksLikeSchema(value: JsonObject): boolean {
  const { type } = value
  if (typeof type === 'string') return (instanceTypes as readonly string[]).includes(type) || type === 'dict'
  if (Array.isArray(type)) return type.length > 0 && type.every(name => typeof name === 'string')
  if (typeof value.$schema === 'string' && /json-schema\.org/.test(value.$schema)) return true
  return (
    isObject(value.properties) ||
    typeof value.$ref === 'string' ||
    ['anyOf', 'oneOf', 'allOf'].some(key => Array.isArray(value[key]))
  )
}

/** A bare schema is one where a whole document is expected: at the root, or as an element of an array at the root. */
function isRootSchema(object: JsonObject, { depth, pointer }: Place): boolean {
  if (depth > 1 || (depth === 1 && !/^\/\d+$/.test(pointer))) return false
  if (Array.isArray(object.tools) || Array.isArray(object.functions)) return false
  return looksLikeSchema(object)
}

/** Rows of a data set name their schema: `{"id": …, "schema": {…}}`. */
function findRowSchemas(search: Search, document: unknown): void {
  const rows = Array.isArray(document) ? document : [document]
  for (const [i, row] of rows.entries()) {
    if (!isObject(row)) continue
    const base = rows === document ? child('', i) : ''
    for (const key of ['schema', 'parameters', 'json_schema']) {
      const schema = Object.hasOwn(row, key) ? row[key] : undefined
      if (!isObject(schema) || !looksLikeSchema(schema)) continue
      const pointer = child(base, key)
      search.toolsets.push({ pointer, tools: [schemaTool(schema, pointer)], kind: 'single' })
    }
  }
}

const schemaMember: Record<ToolEnvelope, string> = {
  chat: 'parameters',
  responses: 'parameters',
  function: 'parameters',
  anthropic: 'input_schema',
  mcp: 'inputSchema',
}

function toolAt({ unknowns }: Search, value: JsonObject, pointer: Pointer, envelope: ToolEnvelope): Tool {
  const definition = envelope === 'chat' ? (value.function as JsonObject) : value
  const definitionPointer = envelope === 'chat' ? `${pointer}/function` : pointer
  const member = schemaMember[envelope]
  const tool: Tool = {
    envelope,
    name: typeof definition.name === 'string' ? definition.name : undefined,
    pointer,
    value,
    definition,
    definitionPointer,
    schema: Object.hasOwn(definition, member) ? definition[member] : undefined,
    schemaPointer: `${definitionPointer}/${member}`,
  }
  return unknowns?.watchTool(tool, member) ?? tool
}

function schemaTool(schema: JsonObject, pointer: Pointer): Tool {
  return {
    envelope: 'schema',
    name: undefined,
    pointer,
    value: schema,
    definition: schema,
    definitionPointer: pointer,
    schema,
    schemaPointer: pointer,
  }
}

/** Whether an object with a list of tools is a request, and not something else that has a list of that name. */
function isRequest(object: JsonObject): boolean {
  return typeof object.model === 'string' || Array.isArray(object.messages)
}

const urlMembers = ['url', 'base_url', 'baseURL', 'baseUrl', 'api_base', 'endpoint']

/** The URL that stands in the request itself or beside it. */
function endpointOf(place: Place): Toolset['endpoint'] {
  for (const holder of [place, place.parent]) {
    if (!holder || !isObject(holder.value)) continue
    for (const key of urlMembers) {
      const url = Object.hasOwn(holder.value, key) ? holder.value[key] : undefined
      if (typeof url === 'string' && /^https?:\/\//.test(url))
        return { url, pointer: child(holder.pointer, key) }
    }
  }
  return undefined
}
