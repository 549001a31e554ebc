import { defineRule, type Problem } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Forbid `functions` and `function_call` in a request.',
    why: 'The API has no such members any more: the model never sees the functions.',
    how: 'Write `"tools": [{"type": "function", "function": {…}}]` and `tool_choice`.',
  },

  *toolset({ kind, request, requestPointer }): Generator<Problem> {
    if (!request || kind !== 'functions') return
    yield {
      message:
        '`functions` is not in the API any more: list the functions in `tools`, each as `{"type": "function", "function": {…}}`.',
      at: `${requestPointer}/functions`,
    }
    if (Object.hasOwn(request, 'function_call')) {
      yield {
        message: '`function_call` is not in the API any more: use `tool_choice`.',
        at: `${requestPointer}/function_call`,
      }
    }
  },
})
