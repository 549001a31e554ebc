import { defineRule, show } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require `strict: true` inside `function` on every tool of a chat request.',
    why: 'Without it nothing holds the model to the schema; outside `function` the flag is silently nothing.',
    how: 'Set `"strict": true` beside the name of the function.',
    fixable: 'safe',
  },

  tool({ envelope, value, definition }) {
    if (envelope !== 'chat' || definition.strict === true) return undefined
    if (Object.hasOwn(definition, 'strict')) {
      return {
        messageId: 'false',
        message: `\`strict\` is ${show(definition.strict)}: the model is not held to the schema.`,
        at: '/function/strict',
        fix: () => ({ safe: false, patch: [{ op: 'replace', path: '/function/strict', value: true }] }),
      }
    }
    if (Object.hasOwn(value, 'strict')) {
      return {
        messageId: 'misplaced',
        message: '`strict` outside `function` does nothing: move it into `function`.',
        at: '/strict',
        fix: () => ({ safe: true, patch: [{ op: 'move', from: '/strict', path: '/function/strict' }] }),
      }
    }
    return {
      messageId: 'missing',
      message: 'The function does not say `strict: true`.',
      at: '/function',
      fix: () => ({ safe: false, patch: [{ op: 'add', path: '/function/strict', value: true }] }),
    }
  },
})
