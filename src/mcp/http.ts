import { UsageError } from '../usage-error.ts'
import { readEvents } from './events.ts'
import type { Connection } from './index.ts'
import { createRpc } from './rpc.ts'

/** A server that is reached over HTTP. */
export interface HttpServer {
  url: string
  headers?: Readonly<Record<string, string>>
}

/** How long a server may take to hear that a session is over. Milliseconds. */
const farewell = 1000

/**
 * Talks with a server over streamable HTTP: each message is posted, and the answer comes in the response, as JSON or as
 * events. A server that takes no posts is asked for the stream of events that came before that in the protocol's history.
 */
export function connectHttp({ url, headers: own }: HttpServer): Connection {
  const abort = new AbortController()
  const headers = new Headers({ ...own, 'content-type': 'application/json' })
  let endpoint = url
  let isOldStyle = false
  const rpc = createRpc(async message => {
    if (isOldStyle) return post(endpoint, message)
    const response = await fetchFrom(url, {
      method: 'POST',
      headers: accepting('application/json, text/event-stream'),
      body: JSON.stringify(message),
      signal: abort.signal,
    })
    const session = response.headers.get('mcp-session-id')
    if (session !== null) headers.set('mcp-session-id', session)
    if (response.ok) return void receiveAll(response).catch(breakOff)
    if (message.method !== 'initialize' || ![400, 404, 405].includes(response.status))
      throw await refusal(response)
    endpoint = await openStream(response)
    isOldStyle = true
    return post(endpoint, message)
  })

  /** A connection may break in the middle of an answer. */
  function breakOff(error: Error): void {
    rpc.fail(error instanceof UsageError ? error : new UsageError(`the connection broke: ${error.message}`))
  }

  function accepting(types: string): Headers {
    const all = new Headers(headers)
    all.set('accept', types)
    return all
  }

  async function post(to: string, message: unknown): Promise<void> {
    const init = { method: 'POST', headers, body: JSON.stringify(message), signal: abort.signal }
    const response = await fetchFrom(to, init)
    if (!response.ok) throw await refusal(response)
    await response.body?.cancel()
  }

  async function receiveAll(response: Response): Promise<void> {
    const type = response.headers.get('content-type') ?? ''
    if (type.startsWith('application/json')) rpc.receive(parse(await response.text()))
    else if (type.startsWith('text/event-stream')) {
      for await (const { event, data } of readEvents(response.body!)) {
        if (event === 'message' && data !== '') rpc.receive(parse(data))
      }
    } else await response.body?.cancel()
  }

  /** Opens the stream on which an old server answers. Gives the address it wants messages at. */
  async function openStream(refused: Response): Promise<string> {
    const response = await fetchFrom(url, { headers: accepting('text/event-stream'), signal: abort.signal })
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
    if (!response.ok || !isStream || !response.body) {
      await response.body?.cancel()
      throw await refusal(refused)
    }
    const events = readEvents(response.body)
    for (;;) {
      const { value, done } = await events.next()
      if (done) throw new UsageError('the server closed its stream of events.')
      if (value.event !== 'endpoint') continue
      void receiveEvents(events).catch(breakOff)
      return sameOrigin(value.data, url)
    }
  }

  async function receiveEvents(events: ReturnType<typeof readEvents>): Promise<void> {
    for await (const { data } of events) rpc.receive(parse(data))
    throw new UsageError('the server closed its stream of events.')
  }

  async function close(): Promise<void> {
    abort.abort()
    if (!headers.has('mcp-session-id')) return
    const init = { method: 'DELETE', headers, signal: AbortSignal.timeout(farewell) }
    await fetch(url, init).then(
      response => response.body?.cancel(),
      () => {},
    )
  }

  return {
    rpc,
    lastWords: () => '',
    close,
    onVersion: version => headers.set('mcp-protocol-version', version),
  }
}

/** Messages go to the server that was named, wherever it would like to have them. */
function sameOrigin(address: string, url: string): string {
  const endpoint = new URL(address, url)
  if (endpoint.origin === new URL(url).origin) return endpoint.href
  throw new UsageError(`the server wants its messages sent to another one, ${endpoint.origin}.`)
}

async function fetchFrom(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    const { cause, message } = error as Error
    const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : message
    throw new UsageError(`the server cannot be reached: ${reason}`)
  }
}

async function refusal(response: Response): Promise<UsageError> {
  const text = (await response.text()).trim().slice(0, 500)
  const status = `the server answered with status ${response.status}${text ? `: ${text}` : '.'}`
  if (response.status !== 401 && response.status !== 403) return new UsageError(status)
  return new UsageError(`${status}\nName the server in an mcp.json with the \`headers\` that it wants.`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(`the server sent something that is no JSON: ${text.slice(0, 100)}`)
  }
}
