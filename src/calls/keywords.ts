import { _, type CodeKeywordDefinition } from 'ajv'
import { firstRepeat, isMultiple } from './exact.ts'

/** The keywords that ajv judges by other rules than JSON Schema's, or in quadratic time. */
export const exactKeywords: CodeKeywordDefinition[] = [
  {
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    error: { message: '', params: ({ schemaCode }) => _`{multipleOf: ${schemaCode}}` },
    code(cxt) {
      const judge = cxt.gen.scopeValue('func', { ref: isMultiple })
      cxt.fail(_`!${judge}(${cxt.data}, ${cxt.schemaCode})`)
    },
  },
  {
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: { message: '', params: ({ params }) => _`{i: ${params.repeat}}` },
    code(cxt) {
      if (!cxt.schema) return
      const judge = cxt.gen.scopeValue('func', { ref: firstRepeat })
      const repeat = cxt.gen.const('repeat', _`${judge}(${cxt.data})`)
      cxt.setParams({ repeat })
      cxt.fail(_`${repeat} !== -1`)
    },
  },
]
