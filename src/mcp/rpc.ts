import type { JsonObject } from '../types.ts'
import { UsageError } from '../usage-error.ts'
import { isObject } from '../walk.ts'

/** The client's end of a JSON-RPC 2.0 connection, over whatever carries messages. */
export interface Rpc {
  /** @throws UsageError when the server answers with an error, or the connection breaks */
  request(method: string, params: JsonObject): Promise<unknown>
  notify(method: string): Promise<void>
  /** Takes a message that the server sent. */
  receive(message: unknown): void
  /** Ends all requests that wait for their answer, and those to come. */
  fail(error: Error): void
}

/** What servers answer to a method that they do not have. */
export const methodNotFound = -32601

/** @param send carries a message to the server */
export function createRpc(send: (message: JsonObject) => Promise<void>): Rpc {
  const waiting = new Map<number, { method: string; settle(answer: JsonObject | Error): void }>()
  let failure: Error | undefined
  let id = 0

  function fail(error: Error): void {
    failure ??= error
    for (const { settle } of waiting.values()) settle(failure)
    waiting.clear()
  }

  async function request(method: string, params: JsonObject): Promise<unknown> {
    if (failure) throw failure
    const own = ++id
    const answer = await new Promise<JsonObject>((resolve, reject) => {
      waiting.set(own, { method, settle: given => (given instanceof Error ? reject(given) : resolve(given)) })
      send({ jsonrpc: '2.0', id: own, method, params }).catch(fail)
    })
    if (isObject(answer.error)) throw new RpcError(method, answer.error)
    return answer.result
  }

  function receive(message: unknown): void {
    if (Array.isArray(message)) message.forEach(receive)
    if (!isObject(message)) return
    if (typeof message.method === 'string') {
      if (message.id !== undefined) void send(reply(message)).catch(fail)
      return
    }
    const own = Number(message.id)
    waiting.get(own)?.settle(message)
    waiting.delete(own)
  }

  return { request, notify: method => send({ jsonrpc: '2.0', method }), receive, fail }
}

/** A server may ask whether its client is alive; whatever else it asks for was not offered. */
function reply({ id, method }: JsonObject): JsonObject {
  if (method === 'ping') return { jsonrpc: '2.0', id, result: {} }
  return { jsonrpc: '2.0', id, error: { code: methodNotFound, message: 'Method not found' } }
}

/** The server's own error. */
export class RpcError extends UsageError {
  readonly code: unknown

  constructor(method: string, { code, message }: JsonObject) {
    super(`the server answered \`${method}\` with error ${code}: ${message}`)
    this.code = code
  }
}
