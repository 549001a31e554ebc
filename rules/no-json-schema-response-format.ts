import { defineRule, isObject } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Forbid `response_format` with a JSON Schema in a chat request.',
    why: 'The chat endpoint has no such format and refuses the request.',
    how: 'Use `{"type": "json_object"}`, or make the answer a tool of its own.',
  },

  toolset({ request, requestPointer }) {
    if (!request || !isObject(request.response_format)) return undefined
    if (request.response_format.type !== 'json_schema') return undefined
    return {
      message:
        '`response_format` "json_schema" is not available here: use "json_object", or a tool for the answer.',
      at: `${requestPointer}/response_format`,
    }
  },
})
