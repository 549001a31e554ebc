const longestValue = 60
const longestList = 400

/** A value as JSON, in one short line. Depth costs nothing: what is deep is not written out. */
export function spell(value: unknown, limit = longestValue): string {
  const text = write(value, 2, limit)
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text
}

function write(value: unknown, depth: number, limit: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, limit)).toWellFormed()
  if (typeof value !== 'object' || value === null) return String(value)
  const open = Array.isArray(value) ? '[' : '{'
  const close = Array.isArray(value) ? ']' : '}'
  const parts: string[] = []
  let length = 0
  for (const key in value) {
    if (length > limit || depth === 0) {
      parts.push('…')
      break
    }
    const member = write((value as Record<string, unknown>)[key], depth - 1, limit)
    const part = Array.isArray(value) ? member : `${JSON.stringify(key.slice(0, limit))}:${member}`
    parts.push(part)
    length += part.length
  }
  return open + parts.join(',') + close
}

/** Values as a list for a sentence, each in backticks: `"a"`, `"b"`, and how many more. */
export function listed(values: readonly unknown[], write: (value: unknown) => string = spell): string {
  const words: string[] = []
  let length = 0
  for (const value of values) {
    const word = `\`${write(value)}\``
    length += word.length
    if (length > longestList) return `${words.join(', ')} and ${values.length - words.length} more`
    words.push(word)
  }
  return words.join(', ')
}

/** Joins words: `a`, `a or b`, `a, b or c`. */
export function or(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** The type of a JSON value in words. */
export function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeWord(typeof value)
}

/** A type with its article. */
export function typeWord(type: string): string {
  if (type === 'null') return 'null'
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}
