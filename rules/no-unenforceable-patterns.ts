import {
  type Dialect,
  defineRule,
  type Problem,
  quote,
  type Unenforceable,
  unenforceableParts,
} from '../src/rule.ts'

export default defineRule<{ dialect: Dialect }>({
  meta: {
    description: 'Forbid patterns that compile but cannot be enforced as they are meant.',
    why: 'A grammar over tokens cannot look around or refer back, and two engines read some classes differently: the model may produce what your own validator then rejects.',
    how: 'Spell out the texts that are allowed, or say the rest in the `description` and check it when the call comes.',
    fixable: 'safe',
    options: { dialect: { type: 'string', enum: ['rust', 'ecmascript'] } },
  },
  on: ({ dialect }) => ({
    values: {
      pattern: pattern => typeof pattern === 'string' && unenforceableParts(pattern, dialect) !== undefined,
    },
  }),

  *schema({ schema }, { dialect }) {
    if (typeof schema === 'boolean' || typeof schema.pattern !== 'string') return
    const found = unenforceableParts(schema.pattern, dialect)
    if (!found) return
    for (const { kind, index, text } of found.looks) {
      yield {
        messageId: kind,
        message: `${quote(text)} at index ${index} of \`pattern\` ${does[kind]}, which constrained decoding cannot enforce: spell the allowed texts out, or say it in the \`description\`.`,
        at: '/pattern',
      }
    }
    yield* otherMeaning(found)
  },
})

const does = { 'look-around': 'looks around', backreference: 'refers back to a group' }

function* otherMeaning({ differences, instead }: Unenforceable): Generator<Problem> {
  const [first] = differences
  if (!first?.meaning) return
  const { start, text, meaning } = first
  const advice =
    instead === undefined ? (meaning.advice ?? 'write it in another way') : `write ${quote(instead)}`
  yield {
    messageId: 'other-meaning',
    message: `${quote(text)} at index ${start} of \`pattern\` ${meaning.rust} in Rust, but ${meaning.ecmaScript} in ECMAScript: ${advice}.`,
    at: '/pattern',
    ...(instead !== undefined && {
      fix: () => ({ safe: true, patch: [{ op: 'replace', path: '/pattern', value: instead }] }),
    }),
  }
}
