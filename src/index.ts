/**
 * strictcall as a library. Everything here is pure: no disk, no process, no network; it runs in a browser.
 *
 * @example
 * import { lint } from 'strictcall'
 * const { diagnostics, tools } = lint([{ type: 'function', function: { name: 'get_time', parameters: {} } }])
 */

import { lintAll } from './document.ts'
import { lintToolsets } from './lint.ts'
import { type Format, load, sniff } from './loaders/index.ts'
import { type LintOptions, rulesetOf } from './registry.ts'
import { mayHaveDirectives } from './suppress/directives.ts'
import { findTools } from './tools.ts'
import type { Diagnostic, LintResult, ToolReport } from './types.ts'

export * from './calls/index.ts'
export { defineConfig } from './config/define.ts'
export type { Config, Override, Plugin, PluginProfile } from './config/types.ts'
export {
  type Change,
  type ChangeKind,
  type Codec,
  type CodecNode,
  type Conversion,
  type ConvertOptions,
  type ConvertReport,
  convert,
  decode,
  encode,
  originalName,
  reportMarkdown,
  reportText,
  type ToolCodec,
  type ToolConversion,
} from './convert/index.ts'
export { type LintOptions, profiles } from './registry.ts'
export type {
  CallTally,
  Edit,
  FileFixes,
  FileResult,
  Listing,
  Report,
  Reporter as Formatter,
  ReporterOptions as FormatterOptions,
} from './report.ts'
export { defineRule } from './rule.ts'
export { rules } from './rules.ts'
export type { RuleSetting } from './settings.ts'
export { findToolsets } from './tools.ts'
export type {
  Diagnostic,
  DocumentNode,
  DuplicateKey,
  Envelope,
  Evidence,
  EvidenceLevel,
  Fix,
  Interest,
  JsonObject,
  LintResult,
  Location,
  Operation,
  OptionsSchema,
  Pointer,
  Problem,
  Problems,
  Profile,
  Rule,
  RuleMeta,
  SchemaRoot,
  Setting,
  SettingCase,
  Severity,
  Span,
  Subschema,
  Suppression,
  Tool,
  ToolReport,
  Toolset,
  Verdict,
} from './types.ts'
export { UsageError } from './usage-error.ts'
export type { Format }

export interface LintTextOptions extends LintOptions {
  /** How the text is written; guessed from the text when left out. */
  format?: Format
}

/**
 * Lints tools in memory: any value that holds tools in one of the shapes that `findToolsets` knows. A value without tools
 * has no diagnostics and no `tools`.
 *
 * @throws UsageError for a rule or profile that does not exist
 */
export function lint(value: unknown, options: LintOptions = {}): LintResult {
  const document = { value, duplicateKeys: [], mayHoldSurrogates: true }
  return lintToolsets(document, findTools(value), rulesetOf(options), { fixes: options.fixes ?? false })
}

/**
 * Lints tools in a text: JSON, JSON with comments, JSON Lines or YAML. The diagnostics have their `location` in it, and
 * stand in its order.
 *
 * @throws UsageError for a rule or profile that does not exist
 */
export async function lintText(text: string, options: LintTextOptions = {}): Promise<LintResult> {
  const ruleset = rulesetOf(options)
  const found: Diagnostic[] = []
  const tools: ToolReport[][] = []
  const documents = await load(text, options.format ?? sniff(text))
  for (const result of lintAll(documents, ruleset, { fixes: options.fixes ?? false })) {
    for (const diagnostic of result.diagnostics) found.push(diagnostic)
    tools.push(result.tools)
  }
  const [first] = documents
  if (!first || !mayHaveDirectives(first)) return { diagnostics: found, tools: tools.flat() }
  const { heedDirectives } = await import('./suppress/index.ts')
  const { owners: _, ...heeded } = heedDirectives(documents, found, ruleset, tools)
  return { ...heeded, tools: tools.flat() }
}
