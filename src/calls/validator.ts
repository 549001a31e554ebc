import { findToolsets } from '../tools.ts'
import { isObject } from '../walk.ts'
import { readAnswer } from './answer.ts'
import { codedToolbox, judgeCoded } from './coded.ts'
import { createCompiler } from './compile.ts'
import { readCall } from './find-calls.ts'
import { judge } from './judge.ts'
import { leakedMarkup } from './markup.ts'
import { standardSchema } from './standard.ts'
import { type CallStream, createStream } from './stream.ts'
import { type JudgedTool, judgedTool } from './tool.ts'
import type { CallOptions, CallResult, CallsOf, FoundCall, ResponseResult, ToolSchemas } from './types.ts'

/** Judges the calls that a model makes of certain tools. None of its functions throws, whatever the model sent. */
export interface CallValidator<Tools = unknown> {
  /** Judges one call: of a chat completion, legacy, of the Responses API, Anthropic's, MCP's, or `{name, arguments}`. */
  validate(call: unknown): CallsOf<Tools>
  /**
   * Judges all calls of an answer: a chat completion, an answer of another API, a message or a list of them, text of an
   * event stream, or a recorded pair `{request, response}`, whose own tools are then used.
   */
  validateResponse(response: unknown): ResponseResult<CallsOf<Tools>>
  /** Judges an answer while it is being streamed. */
  stream(): CallStream<ResponseResult<CallsOf<Tools>>>
  /** Each tool's arguments as a Standard Schema, by the name of the tool. */
  tools: ToolSchemas<Tools>
}

type Toolbox = ReadonlyMap<string, JudgedTool>

/** The tools of so many recorded requests are kept compiled. */
const mostToolboxes = 64

/**
 * Makes a validator for the calls of some tools: an array of tools, a request body, an MCP `tools/list` answer, or
 * anything else that holds tools. A tool's schema is compiled when it is first called. With tools written as a constant
 * the results are typed.
 */
export function createCallValidator<const Tools>(
  tools: Tools,
  options: CallOptions = {},
): CallValidator<Tools> {
  const { codec } = options
  const own = toolbox(tools)
  const recorded = new Map<string, Toolbox>()

  /** The tools of a recorded request; those of its kind that come again are compiled once. */
  function toolsOf(request: unknown): Toolbox {
    const list = isObject(request) ? (request.tools ?? request.functions) : undefined
    if (!Array.isArray(list)) return own
    const key = textOf(list)
    const made = (key !== undefined && recorded.get(key)) || toolbox(request)
    if (key !== undefined) recorded.set(key, made)
    if (recorded.size > mostToolboxes) recorded.delete(recorded.keys().next().value!)
    return made
  }

  function judgeCall(call: FoundCall, known: Toolbox): CallResult {
    return codec ? judgeCoded(call, known, codec, options) : judge(call, known, options)
  }

  function judgeAnswer(value: unknown): ResponseResult {
    const { calls, texts, request } = readAnswer(value)
    const known = toolsOf(request)
    const judged = calls.map(call => judgeCall(call, known))
    const diagnostics = texts.flatMap(({ text, pointer }) => leakedMarkup(text, pointer, known.keys()) ?? [])
    return { ok: diagnostics.length === 0 && judged.every(({ ok }) => ok), calls: judged, diagnostics }
  }

  const noCall: FoundCall = {
    name: undefined,
    id: undefined,
    arguments: undefined,
    pointer: '',
    argumentsPointer: '',
  }
  const validator: CallValidator = {
    validate: call => judgeCall(readCall(call) ?? noCall, own),
    validateResponse: judgeAnswer,
    stream: () => createStream(codec ? codedToolbox(own, codec) : own, options, judgeAnswer),
    tools: schemasOf(own),
  }
  return validator as CallValidator<Tools>
}

/** The tools of a value by name; of two with one name, the first. */
function toolbox(value: unknown): Toolbox {
  const compile = createCompiler()
  const tools = new Map<string, JudgedTool>()
  for (const { name, schema } of findToolsets(value).flatMap(({ tools }) => tools)) {
    if (name !== undefined && !tools.has(name)) tools.set(name, judgedTool(name, schema, compile))
  }
  return tools
}

function schemasOf(tools: Toolbox): CallValidator['tools'] {
  const schemas = Object.create(null)
  for (const [name, tool] of tools) schemas[name] = standardSchema(tool)
  return schemas
}

function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
