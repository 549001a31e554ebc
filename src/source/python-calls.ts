/** Classes that are dicts under another name, or become the JSON of the same members. */
const DICTS = new Set([
  'dict',
  'OrderedDict',
  'ChatCompletionFunctionToolParam',
  'ChatCompletionToolParam',
  'ChatCompletionToolParamFunctionChunk',
  'FunctionDefinition',
  'FunctionParameters',
  'FunctionToolParam',
  'Tool',
  'ToolParam',
])

/** The calls that send their arguments: `client.chat.completions.create(model=…, tools=…)`. */
const SENDING = /(^|\.)((completions|responses|messages)\.(create|parse|stream)|(litellm\.)?a?completion)$/

/** Whether the call of this makes a dict of its arguments. */
export function isDictCall(callee: string): boolean {
  return DICTS.has(callee.slice(callee.lastIndexOf('.') + 1)) || SENDING.test(callee)
}

/** Whether the call of this reads JSON. */
export function isJsonCall(callee: string): boolean {
  return /^(or|u|raw|simple)?json\.loads$/.test(callee)
}
