import { tokens } from '../pointer.ts'
import type { JsonObject } from '../types.ts'
import { diagnoseValue } from './diagnose.ts'
import { unusableSchema } from './judge.ts'
import { type JudgedTool, passes } from './tool.ts'

/** A validator of the Standard Schema kind, version 1, which also tells its JSON Schema. */
export interface StandardSchema<Value = unknown> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: 'strictcall'
    readonly validate: (value: unknown) => StandardResult<Value>
    readonly types?: { readonly input: Value; readonly output: Value } | undefined
    /** The schema as it was written, whatever the target. */
    readonly jsonSchema: { readonly input: () => JsonObject; readonly output: () => JsonObject }
  }
}

export type StandardResult<Value> =
  | { readonly value: Value; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

export interface StandardIssue {
  readonly message: string
  readonly path: readonly PropertyKey[]
}

/** A tool's arguments as a Standard Schema. */
export function standardSchema(tool: JudgedTool): StandardSchema {
  const jsonSchema = () => (tool.schema ?? { type: 'object' }) as JsonObject
  return {
    '~standard': {
      version: 1,
      vendor: 'strictcall',
      validate: value => validate(tool, value),
      jsonSchema: { input: jsonSchema, output: jsonSchema },
    },
  }
}

function validate(tool: JudgedTool, value: unknown): StandardResult<unknown> {
  const compiled = tool.compiled()
  if ('reason' in compiled) return { issues: [{ message: unusableSchema(tool, compiled).message, path: [] }] }
  if (passes(compiled, value)) return { value }
  const issues = diagnoseValue(tool, compiled, value, undefined).map(({ message, pointer }) => ({
    message,
    path: tokens(pointer) ?? [],
  }))
  return { issues }
}
