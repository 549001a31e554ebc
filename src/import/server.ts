import { listTools } from '../mcp/list-tools.ts'
import { createRpc } from '../mcp/rpc.ts'

/** An MCP server as an object of the official SDK: something that can be connected to a transport. */
export interface ServerObject {
  connect(transport: Transport): Promise<void>
  close(): Promise<void>
}

/** What a server of the SDK asks of a transport. */
interface Transport {
  start(): Promise<void>
  send(message: unknown): Promise<void>
  close(): Promise<void>
  onmessage?(message: unknown): void
}

export function isServer(value: unknown): value is ServerObject {
  if (typeof value !== 'object' || value === null) return false
  const { connect, close, registerTool, setRequestHandler } = value as Record<string, unknown>
  return [connect, close, registerTool ?? setRequestHandler].every(member => typeof member === 'function')
}

/** Asks a server for its tools, as a client would. */
export async function toolsOfServerObject(server: ServerObject): Promise<unknown[]> {
  const rpc = createRpc(async message => transport.onmessage?.(message))
  const transport: Transport = {
    start: async () => {},
    send: async message => rpc.receive(message),
    close: async () => {},
  }
  await server.connect(transport)
  try {
    return await listTools(rpc)
  } finally {
    await server.close()
  }
}
