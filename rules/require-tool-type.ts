import { defineRule, show } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require `"type": "function"` on every tool of a chat request.',
    why: 'The server cannot read the request body without it.',
    how: 'Add `"type": "function"` beside `function`.',
    fixable: 'safe',
  },

  tool({ envelope, value }) {
    if (envelope !== 'chat' || value.type === 'function') return undefined
    const fix = (op: 'add' | 'replace') => () => ({
      safe: true,
      patch: [{ op, path: '/type', value: 'function' }],
    })
    if (!Object.hasOwn(value, 'type')) {
      return { messageId: 'missing', message: 'The tool does not say `"type": "function"`.', fix: fix('add') }
    }
    return {
      messageId: 'other',
      message: `The \`type\` of a tool with a \`function\` is "function", not ${show(value.type)}.`,
      at: '/type',
      fix: fix('replace'),
    }
  },
})
