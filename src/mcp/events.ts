/** One of the server-sent events of a response. */
export interface ServerEvent {
  /** `message` when it says nothing else. */
  event: string
  data: string
}

/** Reads the server-sent events of a response as they come. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder()
  let pending: string[] = []
  let fields: { event?: string; data: string[] } = { data: [] }
  for await (const bytes of body) {
    const lines = decoder.decode(bytes, { stream: true }).split('\n')
    const last = lines.pop()!
    for (const end of lines) {
      const line = (pending.join('') + end).replace(/\r$/, '')
      pending = []
      if (line.startsWith('data:')) fields.data.push(line.slice(line[5] === ' ' ? 6 : 5))
      else if (line.startsWith('event:')) fields.event = line.slice(6).trim()
      else if (line === '' && fields.data.length > 0) {
        yield { event: fields.event ?? 'message', data: fields.data.join('\n') }
        fields = { data: [] }
      }
    }
    pending.push(last)
  }
}
