import { defineRule, isObject, nearest, type Problem, show, type Toolset } from '../src/rule.ts'

interface Options {
  /** Whether the model thinks when the request does not say so: then it can be forced to no tool. */
  thinkingByDefault: boolean
}

export default defineRule<Options>({
  meta: {
    description:
      'Require a `tool_choice` that the API knows, that names a tool of the list, and that thinking allows.',
    why: 'A forced tool is refused while the model thinks, and thinking is on unless the request turns it off.',
    how: 'Use "auto", or add `"thinking": {"type": "disabled"}` to force a tool.',
    options: { thinkingByDefault: { type: 'boolean' } },
  },

  toolset(toolset, { thinkingByDefault }): Problem | undefined {
    const { request, requestPointer } = toolset
    if (!request || !Object.hasOwn(request, 'tool_choice')) return undefined
    const choice = request.tool_choice
    if (choice === null) return undefined
    const problem = judgeShape(choice, toolset) ?? judgeThinking(choice, request, thinkingByDefault)
    return problem && { ...problem, at: `${requestPointer}/tool_choice` }
  },
})

const words = ['none', 'auto', 'required']

function judgeShape(choice: unknown, { tools }: Toolset): Problem | undefined {
  if (typeof choice === 'string') {
    if (words.includes(choice)) return undefined
    const meant = nearest(choice, words)
    return {
      messageId: 'unknown',
      message: `\`tool_choice\` ${show(choice)} is not known${meant ? `: did you mean "${meant}"?` : ': use "none", "auto", "required" or a named function.'}`,
    }
  }
  const name = nameOf(choice, tools[0]?.envelope)
  if (typeof name !== 'string') {
    return {
      messageId: 'unknown',
      message:
        '`tool_choice` must be "none", "auto", "required" or `{"type": "function", "function": {"name": …}}`.',
    }
  }
  if (tools.some(tool => tool.name === name)) return undefined
  const meant = nearest(
    name,
    tools.flatMap(tool => tool.name ?? []),
  )
  return {
    messageId: 'no-tool',
    message: `\`tool_choice\` names ${show(name)}, which is not in \`tools\`${meant ? `: did you mean "${meant}"?` : '.'}`,
  }
}

/** The function that a choice names. The Responses API has the name beside the type. */
function nameOf(choice: unknown, envelope: string | undefined): unknown {
  if (!isObject(choice) || choice.type !== 'function') return undefined
  if (envelope === 'responses') return choice.name
  return isObject(choice.function) ? choice.function.name : undefined
}

function judgeThinking(
  choice: unknown,
  request: Record<string, unknown>,
  byDefault: boolean,
): Problem | undefined {
  if (choice === 'none' || choice === 'auto') return undefined
  const { thinking } = request
  const mode = isObject(thinking) ? thinking.type : undefined
  if (mode === 'disabled' || (mode === undefined && !byDefault)) return undefined
  return {
    messageId: 'thinking',
    message: `\`tool_choice\` forces a tool while thinking is on${mode === undefined ? ' (it is by default)' : ''}: add \`"thinking": {"type": "disabled"}\`, or use "auto".`,
  }
}
