import { defineRule, describeOperation, list, nearest, show, typesOf } from '../src/rule.ts'

interface Options {
  formats: readonly string[]
}

export default defineRule<Options>({
  meta: {
    description: 'Forbid values of `format` that the provider does not know.',
    why: 'The server knows a closed list of formats and refuses the whole request for any other.',
    how: 'Drop the format, name it in the `description`, or say the same with a `pattern`.',
    fixable: 'unsafe',
    options: { formats: { type: 'array', items: { type: 'string' } } },
  },
  on: ({ formats }) => ({
    values: { format: format => typeof format === 'string' && !formats.includes(format) },
  }),

  schema({ schema }, { formats }) {
    if (typeof schema === 'boolean' || typeof schema.format !== 'string') return undefined
    const { format } = schema
    const types = typesOf(schema)
    if (formats.includes(format) || (types && !types.includes('string'))) return undefined
    const meant = nearest(format, formats)
    return {
      message: `Format ${show(format)} is not supported${meant ? `: did you mean "${meant}"?` : `: ${list(formats)} are.`}`,
      at: '/format',
      data: { format },
      fix: () => ({
        safe: false,
        patch: meant
          ? [{ op: 'replace', path: '/format', value: meant }]
          : [{ op: 'remove', path: '/format' }, describeOperation(schema, `Format: ${format}.`)],
      }),
    }
  },
})
