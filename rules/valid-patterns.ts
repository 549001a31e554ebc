import { type Dialect, defineRule, quote, refusalOf } from '../src/rule.ts'

export default defineRule<{ dialect: Dialect }>({
  meta: {
    description: 'Require that `pattern` compiles, in ECMAScript and in the engine that checks it.',
    why: 'JSON Schema means the syntax of ECMAScript, but a server compiles the pattern with the engine it has, and one that does not compile refuses the whole request.',
    how: 'Keep to what the engines have in common; escape `[` and `-` inside a class, and `{` outside of one.',
    fixable: 'safe',
    options: { dialect: { type: 'string', enum: ['rust', 'ecmascript'] } },
  },
  on: ({ dialect }) => ({
    values: { pattern: pattern => typeof pattern === 'string' && refusalOf(pattern, dialect) !== undefined },
  }),

  schema({ schema }, { dialect }) {
    if (typeof schema === 'boolean' || typeof schema.pattern !== 'string') return undefined
    const { pattern } = schema
    const refusal = refusalOf(pattern, dialect)
    if (!refusal) return undefined
    const { by, fault, instead } = refusal
    const what = fault.text === '' ? 'the end' : quote(fault.text)
    return {
      messageId: by === 'rust' ? 'not-rust' : 'not-ecmascript',
      message: `\`pattern\` does not compile in ${by === 'rust' ? 'Rust' : 'ECMAScript'}: at index ${fault.index}, ${what} ${fault.reason}; ${fault.wayOut}.`,
      at: '/pattern',
      data: { pattern: JSON.stringify(pattern).slice(1, -1) },
      fix: () => {
        const value = instead()
        return value === undefined
          ? undefined
          : { safe: true, patch: [{ op: 'replace', path: '/pattern', value }] }
      },
    }
  },
})
