import { withLastWords } from '../process-group.ts'
import { UsageError } from '../usage-error.ts'
import { connectHttp, type HttpServer } from './http.ts'
import { listTools } from './list-tools.ts'
import type { Rpc } from './rpc.ts'
import { connectStdio, type StdioServer } from './stdio.ts'

export { serversOf } from './servers.ts'

export type Server = StdioServer | HttpServer

/** A server that can be asked. */
export interface Connection {
  rpc: Rpc
  /** The last lines that the server printed for people. */
  lastWords(): string
  /** Ends the server that was started, or the session with it. Does not throw. */
  close(): Promise<void>
  /** Is told which version of the protocol the server speaks. */
  onVersion?(version: string): void
}

/**
 * The tools of an MCP server, as `tools/list` gives them. The server is started for that, and ended.
 *
 * @param timeout seconds for all of it
 * @throws UsageError with the reason, and with what the server printed last
 */
export async function toolsOfServer(server: Server, timeout: number): Promise<unknown[]> {
  const connection = 'url' in server ? connectHttp(server) : connectStdio(server)
  const { rpc } = connection
  const limit = setTimeout(() => rpc.fail(new UsageError(tooSlow(timeout))), timeout * 1000)
  try {
    return await listTools(rpc, connection.onVersion)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    throw new UsageError(withLastWords(error.message, connection.lastWords()))
  } finally {
    clearTimeout(limit)
    await connection.close()
  }
}

function tooSlow(timeout: number): string {
  return `the server had not listed its tools after ${timeout} s; --timeout gives it longer.`
}
