import type { JsonObject } from '../types.ts'
import { isObject } from '../walk.ts'

/** A call that is being put together from the pieces of a stream. */
export interface StreamedCall {
  name: string
  id: string | undefined
  /** The argument text so far. */
  arguments: string
}

/** A call that an event has added to, and the argument text that it added. */
export interface Growth {
  call: StreamedCall
  text: string
}

/** Puts the pieces of a streamed answer together again. */
export interface Assembler {
  add(event: unknown): Growth[]
  /** The answer so far, in the shape that it would have had without streaming. */
  answer(): unknown
}

/** For chat completions, the Responses API, Anthropic's messages and Cohere's chat; what is whole already stays whole. */
export function createAssembler(): Assembler {
  const chat = createChat()
  const responses = createResponses()
  const anthropic = createAnthropic()
  const whole: unknown[] = []

  function add(event: unknown): Growth[] {
    if (!isObject(event)) return []
    if (
      Array.isArray(event.choices) &&
      !event.choices.some(choice => isObject(choice) && isObject(choice.message))
    ) {
      return chat.addChoices(event.choices)
    }
    const { type } = event
    if (typeof type === 'string' && type.startsWith('response.')) return responses.add(event)
    if (typeof type === 'string' && /^(?:message|content_block)_/.test(type)) return anthropic.add(event)
    if (typeof type === 'string' && /^[a-z]+(?:-[a-z]+)+$/.test(type)) return chat.addCohere(event)
    const isDelta =
      !('role' in event) && !('message' in event) && ('tool_calls' in event || 'function_call' in event)
    if (isDelta) return chat.addChoices([{ delta: event }])
    if (type !== 'ping') whole.push(event)
    return []
  }
  return {
    add,
    answer() {
      const parts = [chat.answer(), responses.answer(), anthropic.answer(), ...whole].filter(
        part => part !== undefined,
      )
      return parts.length === 1 ? parts[0] : parts
    },
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function newCall(): StreamedCall {
  return { name: '', id: undefined, arguments: '' }
}

/* ------------------------------------------------------------------ chat completions */

interface Choice {
  content: string
  calls: { index: unknown; call: StreamedCall }[]
  legacy: StreamedCall | undefined
  finishReason: unknown
}

function createChat() {
  const choices = new Map<number, Choice>()

  function choiceAt(index: number): Choice {
    const choice = choices.get(index) ?? { content: '', calls: [], legacy: undefined, finishReason: null }
    choices.set(index, choice)
    return choice
  }

  function addChoices(list: readonly unknown[]): Growth[] {
    return list.filter(isObject).flatMap(({ index, delta, finish_reason }) => {
      const choice = choiceAt(typeof index === 'number' ? index : 0)
      choice.finishReason = finish_reason ?? choice.finishReason
      return isObject(delta) ? addDelta(choice, delta) : []
    })
  }

  function addDelta(choice: Choice, { content, tool_calls, function_call }: JsonObject): Growth[] {
    choice.content += text(content)
    const grown: Growth[] = []
    for (const piece of Array.isArray(tool_calls) ? tool_calls : []) {
      if (!isObject(piece)) continue
      grown.push(addPiece(callOf(choice, piece), piece.function))
    }
    if (isObject(function_call)) {
      choice.legacy ??= newCall()
      grown.push(addPiece(choice.legacy, function_call))
    }
    return grown
  }

  /** A piece belongs to the call with its index; one with an id of its own begins a new call even so. */
  function callOf(choice: Choice, { index, id }: JsonObject): StreamedCall {
    const known = choice.calls.findLast(entry =>
      index === undefined ? !id || entry.call.id === id : entry.index === index,
    )
    if (known && (!id || known.call.id === undefined || known.call.id === id)) {
      known.call.id ??= text(id) || undefined
      return known.call
    }
    const call = { ...newCall(), id: text(id) || undefined }
    choice.calls.push({ index, call })
    return call
  }

  /** Cohere: one message, whose calls come one after the other. */
  function addCohere({ type, index, delta }: JsonObject): Growth[] {
    if (type === 'message-end') {
      choiceAt(0).finishReason = isObject(delta) ? delta.finish_reason : null
      return []
    }
    const message = isObject(delta) && isObject(delta.message) ? delta.message : {}
    if (isObject(message.content)) choiceAt(0).content += text(message.content.text)
    if (!isObject(message.tool_calls)) return []
    return addDelta(choiceAt(0), { tool_calls: [{ ...message.tool_calls, index }] })
  }

  function answer(): unknown {
    if (choices.size === 0) return undefined
    return {
      choices: [...choices].map(([index, { content, calls, legacy, finishReason }]) => ({
        index,
        message: {
          role: 'assistant',
          content,
          ...(calls.length > 0 && { tool_calls: calls.map(({ call }) => chatCall(call)) }),
          ...(legacy && { function_call: { name: legacy.name, arguments: legacy.arguments } }),
        },
        finish_reason: finishReason,
      })),
    }
  }
  return { addChoices, addCohere, answer }
}

function addPiece(call: StreamedCall, piece: unknown): Growth {
  const { name, arguments: found } = isObject(piece) ? piece : {}
  // Some servers send the name in pieces, others send all of it each time.
  if (call.arguments === '' && name !== call.name) call.name += text(name)
  return grow(call, argumentText(found))
}

function grow(call: StreamedCall, text: string): Growth {
  call.arguments += text
  return { call, text }
}

/** Some servers send the object itself. */
function argumentText(value: unknown): string {
  if (!isObject(value)) return text(value)
  try {
    return JSON.stringify(value)
  } catch {
    return ''
  }
}

function chatCall({ id, name, arguments: found }: StreamedCall) {
  return { id, type: 'function', function: { name, arguments: found } }
}

/* ------------------------------------------------------------------ the Responses API */

function createResponses() {
  const items = new Map<unknown, { item: JsonObject; call: StreamedCall | undefined }>()
  let completed: unknown

  function add({ type, output_index, item, delta, response }: JsonObject): Growth[] {
    switch (type) {
      case 'response.output_item.added':
      case 'response.output_item.done':
        return isObject(item) ? addItem(output_index, item) : []
      case 'response.function_call_arguments.delta': {
        const call = items.get(output_index)?.call
        return call ? [grow(call, text(delta))] : []
      }
      case 'response.completed':
      case 'response.incomplete':
        completed = response
    }
    return []
  }

  /** An item comes twice: when it begins, and whole. */
  function addItem(index: unknown, item: JsonObject): Growth[] {
    if (item.type !== 'function_call') {
      items.set(index, { item, call: undefined })
      return []
    }
    const call = items.get(index)?.call ?? newCall()
    call.name = text(item.name) || call.name
    call.id = text(item.call_id) || call.id
    items.set(index, { item, call })
    const whole = text(item.arguments)
    if (whole.startsWith(call.arguments)) return [grow(call, whole.slice(call.arguments.length))]
    call.arguments = whole || call.arguments
    return [{ call, text: '' }]
  }

  function answer(): unknown {
    if (isObject(completed) && Array.isArray(completed.output)) return completed
    if (items.size === 0) return undefined
    return {
      output: [...items.values()].map(({ item, call }) =>
        call ? { ...item, arguments: call.arguments } : item,
      ),
    }
  }
  return { add, answer }
}

/* ------------------------------------------------------------------ Anthropic's messages */

function createAnthropic() {
  const blocks = new Map<unknown, { block: JsonObject; call: StreamedCall | undefined; text: string }>()
  let stopReason: unknown

  function add({ type, index, content_block, delta }: JsonObject): Growth[] {
    if (type === 'message_delta' && isObject(delta)) stopReason = delta.stop_reason
    if (type === 'content_block_start' && isObject(content_block)) {
      const { type, name, id } = content_block
      const call =
        type === 'tool_use' ? { ...newCall(), name: text(name), id: text(id) || undefined } : undefined
      blocks.set(index, { block: content_block, call, text: text(content_block.text) })
      return call ? [{ call, text: '' }] : []
    }
    const known = blocks.get(index)
    if (type !== 'content_block_delta' || !known || !isObject(delta)) return []
    known.text += text(delta.text)
    return known.call ? [grow(known.call, text(delta.partial_json))] : []
  }

  function answer(): unknown {
    if (blocks.size === 0) return undefined
    const content = [...blocks.values()].map(({ block, call, text }) => {
      if (!call) return { ...block, ...(text && { text }) }
      return call.arguments === '' ? block : { ...block, input: call.arguments }
    })
    return { role: 'assistant', content, stop_reason: stopReason }
  }
  return { add, answer }
}
