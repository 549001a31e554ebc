import { child, type Pointer } from '../pointer.ts'
import type { JsonObject } from '../types.ts'
import { isObject } from '../walk.ts'
import type { FoundCall } from './types.ts'

/** Reads one call, in any of the ways they are written; undefined for a value that is none. */
export function readCall(value: unknown, pointer: Pointer = ''): FoundCall | undefined {
  if (!isObject(value)) return undefined
  if (isObject(value.function)) {
    // A tool's definition has the same members, and parameters.
    return value.function.parameters === undefined ? chatCall(value, value.function, pointer) : undefined
  }
  if (value.type === 'tool_use') return call(value.name, value.id, value.input, pointer, '/input')
  if (value.method === 'tools/call' && isObject(value.params)) {
    const { name, arguments: found } = value.params
    return { ...call(name, value.id, found, pointer, '/params/arguments'), optionalArguments: true }
  }
  const isBare = typeof value.name === 'string' && 'arguments' in value
  if (value.type !== 'function_call' && !isBare) return undefined
  const id = value.tool_call_id ?? value.call_id ?? value.id
  return call(value.name, id, value.arguments, pointer, '/arguments')
}

function chatCall(value: JsonObject, { name, arguments: found }: JsonObject, pointer: Pointer): FoundCall {
  return call(name, value.id, found, pointer, '/function/arguments')
}

function call(name: unknown, id: unknown, found: unknown, pointer: Pointer, member: Pointer): FoundCall {
  return {
    name: typeof name === 'string' ? name : undefined,
    id: typeof id === 'string' ? id : typeof id === 'number' ? String(id) : undefined,
    arguments: found,
    pointer,
    argumentsPointer: pointer === '' ? member : pointer + member,
  }
}

/** The calls of an answer, and what its messages say that hold none. */
export interface Found {
  calls: FoundCall[]
  texts: { text: string; pointer: Pointer }[]
}

/** Lists in lists are looked into so deep. */
const deepestList = 4

/**
 * Finds the calls in an answer that is JSON: a chat completion, an answer of the Responses API, an Anthropic message, a
 * message or a list of them, a call or a list of those.
 */
export function findCalls(answer: unknown): Found {
  const found: Found = { calls: [], texts: [] }
  find(found, answer, '', false, 0)
  return found
}

function find(found: Found, value: unknown, pointer: Pointer, cutOff: boolean, depth: number): void {
  if (Array.isArray(value)) {
    if (depth >= deepestList) return
    for (const [i, item] of value.entries()) find(found, item, child(pointer, i), cutOff, depth + 1)
    return
  }
  if (!isObject(value)) return
  const single = readCall(value, pointer)
  if (single) {
    add(found, single, cutOff)
    return
  }
  const isCut = cutOff || isCutOff(value)
  const list = ['choices', 'output', 'messages', 'input'].find(key => Array.isArray(value[key]))
  if (list !== undefined) find(found, value[list], child(pointer, list), isCut, depth)
  else if (isObject(value.message)) findInMessage(found, value.message, child(pointer, 'message'), isCut)
  else findInMessage(found, value, pointer, isCut)
}

/** Whether an answer, or a choice of one, ended because it had become too long. */
function isCutOff({ finish_reason, stop_reason, done_reason, incomplete_details }: JsonObject): boolean {
  const reason =
    finish_reason ?? stop_reason ?? done_reason ?? (isObject(incomplete_details) && incomplete_details.reason)
  return (
    typeof reason === 'string' && ['length', 'max_tokens', 'MAX_TOKENS', 'max_output_tokens'].includes(reason)
  )
}

function findInMessage(found: Found, message: JsonObject, pointer: Pointer, cutOff: boolean): void {
  const { role, content, tool_calls, function_call } = message
  const before = found.calls.length
  for (const [i, value] of Array.isArray(tool_calls) ? tool_calls.entries() : []) {
    addEntry(found, value, `${pointer}/tool_calls/${i}`, cutOff)
  }
  // Some servers send one without a name when there is none.
  if (isObject(function_call) && function_call.name !== '') {
    addEntry(found, function_call, `${pointer}/function_call`, cutOff)
  }
  const texts: Found['texts'] = []
  if (typeof content === 'string') texts.push({ text: content, pointer: `${pointer}/content` })
  for (const [i, part] of Array.isArray(content) ? content.entries() : []) {
    const place = `${pointer}/content/${i}`
    const single = readCall(part, place)
    if (single) add(found, single, cutOff)
    else if (isObject(part) && typeof part.text === 'string') {
      texts.push({ text: part.text, pointer: `${place}/text` })
    }
  }
  const isAssistants = role === undefined || role === 'assistant'
  if (isAssistants && found.calls.length === before) found.texts.push(...texts)
}

/** What stands among the calls is one, however little it looks so. */
function addEntry(found: Found, value: unknown, pointer: Pointer, cutOff: boolean): void {
  if (!isObject(value)) add(found, call(undefined, undefined, undefined, pointer, ''), cutOff)
  else if (isObject(value.function)) add(found, chatCall(value, value.function, pointer), cutOff)
  else if (value.type !== 'custom') {
    add(
      found,
      readCall(value, pointer) ?? call(value.name, value.id, value.arguments, pointer, '/arguments'),
      cutOff,
    )
  }
}

function add(found: Found, single: FoundCall, cutOff: boolean): void {
  found.calls.push(cutOff ? { ...single, cutOff } : single)
}
