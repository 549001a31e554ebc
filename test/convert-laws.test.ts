import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Checked, checkLaws } from './convert-laws.ts'
import { toolSchemas } from './convert-schemas.ts'

/** One seed makes one value on each side. */
const seeds = Array.from({ length: 12 }, (_, i) => i * 7919 + 1)

describe('the laws of docs/convert.md hold for schemas that nobody wrote', () => {
  test.each([
    ['closed', 'close'],
    ['with open objects carried', 'encode'],
  ] as const)('%s', { timeout: 120_000 }, (_, open) => {
    const seen = { converted: 0, originals: 0, stricts: 0, weakened: 0 }
    const property = fc.property(toolSchemas, schema => {
      const checked = checkLaws(schema, seeds, { open })
      if (checked) count(seen, checked)
    })
    fc.assert(property, { numRuns: 250, seed: open === 'close' ? 1 : 2 })
    // A generator that makes nothing of use proves nothing.
    expect(seen.converted).toBeGreaterThan(200)
    expect(seen.originals).toBeGreaterThan(1500)
    expect(seen.stricts).toBeGreaterThan(2000)
    expect(seen.weakened).toBeLessThan(seen.stricts / 2)
  })
})

function count(seen: Record<string, number>, { outcome, ...counts }: Checked): void {
  if (outcome !== 'non-strict only') seen.converted!++
  for (const [key, value] of Object.entries(counts)) seen[key]! += value
}
