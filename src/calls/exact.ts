/**
 * Whether a number is a whole multiple of another, as numbers are written: 0.3 is a multiple of 0.1, though the nearest
 * binary fractions are none of each other.
 */
export function isMultiple(value: number, of: number): boolean {
  if (of === 0 || !Number.isFinite(value) || !Number.isFinite(of)) return false
  if (Number.isSafeInteger(value) && Number.isSafeInteger(of)) return value % of === 0
  const [a, aScale] = decimal(value)
  const [b, bScale] = decimal(of)
  const scale = Math.max(aScale, bScale)
  return (a * 10n ** BigInt(scale - aScale)) % (b * 10n ** BigInt(scale - bScale)) === 0n
}

/** A number as a whole number over a power of ten. */
function decimal(value: number): [digits: bigint, scale: number] {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const scale = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return scale < 0 ? [digits * 10n ** BigInt(-scale), 0] : [digits, scale]
}

/** The index of the first item that equals one before it, or -1. */
export function firstRepeat(items: readonly unknown[]): number {
  const scalars = new Set<unknown>()
  const texts = new Set<unknown>()
  for (let i = 0; i < items.length; i++) {
    const isScalar = typeof items[i] !== 'object' || items[i] === null
    const seen = isScalar ? scalars : texts
    const key = isScalar ? items[i] : canonical(items[i])
    if (seen.has(key)) return i
    seen.add(key)
  }
  return -1
}

/** The same text for equal values, whatever the order of their keys. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined'
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const object = value as Record<string, unknown>
  const members = Object.keys(object)
    .sort()
    .map(key => `${JSON.stringify(key)}:${canonical(object[key])}`)
  return `{${members.join()}}`
}
