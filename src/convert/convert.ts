import { child, type Pointer } from '../pointer.ts'
import type { Diagnostic, JsonObject, Tool } from '../types.ts'
import { isObject } from '../walk.ts'
import type { Dialect } from './dialect.ts'
import { asChatTool, asSameTool } from './envelope.ts'
import { Inexpressible } from './ir.ts'
import { jsonText } from './json.ts'
import { legalNames } from './names.ts'
import { prune } from './prune.ts'
import { type ReadOptions, readSchema } from './read/reader.ts'
import { findRings, noRings } from './rings.ts'
import { bytesOf, sizesOf } from './sizes.ts'
import type { Change, Codec, Conversion, ToolCodec, ToolConversion } from './types.ts'
import { compactCodec } from './write/compact.ts'
import { shareParts } from './write/share.ts'
import { writeSchema } from './write/writer.ts'

export interface ConvertToolsOptions {
  /** The name of the profile, for the report. */
  profile: string
  dialect: Dialect
  /** The first error that the profile's rules find in the parameters of a tool. */
  judge(parameters: JsonObject, mayHoldSurrogates: boolean): Diagnostic | undefined
  /** `chat`: as chat completions take it. `same`: as it came. */
  envelope?: 'chat' | 'same'
  /**
   * What becomes of an object that declares properties and says `additionalProperties: true`. `close` narrows it to those it
   * declares, `encode` carries the others as entries.
   */
  open?: 'close' | 'encode'
  /** How long the parameters of a tool may become, in characters of minified JSON: 100,000, or twice what they were. */
  maxSize?: number
}

/** The longest schema that a server was seen to take had 19,000 characters; beyond several times that it is a guess, unless it was as long before. */
const defaultMaxSize = 100_000

/** Converts tools to strict ones. What cannot be converted comes out as it was, without the flag, and the report says why. */
export function convertTools(tools: readonly Tool[], options: ConvertToolsOptions): Conversion {
  const names = legalNames(
    tools.map(({ name }) => name),
    options.dialect,
  )
  const codecs: [string, ToolCodec][] = []
  const converted = tools.map((tool, i) => {
    const { value, codec, conversion } = convertTool(tool, names[i]!, i, options)
    codecs.push([names[i]!, codec])
    return { value, conversion }
  })
  const codec: Codec = { version: 1, tools: Object.fromEntries(codecs) }
  return {
    tools: converted.map(({ value }) => value),
    codec,
    report: { profile: options.profile, tools: converted.map(({ conversion }) => conversion) },
  }
}

interface ConvertedTool {
  value: JsonObject
  codec: ToolCodec
  conversion: ToolConversion
}

function convertTool(tool: Tool, name: string, index: number, options: ConvertToolsOptions): ConvertedTool {
  const text = jsonText(tool.schema)
  const to = child('', index)
  const inChat = options.envelope !== 'same' || tool.envelope === 'chat'
  const result = convertParameters(tool, text, schemaPointer(tool, to, inChat), options)
  const strict = result.outcome !== 'non-strict only'
  const write = options.envelope === 'same' ? asSameTool : asChatTool
  const { value, drafts } = write(tool, { name, parameters: result.parameters, strict })
  const renamed = nameChanges(tool, name, inChat ? `${to}/function/name` : `${to}/name`)
  const isFlagged = inChat || tool.envelope === 'responses'
  const { parameters, size: known } = result
  const size = sizesOf({ tool, text, name, strict, parameters, known, value, write, isFlagged })
  return {
    value,
    codec: { ...(tool.name !== undefined && tool.name !== name && { name: tool.name }), ...result.codec },
    conversion: {
      name: tool.name,
      from: tool.pointer,
      envelope: tool.envelope,
      as: name,
      to,
      outcome: result.outcome,
      ...(result.reason !== undefined && { reason: result.reason }),
      changes: [...renamed, ...drafts, ...result.changes],
      size,
    },
  }
}

function schemaPointer(tool: Tool, to: Pointer, inChat: boolean): Pointer {
  if (inChat) return `${to}/function/parameters`
  return to + tool.schemaPointer.slice(tool.pointer.length)
}

function nameChanges({ name, definitionPointer, envelope }: Tool, legal: string, to: Pointer): Change[] {
  if (name === legal) return []
  if (name === undefined) {
    if (envelope === 'schema') return []
    return [
      {
        kind: 'safe',
        message: `The tool has no name: it is called \`${legal}\`.`,
        from: definitionPointer,
        to,
      },
    ]
  }
  const message = `The tool is called \`${legal}\`: no provider takes the name it had.`
  return [{ kind: 'encoded', message, keyword: 'name', from: child(definitionPointer, 'name'), to }]
}

interface Parameters {
  parameters: unknown
  /** Their size as JSON, where it is known. */
  size?: number | undefined
  outcome: ToolConversion['outcome']
  reason?: string
  codec: Omit<ToolCodec, 'name'>
  changes: Change[]
}

/**
 * @param text the schema as JSON; undefined when it is nested too deep
 * @param to where the parameters stand in the list of converted tools
 */
function convertParameters(
  tool: Tool,
  text: string | undefined,
  to: Pointer,
  options: ConvertToolsOptions,
): Parameters {
  const { schema, schemaPointer, definitionPointer } = tool
  const missing = schema === undefined || schema === null
  // Half of a UTF-16 pair is written as an escape. What is made of a schema without any has none either.
  const judge = (parameters: JsonObject) => options.judge(parameters, text?.includes('\\ud') ?? true)
  if (isObject(schema) && !judge(schema)) {
    return { parameters: schema, outcome: 'unchanged', codec: {}, changes: [] }
  }
  try {
    if (!missing && !isObject(schema)) throw new Inexpressible('the parameters are no schema', schemaPointer)
    const source = isObject(schema) ? schema : { type: 'object', properties: {} }
    const maxSize = options.maxSize ?? Math.max(defaultMaxSize, 2 * bytesOf(text))
    const { dialect, open = 'close' } = options
    const writing = { dialect, open, to, maxSize, judge }
    return convertSchema(source, missing ? definitionPointer : schemaPointer, writing)
  } catch (error) {
    if (!(error instanceof Inexpressible)) throw error
    const change: Change = { kind: 'impossible', message: sentence(error.message), from: error.pointer }
    return {
      parameters: schema,
      outcome: 'non-strict only',
      reason: error.message,
      codec: {},
      changes: [change],
    }
  }
}

interface Writing extends ReadOptions {
  to: Pointer
  maxSize: number
  judge(parameters: JsonObject): Diagnostic | undefined
}

/** What comes out is held against the rules again: nothing is called strict that they refuse. */
function convertSchema(
  schema: JsonObject,
  pointer: Pointer,
  { dialect, open, to, maxSize, judge }: Writing,
): Parameters {
  const { root, isPlain } = readSchema(schema, pointer, { dialect, open })
  if (!isPlain) prune(root)
  const written = writeSchema(root, isPlain ? noRings : findRings(root))
  const shared = shareParts(written.schema, written.schemas, written.made, maxSize)
  if (shared.tooLarge) {
    throw new Inexpressible(
      `written out, the schema has ${shared.size} characters, and ${maxSize} is the limit`,
      pointer,
    )
  }
  const error = judge(shared.schema)
  if (error) throw new Inexpressible(`what it becomes is refused: ${error.message}`, pointer)
  return {
    parameters: shared.schema,
    size: shared.size,
    outcome: 'converted',
    codec: compactCodec(written.codec, written.codecs),
    changes: changesOf(written.drafts, shared.pointerOf, to),
  }
}

/** The changes with the places of what they became, each once, in the order of the original's places as they were read. */
function changesOf(
  drafts: readonly { draft: Change; node: JsonObject }[],
  pointerOf: (node: JsonObject) => Pointer | undefined,
  base: Pointer,
): Change[] {
  const changes: Change[] = []
  // Most messages are said of many places.
  const said = new Map<string, Map<Pointer, number>>()
  for (const { draft, node } of drafts) {
    const { kind, message, from } = draft
    const places = said.get(message) ?? new Map<Pointer, number>()
    if (places.size === 0) said.set(message, places)
    const at = places.get(from)
    const known = at !== undefined && changes[at]!.kind === kind ? at : undefined
    if (known !== undefined && changes[known]!.to !== undefined) continue
    const pointer = pointerOf(node)
    if (known !== undefined && pointer === undefined) continue
    if (pointer !== undefined) draft.to = base + pointer
    if (known !== undefined) changes[known] = draft
    else {
      places.set(from, changes.length)
      changes.push(draft)
    }
  }
  return changes
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
}
