import type { JsonObject } from '../types.ts'
import { UsageError } from '../usage-error.ts'
import { version } from '../version.ts'
import { isObject } from '../walk.ts'
import { methodNotFound, type Rpc, RpcError } from './rpc.ts'

/** The protocol that we ask for. Listing tools is the same in all its versions, so the server may choose another. */
const protocolVersion = '2025-06-18'

/** More pages than this no server has; one that has is going round in circles. */
const mostPages = 1000

/**
 * Lists the tools of an MCP server, all pages of them, as it gives them.
 *
 * @param onVersion is told which version of the protocol the server speaks
 * @throws UsageError when it answers with an error, or with something else than tools
 */
export async function listTools(rpc: Rpc, onVersion?: (version: string) => void): Promise<unknown[]> {
  const hello = await rpc.request('initialize', {
    protocolVersion,
    capabilities: {},
    clientInfo: { name: 'strictcall', version },
  })
  if (isObject(hello) && typeof hello.protocolVersion === 'string') onVersion?.(hello.protocolVersion)
  await rpc.notify('notifications/initialized')

  const tools: unknown[] = []
  const cursors = new Set<unknown>()
  for (let cursor: unknown; ; ) {
    const page = await pageOfTools(rpc, cursor)
    for (const tool of page.tools as unknown[]) tools.push(tool)
    cursor = page.nextCursor
    if (cursor === undefined || cursor === null || cursor === '') return tools
    if (cursors.has(cursor))
      throw new UsageError(
        `the server gives the cursor ${JSON.stringify(cursor)} again: its pages never end.`,
      )
    if (cursors.size === mostPages)
      throw new UsageError(`the server gives more than ${mostPages} pages of tools.`)
    cursors.add(cursor)
  }
}

async function pageOfTools(rpc: Rpc, cursor: unknown): Promise<JsonObject> {
  let page: unknown
  try {
    page = await rpc.request('tools/list', cursor === undefined ? {} : { cursor })
  } catch (error) {
    if (error instanceof RpcError && error.code === methodNotFound)
      throw new UsageError('the server has no tools: it does not know `tools/list`.')
    throw error
  }
  if (isObject(page) && Array.isArray(page.tools)) return page
  throw new UsageError('the server answered `tools/list` with something that has no list of `tools`.')
}
