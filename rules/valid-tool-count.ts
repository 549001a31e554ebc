import { defineRule } from '../src/rule.ts'

interface Options {
  max: number
}

export default defineRule<Options>({
  meta: {
    description: 'Require that a list has no more tools than the provider takes.',
    why: 'The whole request is refused when it has too many.',
    how: 'Send only the tools that the conversation needs.',
    options: { max: { type: 'integer', minimum: 0 } },
  },

  toolset({ tools, pointer }, { max }) {
    if (tools.length <= max) return undefined
    return { message: `The list has ${tools.length} tools: ${max} are allowed in one request.`, at: pointer }
  },
})
