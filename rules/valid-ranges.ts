import { defineRule, type JsonObject, type Problem, show } from '../src/rule.ts'

const lowest = ['minimum', 'exclusiveMinimum'] as const
const highest = ['maximum', 'exclusiveMaximum'] as const
const bounds = [...lowest, ...highest, 'multipleOf'] as const

export default defineRule({
  meta: {
    description: 'Require that numeric bounds are numbers and leave a value between them.',
    why: 'Draft 4 wrote `exclusiveMinimum: true`, which no later draft takes; and bounds that cross leave nothing to generate.',
    how: 'Write the bound itself (`"exclusiveMinimum": 0`), and the lower one below the upper one.',
    fixable: 'safe',
  },
  on: () => ({ values: Object.fromEntries(bounds.map(keyword => [keyword, isUnsound])) }),

  schema({ schema }) {
    return typeof schema === 'boolean' ? undefined : judge(schema)
  },
})

function isUnsound(_: unknown, schema: JsonObject): boolean {
  return judge(schema) !== undefined
}

function judge(schema: JsonObject): Problem | Problem[] | undefined {
  let problems: Problem[] | undefined
  for (const keyword of bounds) {
    const problem = schema[keyword] === undefined ? undefined : judgeBound(keyword, schema)
    if (problem) problems = [...(problems ?? []), problem]
  }
  return problems ?? judgeOrder(schema)
}

function judgeBound(keyword: string, schema: Record<string, unknown>): Problem | undefined {
  const value = schema[keyword]
  const at = `/${keyword}`
  if (typeof value === 'boolean' && keyword.startsWith('exclusive')) return draft4(keyword, value, schema)
  if (typeof value !== 'number') {
    return { messageId: 'no-number', message: `\`${keyword}\` must be a number, not ${show(value)}.`, at }
  }
  if (keyword === 'multipleOf' && value <= 0) {
    return { messageId: 'not-positive', message: `\`multipleOf\` must be greater than 0, not ${value}.`, at }
  }
  return undefined
}

function draft4(keyword: string, value: boolean, schema: Record<string, unknown>): Problem {
  const plain = keyword === 'exclusiveMinimum' ? 'minimum' : 'maximum'
  const bound = schema[plain]
  const at = `/${keyword}`
  const known = typeof bound === 'number'
  return {
    messageId: 'draft-4',
    message: `\`${keyword}: ${value}\` is the form of draft 4: ${value && known ? `write \`"${keyword}": ${bound}\` instead of \`${plain}\`` : 'leave it out'}.`,
    at,
    ...((known || !value) && {
      fix: () => ({
        safe: true,
        patch: value
          ? [
              { op: 'replace', path: at, value: bound },
              { op: 'remove', path: `/${plain}` },
            ]
          : [{ op: 'remove', path: at }],
      }),
    }),
  }
}

function judgeOrder(schema: Record<string, unknown>): Problem | undefined {
  const low = tightest(schema, lowest, (a, b) => a > b)
  const high = tightest(schema, highest, (a, b) => a < b)
  if (!low || !high) return undefined
  const at = `/${low.keyword}`
  const open = low.keyword !== 'minimum' || high.keyword !== 'maximum'
  if (low.value > high.value || (open && low.value === high.value)) {
    return {
      messageId: 'crossed',
      message: `No number lies between \`${low.keyword}\` ${low.value} and \`${high.keyword}\` ${high.value}.`,
      at,
    }
  }
  if (schema.type !== 'integer') return undefined
  const first = low.keyword === 'minimum' ? Math.ceil(low.value) : Math.floor(low.value) + 1
  const last = high.keyword === 'maximum' ? Math.floor(high.value) : Math.ceil(high.value) - 1
  if (first <= last) return undefined
  return {
    messageId: 'no-integer',
    message: `No integer lies between \`${low.keyword}\` ${low.value} and \`${high.keyword}\` ${high.value}.`,
    at,
  }
}

interface Bound {
  keyword: string
  value: number
}

/** The bound that holds: the tighter one, and of equal ones the exclusive. */
function tightest(
  schema: Record<string, unknown>,
  keywords: readonly string[],
  isTighter: (a: number, b: number) => boolean,
): Bound | undefined {
  let found: Bound | undefined
  for (const keyword of keywords) {
    const value = schema[keyword]
    if (typeof value !== 'number') continue
    if (!found || isTighter(value, found.value) || value === found.value) found = { keyword, value }
  }
  return found
}
