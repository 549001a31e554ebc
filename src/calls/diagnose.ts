import { child } from '../pointer.ts'
import type { Operation } from '../types.ts'
import { isObject } from '../walk.ts'
import type { Compiled } from './compiled.ts'
import { explain } from './explain.ts'
import type { SchemaError } from './explainer.ts'
import { mayRepeatKeys, measure } from './measure.ts'
import { nullStrings } from './null-strings.ts'
import { patched } from './patch.ts'
import { read, type TextProblem } from './reader.ts'
import { type JudgedTool, passes } from './tool.ts'
import type { CallDiagnostic, CallRuleId, FoundCall } from './types.ts'
import { spell } from './words.ts'
import { unwrap } from './wrapper.ts'

/** More than this nobody reads. */
const most = 50

/** Says what is wrong with a text that is no JSON. */
export function diagnoseText(
  problems: readonly TextProblem[],
  { name, cutOff }: Pick<FoundCall, 'name' | 'cutOff'>,
): CallDiagnostic[] {
  return problems.slice(0, most).map(({ kind, message, span, pointer, repair }) => ({
    ...bare('call/invalid-json', kind === 'truncated' && cutOff ? tooLong(message) : message, name),
    messageId: kind,
    pointer,
    span,
    textFix: repair,
  }))
}

function tooLong(message: string): string {
  return `${message.slice(0, -1)}: the answer ran into its length limit.`
}

/** Says what is wrong with the arguments of a call, and what is legal but looks wrong. `text` is what they were read from. */
export function diagnoseValue(
  tool: JudgedTool,
  compiled: Compiled,
  value: unknown,
  text: string | undefined,
): CallDiagnostic[] {
  if (value === undefined || value === null) return diagnoseMissing(tool, compiled, value)
  const repeated =
    text === undefined || !mayRepeatKeys(text, measure(value)) ? [] : diagnoseRepeats(text, tool)
  const wrapped = isObject(value) ? unwrap(value, tool, inner => passes(compiled, inner)) : undefined
  if (wrapped) return [...repeated, ...diagnoseWrapped(wrapped, tool, compiled)]
  const said = errorsOf(compiled, value)
    .slice(0, most)
    .flatMap(error => explain(error, tool.name))
  if (said.length === 0) said.push(...diagnoseNullStrings(tool, compiled, value))
  return [...repeated, ...oncePerCause(said).slice(0, most)]
}

/** Of a misspelt property its name is said, not that the right one is missing; of a wrong type, not that its value is wrong. */
function oncePerCause(diagnostics: readonly CallDiagnostic[]): CallDiagnostic[] {
  const renamed = new Set<string>()
  const mistyped = new Set<string>()
  for (const { keyword, pointer, fix } of diagnostics) {
    const [operation] = fix?.patch ?? []
    if (keyword?.endsWith('Properties') && operation?.op === 'move') renamed.add(operation.path)
    if (keyword === 'type') mistyped.add(pointer)
  }
  return diagnostics.filter(({ keyword, pointer, property }) => {
    if (keyword === 'required') return !renamed.has(child(pointer, property!))
    return (keyword !== 'enum' && keyword !== 'const') || !mistyped.has(pointer)
  })
}

function errorsOf(compiled: Compiled, value: unknown): SchemaError[] {
  if (passes(compiled, value)) return []
  const whole = { pointer: '', schemaPointer: '', params: {}, parentSchema: {}, data: value }
  if (!isObject(value)) {
    return [{ ...whole, keyword: 'type', schemaPointer: '/type', schema: 'object' }]
  }
  try {
    return compiled.errors(value)
  } catch {
    return [{ ...whole, keyword: 'depth', schema: undefined }]
  }
}

/** Neither an empty object nor anything else was sent. An empty text that could stand for `{}` is no problem. */
function diagnoseMissing(tool: JudgedTool, compiled: Compiled, value: null | undefined): CallDiagnostic[] {
  const what = value === null ? 'The arguments are `null`' : 'The call has no arguments'
  const lacking = diagnoseEmpty(tool, compiled, what)
  if (lacking) return [lacking]
  const patch: Operation[] = [{ op: 'replace', path: '', value: {} }]
  const missing = bare('call/missing-arguments', `${what}.`, tool.name)
  return [{ ...missing, expected: '`{}`', suggestion: '{}', fix: { safe: true, patch } }]
}

/** What is wrong with a call whose arguments are `{}`; undefined when they can be. */
export function diagnoseEmpty(
  tool: JudgedTool,
  compiled: Compiled,
  what: string,
): CallDiagnostic | undefined {
  const errors = errorsOf(compiled, {})
  if (errors.length === 0) return undefined
  const names = errors.flatMap(({ params }) =>
    params.missingProperty ? [`\`${params.missingProperty}\``] : [],
  )
  const needs = names.length > 0 ? `, and the tool requires ${names.slice(0, 20).join(', ')}.` : '.'
  return {
    ...bare('call/missing-arguments', what + needs, tool.name),
    expected: 'the arguments as a JSON object',
  }
}

function diagnoseWrapped(
  { key, inner }: { key: string; inner: object },
  tool: JudgedTool,
  compiled: Compiled,
): CallDiagnostic[] {
  const pointer = child('', key)
  const wrapper: CallDiagnostic = {
    ...bare('call/wrapped-arguments', `The arguments stand in a wrapper, \`${key}\`.`, tool.name),
    pointer,
    fix: { safe: true, patch: [{ op: 'replace', path: '', value: inner }] },
  }
  // The fixes of what is inside are for the arguments without the wrapper.
  const inside = diagnoseValue(tool, compiled, inner, undefined)
  return [wrapper, ...inside.map(({ fix, ...said }) => ({ ...said, pointer: pointer + said.pointer }))]
}

function diagnoseRepeats(text: string, tool: JudgedTool): CallDiagnostic[] {
  return read(text)
    .duplicates.slice(0, most)
    .map(({ key, pointer, span }) => ({
      ...bare(
        'call/duplicate-keys',
        `The key \`${spell(key).slice(1, -1)}\` stands twice in one object.`,
        tool.name,
      ),
      pointer,
      span,
    }))
}

/** Legal strings `"null"`, where `null` would be legal too. */
function diagnoseNullStrings(tool: JudgedTool, compiled: Compiled, value: unknown): CallDiagnostic[] {
  if (!compiled.allowsNull) return []
  return nullStrings(value).flatMap(pointer => {
    const patch: Operation[] = [{ op: 'replace', path: pointer, value: null }]
    if (!passes(compiled, patched(value, patch))) return []
    const said = bare(
      'call/stringified-null',
      'The string `"null"` stands where `null` could be meant.',
      tool.name,
    )
    return [
      { ...said, severity: 'warning' as const, pointer, suggestion: 'null', fix: { safe: false, patch } },
    ]
  })
}

function bare(ruleId: CallRuleId, message: string, tool: string | undefined): CallDiagnostic {
  return { ruleId, severity: 'error', message, pointer: '', tool }
}

/** Adds where in the argument text each diagnostic is about. */
export function withSpans(text: string, diagnostics: readonly CallDiagnostic[]): CallDiagnostic[] {
  const wanted = diagnostics.filter(({ span }) => !span).map(({ pointer }) => pointer)
  const { places } = read(text, wanted)
  return diagnostics.map(diagnostic => {
    const place = places.get(diagnostic.pointer)
    if (!place || diagnostic.span) return diagnostic
    const isAboutKey =
      diagnostic.keyword === 'additionalProperties' || diagnostic.keyword === 'unevaluatedProperties'
    return { ...diagnostic, span: (isAboutKey && place.key) || place.value }
  })
}
