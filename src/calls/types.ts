import type { Codec } from '../convert/types.ts'
import type { Pointer } from '../pointer.ts'
import type { Diagnostic } from '../types.ts'
import type { Infer } from './infer.ts'
import type { StandardSchema } from './standard.ts'
import type { TextEdit } from './text-edit.ts'

/** What is wrong with one call, or with an answer. `pointer` leads into the arguments, `span` into their text. */
export interface CallDiagnostic extends Diagnostic {
  ruleId: CallRuleId
  /** The keyword that is broken. */
  keyword?: string | undefined
  /** Where it stands in the tool's schema. */
  schemaPointer?: Pointer | undefined
  /** The property that is missing, or that should not be there. */
  property?: string | undefined
  /** What belongs there, in words. */
  expected?: string | undefined
  /** What stands there, as JSON, shortened. */
  actual?: string | undefined
  /** The right name or value that is nearest. */
  suggestion?: string | undefined
  /** For a text that is no JSON: what to write in it instead. Safe: the content stays what it was. */
  textFix?: { safe: boolean; edits: TextEdit[] } | undefined
}

export type CallRuleId =
  | 'call/duplicate-keys'
  | 'call/invalid-arguments'
  | 'call/invalid-json'
  | 'call/leaked-markup'
  | 'call/missing-arguments'
  | 'call/stringified-json'
  | 'call/stringified-null'
  | 'call/unknown-tool'
  | 'call/unusable-schema'
  | 'call/wrapped-arguments'

/** What is common to all results. */
interface Judged {
  /** The id that the model gave the call, for the tool message that answers it. */
  id: string | undefined
  /** Where the call stands in the answer that was read; `''` when the call alone was. */
  pointer: Pointer
  /** Where its arguments stand there. */
  argumentsPointer: Pointer
}

/** A call that can be made. */
export interface ValidCall<Name extends string = string, Arguments = unknown> extends Judged {
  ok: true
  tool: Name
  arguments: Arguments
  /** What was repaired, and what is legal but looks wrong. */
  diagnostics: readonly CallDiagnostic[]
  /** Whether the arguments are not quite what the model sent. */
  repaired: boolean
}

/** A call that must not be made. */
export interface InvalidCall extends Judged {
  ok: false
  /** The name the model called; undefined when it gave none. */
  tool: string | undefined
  diagnostics: readonly CallDiagnostic[]
  /** What to send back to the model as the tool message. */
  feedback: string
}

export type CallResult<Name extends string = string, Arguments = unknown> =
  | ValidCall<Name, Arguments>
  | InvalidCall

/** What is known of a whole answer. */
export interface ResponseResult<Call = CallResult> {
  /** Whether every call can be made, and nothing looks like a call that failed to become one. */
  ok: boolean
  calls: Call[]
  /** What is wrong with the answer besides its calls. `pointer` leads into the answer. */
  diagnostics: CallDiagnostic[]
}

export interface CallOptions {
  /**
   * Repair what can be repaired without changing the content, and validate again: unwrap wrapped arguments, parse
   * stringified JSON, drop brackets too many, and the like. `unsafe` also repairs by guesses, such as closing a text
   * that was cut off. Off by default. What was repaired is in the result's diagnostics.
   */
  repair?: boolean | 'unsafe'
  /**
   * The codec of converted tools. The model was given those; its calls are decoded, and held against the tools as they
   * were, so that `arguments` is what those expect.
   */
  codec?: Codec
  /** How many characters of feedback the model gets for one call, at most. 2000 by default. */
  feedbackLimit?: number
}

/** A call as it was found in some value. */
export interface FoundCall {
  /** Undefined when there is no name, or it is no string. */
  name: string | undefined
  id: string | undefined
  /** JSON text, or the object itself. Undefined when there are none. */
  arguments: unknown
  pointer: Pointer
  argumentsPointer: Pointer
  /** Whether the arguments may be left out. */
  optionalArguments?: boolean
  /** The answer ended because it had become too long. */
  cutOff?: boolean
}

/* ------------------------------------------------------------------ types of tools */

/** The tools of a list, a request or an MCP answer, as a union. */
type ToolIn<Tools> = Tools extends readonly (infer One)[]
  ? One
  : Tools extends { readonly tools: readonly (infer One)[] }
    ? One
    : Tools extends { readonly functions: readonly (infer One)[] }
      ? One
      : Tools

type Definition<One> = One extends { readonly function: infer Inner } ? Inner : One

type NameOf<One> = Definition<One> extends { readonly name: infer Name extends string } ? Name : string

type ArgumentsOf<One> =
  Definition<One> extends
    | { readonly parameters: infer Schema }
    | { readonly input_schema: infer Schema }
    | { readonly inputSchema: infer Schema }
    ? Infer<Schema>
    : Definition<One> extends { readonly name: string }
      ? { [key: string]: unknown }
      : unknown

/** The results of calls of these tools: one for each name, with the arguments that its schema describes. */
export type CallsOf<Tools> =
  | InvalidCall
  | ([ToolIn<Tools>] extends [never] ? ValidCall : ValidCallOf<ToolIn<Tools>>)

type ValidCallOf<One> = One extends unknown ? ValidCall<NameOf<One>, ArgumentsOf<One>> : never

/** Each tool by its name, as a Standard Schema of its arguments. */
export type ToolSchemas<Tools> = {
  readonly [One in ToolIn<Tools> as NameOf<One>]: StandardSchema<ArgumentsOf<One>>
}
