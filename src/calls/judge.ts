import { nearest } from '../nearest.ts'
import type { Compiled } from './compiled.ts'
import { diagnoseEmpty, diagnoseText, diagnoseValue, withSpans } from './diagnose.ts'
import { feedback } from './feedback.ts'
import { hotCalls } from './hot.ts'
import { mayRepeatKeys, measure } from './measure.ts'
import { nullStrings } from './null-strings.ts'
import { patched } from './patch.ts'
import { read } from './reader.ts'
import type { Unusable } from './schema.ts'
import { edit } from './text-edit.ts'
import { type JudgedTool, passes } from './tool.ts'
import type { CallDiagnostic, CallOptions, CallResult, FoundCall, InvalidCall, ValidCall } from './types.ts'
import { listed } from './words.ts'
import { mayHideWrapper } from './wrapper.ts'

/** A call, and what it takes to judge it. */
interface Case {
  call: FoundCall
  tool: JudgedTool
  compiled: Compiled
  options: CallOptions
}

/** What was done to the arguments before they became a value. */
interface Before {
  diagnostics: readonly CallDiagnostic[]
  repaired: boolean
}

const untouched: Before = { diagnostics: Object.freeze([]) as readonly CallDiagnostic[], repaired: false }
const mostPasses = 5

/** Judges one call. `tools` are those that the model could choose from. Never throws. */
export function judge(
  call: FoundCall,
  tools: ReadonlyMap<string, JudgedTool>,
  options: CallOptions,
): CallResult {
  return judgePlain(call, tools) ?? judgeClosely(call, tools, options)
}

/** The way of nearly all calls, which has to be fast: undefined as soon as something is not plainly right. */
function judgePlain(call: FoundCall, tools: ReadonlyMap<string, JudgedTool>): ValidCall | undefined {
  const tool = tools.get(call.name as string)
  const compiled = tool?.ready ?? tool?.compiled()
  if (tool === undefined || compiled === undefined || 'reason' in compiled) return undefined
  if (++tool.calls === hotCalls) compiled.heat?.()
  const text = call.arguments
  let value = text
  if (typeof text === 'string') {
    try {
      value = JSON.parse(text)
    } catch {
      return undefined
    }
  }
  if (!passes(compiled, value) || (tool.takesAnything && mayHideWrapper(tool, value as object)))
    return undefined
  const isCertain =
    typeof text === 'string' ? isUnambiguous(text, value, compiled) : holdsNoNullString(value, compiled)
  return isCertain ? valid(call, value, untouched) : undefined
}

/** Without a comma there are no two members. */
function isUnambiguous(text: string, value: unknown, { allowsNull }: Compiled): boolean {
  if (!allowsNull && !text.includes(',')) return true
  const look = measure(value)
  return !mayRepeatKeys(text, look) && !(allowsNull && look.holdsNullString)
}

function holdsNoNullString(value: unknown, { allowsNull }: Compiled): boolean {
  return !allowsNull || nullStrings(value).length === 0
}

function judgeClosely(
  call: FoundCall,
  tools: ReadonlyMap<string, JudgedTool>,
  options: CallOptions,
): CallResult {
  const tool = tools.get(call.name as string)
  if (!tool) return invalid(call, [unknownTool(call, tools)], options)
  const compiled = tool.compiled()
  if ('reason' in compiled) return invalid(call, [unusableSchema(tool, compiled)], options)
  const subject = { call, tool, compiled, options }
  const text = call.arguments
  if (typeof text !== 'string') return judgeValue(subject, undefined, text, untouched)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return judgeBroken(subject, text)
  }
  return judgeValue(subject, text, value, untouched)
}

function judgeValue(subject: Case, text: string | undefined, value: unknown, before: Before): CallResult {
  const { call, compiled, tool, options } = subject
  if (value === undefined && call.optionalArguments) return judgeValue(subject, undefined, {}, before)
  const found = diagnoseValue(tool, compiled, value, text)
  const mended = found.some(isError) ? repair(subject, value, found) : undefined
  const located = text === undefined || before.repaired ? found : withSpans(text, found)
  const diagnostics = [...before.diagnostics, ...located]
  if (mended) return valid(call, mended.value, { diagnostics, repaired: true })
  return found.some(isError)
    ? invalid(call, diagnostics, options)
    : valid(call, value, { ...before, diagnostics })
}

/** A text that is no JSON. */
function judgeBroken(subject: Case, text: string): CallResult {
  const { call, compiled, tool, options } = subject
  if (text.trim() === '') {
    const missing = diagnoseEmpty(tool, compiled, 'The argument text is empty')
    return missing ? invalid(call, [missing], options) : valid(call, {}, untouched)
  }
  const { problems } = read(text)
  const diagnostics = diagnoseText(problems, call)
  const mayRepair = diagnostics.every(({ textFix }) => textFix && isAllowed(textFix, options))
  if (!mayRepair) return invalid(call, diagnostics, options)
  const mended = edit(
    text,
    problems.flatMap(({ repair }) => repair?.edits ?? []),
  )
  let value: unknown
  try {
    value = JSON.parse(mended)
  } catch {
    return invalid(call, diagnostics, options)
  }
  return judgeValue(subject, mended, value, { diagnostics, repaired: true })
}

/** Applies the fixes that the options allow, until the value is valid or nothing is left to try. */
function repair(
  subject: Case,
  value: unknown,
  found: readonly CallDiagnostic[],
): { value: unknown } | undefined {
  const { compiled, tool, options } = subject
  let current = value
  let diagnostics = found
  for (let pass = 0; pass < mostPasses; pass++) {
    const fixes = diagnostics.filter(({ fix }) => fix && isAllowed(fix, options))
    if (fixes.length === 0) return undefined
    // What is inside a wrapper is repaired when it is out.
    const chosen = fixes.filter(({ ruleId }) => ruleId === 'call/wrapped-arguments')
    const patch = (chosen.length > 0 ? chosen : fixes).flatMap(({ fix }) => fix!.patch)
    current = patched(current, patch)
    diagnostics = diagnoseValue(tool, compiled, current, undefined)
    if (!diagnostics.some(isError)) return found.some(isUnfixable) ? undefined : { value: current }
  }
  return undefined
}

/** What no change of the value repairs: the text has been read one way of two. */
function isUnfixable({ ruleId }: CallDiagnostic): boolean {
  return ruleId === 'call/duplicate-keys'
}

function isAllowed({ safe }: { safe: boolean }, { repair }: CallOptions): boolean {
  return safe ? Boolean(repair) : repair === 'unsafe'
}

function isError({ severity }: CallDiagnostic): boolean {
  return severity === 'error'
}

function valid(call: FoundCall, value: unknown, { diagnostics, repaired }: Before): ValidCall {
  return {
    ok: true,
    tool: call.name!,
    id: call.id,
    arguments: value,
    pointer: call.pointer,
    argumentsPointer: call.argumentsPointer,
    diagnostics,
    repaired,
  }
}

export function invalid(
  call: FoundCall,
  diagnostics: readonly CallDiagnostic[],
  { feedbackLimit = 2000 }: CallOptions,
): InvalidCall {
  return {
    ok: false,
    tool: call.name,
    id: call.id,
    pointer: call.pointer,
    argumentsPointer: call.argumentsPointer,
    diagnostics,
    feedback: feedback(call.name, diagnostics, feedbackLimit),
  }
}

function unknownTool({ name }: FoundCall, tools: ReadonlyMap<string, JudgedTool>): CallDiagnostic {
  const names = [...tools.keys()]
  const suggestion = name === undefined ? undefined : nearest(name, names)
  const hint = suggestion === undefined ? '.' : `; did you mean \`${suggestion}\`?`
  const short = name !== undefined && name.length > 100 ? `${name.slice(0, 99)}…` : name
  return {
    ruleId: 'call/unknown-tool',
    severity: 'error',
    message: name === undefined ? 'The call names no tool.' : `There is no tool \`${short}\`${hint}`,
    pointer: '',
    tool: name,
    expected:
      names.length === 0 ? 'no tool call: there are no tools' : `a call of one of ${listed(names, String)}`,
    suggestion,
  }
}

export function unusableSchema({ name }: JudgedTool, { reason, pointer }: Unusable): CallDiagnostic {
  const place = pointer === '' ? '' : ` at \`${pointer.length > 100 ? `${pointer.slice(0, 99)}…` : pointer}\``
  return {
    ruleId: 'call/unusable-schema',
    severity: 'error',
    message: `The schema of \`${name}\` cannot be used${place}: ${reason}.`,
    pointer: '',
    tool: name,
    schemaPointer: pointer,
  }
}
