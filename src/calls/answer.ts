import type { Pointer } from '../pointer.ts'
import { isObject } from '../walk.ts'
import { createAssembler } from './assemble.ts'
import { createEventReader } from './event-stream.ts'
import { type Found, findCalls } from './find-calls.ts'

/** What was found in an answer, and the request it answers when that was recorded with it. */
export interface Answer extends Found {
  request?: unknown
}

/**
 * Reads an answer: JSON, the text of JSON or of an event stream, or a recorded pair of request and response. Pointers
 * into a stream lead into the answer as it would have been without streaming.
 */
export function readAnswer(value: unknown): Answer {
  if (typeof value === 'string') return readText(value)
  if (!isObject(value) || !('request' in value) || !('response' in value)) return findCalls(value)
  const { pointer, body } = bodyOf(value.response, '/response')
  const { calls, texts } = typeof body === 'string' ? readText(body) : findCalls(body)
  return {
    calls: calls.map(call => ({
      ...call,
      pointer: pointer + call.pointer,
      argumentsPointer: pointer + call.argumentsPointer,
    })),
    texts: texts.map(found => ({ ...found, pointer: pointer + found.pointer })),
    request: parsed(bodyOf(value.request, '').body),
  }
}

/** Recorders of HTTP keep the body beside headers and status. */
function bodyOf(message: unknown, pointer: Pointer): { body: unknown; pointer: Pointer } {
  const hasBody =
    isObject(message) && 'body' in message && !('choices' in message) && !('messages' in message)
  return hasBody ? { body: message.body, pointer: `${pointer}/body` } : { body: message, pointer }
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}

function readText(text: string): Answer {
  const value = parsed(text)
  if (typeof value === 'object') return findCalls(value)
  const assembler = createAssembler()
  let events = 0
  const reader = createEventReader(event => {
    assembler.add(event)
    events++
  })
  reader.push(text)
  reader.end()
  return events > 0 ? findCalls(assembler.answer()) : { calls: [], texts: [{ text, pointer: '' }] }
}
