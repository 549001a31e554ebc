/** Takes the text of an event stream in pieces, and hands on each event's JSON value. */
export interface EventReader {
  push(text: string): void
  /** The text is at its end. */
  end(): void
}

/**
 * Reads server-sent events (`data: {…}`, `[DONE]`, comments, any line ends) and also plain lines of JSON. What is no
 * JSON, such as an event that was cut off, is passed over.
 */
export function createEventReader(onValue: (value: unknown) => void): EventReader {
  let pending: string[] = []
  let data: string[] = []
  let endedInReturn = false

  function dispatch(): void {
    const text = data.join('\n')
    data = []
    if (!/^\s*[{[]/.test(text) || text === '[DONE]') return
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      return
    }
    onValue(value)
  }
  function line(raw: string): void {
    const text = raw.startsWith('\ufeff') ? raw.slice(1) : raw
    if (text === '') dispatch()
    else if (text.startsWith('data:')) data.push(text.slice(text[5] === ' ' ? 6 : 5))
    else if (/^\s*[{[]/.test(text)) {
      dispatch()
      data.push(text)
      dispatch()
    }
  }
  return {
    push(text) {
      if (text === '') return
      const lines = (endedInReturn && text[0] === '\n' ? text.slice(1) : text).split(/\r\n|\n|\r/)
      endedInReturn = text.endsWith('\r')
      const last = lines.pop()!
      for (const end of lines) {
        line(pending.join('') + end)
        pending = []
      }
      pending.push(last)
    },
    end() {
      line(pending.join(''))
      pending = []
      dispatch()
    },
  }
}
