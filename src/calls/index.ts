/**
 * Judging tool calls: this entry loads ajv, which linting does not need.
 *
 * @example
 * import { createCallValidator } from 'strictcall'
 * const validator = createCallValidator(tools)
 * for (const call of message.tool_calls) {
 *   const result = validator.validate(call)
 *   const content = result.ok ? await run(result.tool, result.arguments) : result.feedback
 *   messages.push({ role: 'tool', tool_call_id: call.id, content })
 * }
 */

export type { Infer } from './infer.ts'
export type { StandardIssue, StandardResult, StandardSchema } from './standard.ts'
export type { CallStream } from './stream.ts'
export type {
  CallDiagnostic,
  CallOptions,
  CallResult,
  CallRuleId,
  CallsOf,
  InvalidCall,
  ResponseResult,
  ToolSchemas,
  ValidCall,
} from './types.ts'
export { type CallValidator, createCallValidator } from './validator.ts'
