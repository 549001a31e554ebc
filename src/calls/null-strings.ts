import { child, type Pointer } from '../pointer.ts'

const mostFound = 10
const mostLooked = 100_000

interface Step {
  value: unknown
  key: string | number
  parent: Step | undefined
}

/** Where the string `"null"` stands in a value: the first few places. */
export function nullStrings(value: unknown): Pointer[] {
  const found: Pointer[] = []
  const stack: Step[] = [{ value, key: '', parent: undefined }]
  for (let looked = 0; looked < mostLooked && found.length < mostFound; looked++) {
    const step = stack.pop()
    if (!step) break
    if (step.value === 'null') found.push(pointerOf(step))
    else if (typeof step.value === 'object' && step.value !== null) {
      for (const [key, member] of Object.entries(step.value)) {
        if (member === 'null' || typeof member === 'object') stack.push({ value: member, key, parent: step })
      }
    }
  }
  return found
}

function pointerOf(step: Step): Pointer {
  const keys: (string | number)[] = []
  for (let at: Step | undefined = step; at?.parent; at = at.parent) keys.push(at.key)
  return keys.reduceRight<Pointer>(child, '')
}
