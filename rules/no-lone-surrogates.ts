import { child, defineRule, type Pointer, type Problem } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require that strings hold whole characters.',
    why: 'Half of a UTF-16 pair (`\\ud800`) is no character, and the server cannot read a request that holds one.',
    how: 'Write both halves of the pair, or the character itself; look for text that was cut in the middle of an emoji.',
  },

  document({ value, mayHoldSurrogates }) {
    return mayHoldSurrogates && isBroken(value) ? find(value) : undefined
  },
})

/** So many objects and arrays are looked at before it matters whether one was there before. */
const many = 10_000

/** Whether there is anything to find: nearly never, so this takes no note of places. */
function isBroken(document: unknown): boolean {
  let seen: Set<object> | undefined
  let left = many
  const stack: unknown[] = [document]
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value === 'string' && !value.isWellFormed()) return true
    if (typeof value !== 'object' || value === null || seen?.has(value)) continue
    if (--left < 0) {
      seen ??= new Set()
      seen.add(value)
    }
    for (const key in value) {
      if (!key.isWellFormed()) return true
      const member = (value as Record<string, unknown>)[key]
      if (typeof member === 'string') {
        if (!member.isWellFormed()) return true
      } else if (typeof member === 'object' && member !== null) stack.push(member)
    }
  }
  return false
}

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
