import { defineRule, quote, type Slowness, slownessOf } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Forbid patterns on which a backtracking engine takes exponential or polynomial time.',
    why: 'Whoever validates arguments runs the pattern on text that a model, and so perhaps an attacker, has written; a few dozen characters can be enough to stop a process.',
    how: 'Let no repetition match what the next one begins with, anchor the pattern with `^`, or bound the text with `maxLength`.',
  },
  on: () => ({
    values: { pattern: pattern => typeof pattern === 'string' && slownessOf(pattern) !== undefined },
  }),

  schema({ schema }) {
    if (typeof schema === 'boolean' || typeof schema.pattern !== 'string') return undefined
    const slowness = slownessOf(schema.pattern)
    if (!slowness || isShort(schema.maxLength, slowness)) return undefined
    return {
      messageId: slowness.growth,
      message: slowness.growth === 'exponential' ? exponential(slowness) : polynomial(slowness),
      at: '/pattern',
    }
  },
})

const affordable = 10_000_000

/** Whether `maxLength` keeps the text so short that no engine takes long. */
function isShort(maxLength: unknown, { growth, degree, pump }: Slowness): boolean {
  if (typeof maxLength !== 'number') return false
  return growth === 'exponential' ? maxLength <= 16 * pump.length : maxLength ** degree <= affordable
}

function exponential(slowness: Slowness): string {
  return `${loopsOf(slowness)} in \`pattern\` can match ${pumpOf(slowness)} in so many ways that ${textOf(slowness)} takes time that doubles with every few characters.`
}

function polynomial(slowness: Slowness): string {
  const { degree, roams } = slowness
  const power = degree === 2 ? 'the square' : degree === 3 ? 'the cube' : `the power of ${degree}`
  const why = roams
    ? `is tried from every place in ${pumpOf(slowness)}`
    : `can share ${pumpOf(slowness)} among themselves in many ways`
  return `${loopsOf(slowness)} in \`pattern\` ${why}, so ${textOf(slowness)} takes time that grows with ${power} of its length${roams ? ': begin with `^`' : ''}.`
}

function loopsOf({ loops, roams }: Slowness): string {
  const shown = loops.map(quote)
  return shown.length === 1 && !roams ? `The rounds of ${shown[0]}` : shown.join(' and ')
}

function pumpOf({ pump }: Slowness): string {
  return `a repeated ${JSON.stringify(pump)}`
}

function textOf({ prefix, pump, suffix }: Slowness): string {
  return `a text like ${JSON.stringify(`${prefix}${pump.repeat(3)}…${suffix}`)}`
}
