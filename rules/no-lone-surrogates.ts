import { child, defineRule, type Pointer, type Problem } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require that strings hold whole characters.',
    why: 'Half of a UTF-16 pair (`\\ud800`) is no character, and the server cannot read a request that holds one.',
    how: 'Write both halves of the pair, or the character itself; look for text that was cut in the middle of an emoji.',
  },

  document({ value, mayHoldSurrogates }) {
    return mayHoldSurrogates && mayBeBroken(value) ? find(value) : undefined
  },
})

/** Whether there may be anything to find: nearly never, so this takes no note of places. */
function mayBeBroken(document: unknown): boolean {
  left = biggest
  return typeof document === 'string' ? !document.isWellFormed() : holdsHalf(document, 0)
}

function holdsHalf(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth > deepest || --left < 0) return true
  if (Array.isArray(value)) {
    for (const item of value)
      if (typeof item === 'string' ? !item.isWellFormed() : holdsHalf(item, depth + 1)) return true
    return false
  }
  for (const key in value) {
    if (!key.isWellFormed()) return true
    const member = (value as Record<string, unknown>)[key]
    if (typeof member === 'string' ? !member.isWellFormed() : holdsHalf(member, depth + 1)) return true
  }
  return false
}

/** How many more objects and arrays are looked at. */
let left = 0

/** What is deeper or bigger, or turns back to itself, is looked through with care. */
const deepest = 200
const biggest = 1_000_000

function* find(document: unknown): Generator<Problem> {
  const seen = new Set<object>()
  const stack: { value: unknown; pointer: Pointer }[] = [{ value: document, pointer: '' }]
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { value, pointer } = top
    if (typeof value === 'string') {
      if (!value.isWellFormed()) yield { message: `The string ${half} ${quote(value)}.`, at: pointer }
    } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value)
      for (const [key, member] of Object.entries(value).reverse()) {
        const at = child(pointer, key)
        if (!key.isWellFormed()) yield { message: `The key ${half} ${quote(key)}.`, at }
        stack.push({ value: member, pointer: at })
      }
    }
  }
}

const half = 'holds half of a UTF-16 pair,'

/** The first lone half, as an escape. */
function quote(text: string): string {
  const code = text.match(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/)?.[0] ?? ''
  return `\`\\u${code.charCodeAt(0).toString(16)}\``
}
