import type { Profile } from './types.ts'

/** A recorded answer that a pasted text holds. */
export interface Match {
  /** As recorded, with `‹name›` for the parts that vary. */
  text: string
  rules: readonly string[]
  /** What stood in the parts that vary. */
  parts: Record<string, string>
}

/**
 * Finds the recorded answer in what somebody pasted: the text alone, a line of a log, or the body of the response. Quotes
 * and backticks may have got lost on the way through a shell. Undefined when there is none on record.
 */
export function matchServerText(pasted: string, { answers }: Profile): Match | undefined {
  const text = plain(messageIn(pasted))
  let best: { match: Match; literal: number } | undefined
  for (const { text: template, rules } of answers) {
    const core = template.replace(prefix, '')
    const names: string[] = []
    const pattern = plain(core)
      .split(/‹([^›]*)›/)
      .map((piece, index) => {
        if (index % 2 === 0) return escapeRegExp(piece)
        names.push(piece)
        return '(.*?)'
      })
      .join('')
    // A part at the very end would match nothing at all: it takes the rest.
    const found = new RegExp(pattern.endsWith('(.*?)') ? `${pattern.slice(0, -5)}(.*)` : pattern).exec(text)
    const literal = plain(core).replace(/‹[^›]*›/g, '').length
    if (!found || (best && best.literal >= literal)) continue
    const parts = Object.fromEntries(names.map((name, index) => [name, found[index + 1]!.trim()]))
    best = { match: { text: template, rules, parts }, literal }
  }
  return best?.match
}

/** Both endpoints put their own words in front of the same texts. */
const prefix = /^Invalid (tool parameters schema|json schema) ?: /

/** The message inside an error's JSON, or the text itself. */
function messageIn(pasted: string): string {
  const start = pasted.indexOf('{')
  const end = pasted.lastIndexOf('}')
  if (start === -1 || end < start) return pasted
  try {
    const body: unknown = JSON.parse(pasted.slice(start, end + 1))
    return longestMessage(body) ?? pasted
  } catch {
    return pasted
  }
}

function longestMessage(body: unknown): string | undefined {
  const messages: string[] = []
  const queue: { value: unknown; depth: number }[] = [{ value: body, depth: 0 }]
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (typeof next.value !== 'object' || next.value === null || next.depth > 8) continue
    for (const [key, value] of Object.entries(next.value)) {
      if (key === 'message' && typeof value === 'string') messages.push(value)
      else queue.push({ value, depth: next.depth + 1 })
    }
  }
  return messages.sort((a, b) => b.length - a.length)[0]
}

function plain(text: string): string {
  return text
    .replace(/[`'"\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]]/g, '\\$&')
}
