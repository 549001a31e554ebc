import type { Pointer } from '../pointer.ts'
import type { CallDiagnostic } from './types.ts'
import { spell } from './words.ts'

/** How models write a call when nothing turns it into one: DeepSeek, Hermes and Qwen, Mistral, Llama, Kimi, Anthropic, gpt-oss. */
const markup =
  /<｜+DSML｜+[^>]{0,40}>?|<｜tool▁calls?▁begin｜>|<\|tool_calls?(?:_section)?(?:_begin)?\|>|<\/?tool_calls?>|<function=[\w.-]+>|<function_calls>|<invoke name=|<\|python_tag\|>|\[TOOL_CALLS\]|to=functions\.\w+/u

/** Finds a call in the text of a message that has none. */
export function leakedMarkup(
  text: string,
  pointer: Pointer,
  tools: Iterable<string>,
): CallDiagnostic | undefined {
  const match = markup.exec(text)
  if (!match) return undefined
  const after = text.slice(match.index, match.index + 2000)
  const tool = [...tools].find(name => after.includes(name))
  const shown = spell(match[0]).slice(1, -1)
  return {
    ruleId: 'call/leaked-markup',
    severity: 'error',
    message: `The content holds the markup of a tool call, \`${shown}\`, instead of a call.`,
    pointer,
    tool,
    span: { start: match.index, end: match.index + match[0].length },
    expected: 'a tool call, and not its text',
  }
}
