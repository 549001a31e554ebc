/**
 * strictcall as a library. Everything here is pure: no disk, no process, no network; it runs in a browser.
 *
 * @example
 * import { lint } from 'strictcall'
 * const { diagnostics, tools } = lint([{ type: 'function', function: { name: 'get_time', parameters: {} } }])
 */

import * as ownRules from '../rules/index.ts'
import * as ownProfiles from '../rules/profiles/index.ts'
import { lintLoaded } from './document.ts'
import { createRuleset, lintToolsets, type Ruleset } from './lint.ts'
import { type Format, load, sniff } from './loaders/index.ts'
import { nearest } from './nearest.ts'
import { activeRules, type RuleSetting } from './settings.ts'
import { findTools } from './tools.ts'
import type { LintResult, Profile, Rule } from './types.ts'
import { UsageError } from './usage-error.ts'

export { defineRule } from './rule.ts'
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
  JsonObject,
  LintResult,
  Location,
  Operation,
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
  Tool,
  ToolReport,
  Toolset,
  Verdict,
} from './types.ts'
export { UsageError } from './usage-error.ts'
export type { Format }

/** Our rules, by id. */
export const rules: Readonly<Record<string, Rule>> = ownRules
/** What is known of providers, by name. */
export const profiles: Readonly<Record<string, Profile>> = ownProfiles

export interface LintOptions {
  /** Whose rules hold: a name from `profiles`, or a profile of your own. `deepseek` when left out. */
  profile?: string | Profile
  /** Overrides the profile: `{ 'valid-refs': 'warning', 'valid-tool-count': ['error', { max: 16 }] }`. */
  rules?: Readonly<Record<string, RuleSetting>>
  /** Rules of your own, by id. They are on as errors unless `rules` says otherwise. */
  customRules?: Readonly<Record<string, Rule>>
  /** Whether diagnostics carry their fixes. */
  fixes?: boolean
}

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
  const result: LintResult = { diagnostics: [], tools: [] }
  for (const document of await load(text, options.format ?? sniff(text))) {
    const { diagnostics, tools } = lintLoaded(document, ruleset, { fixes: options.fixes ?? false })
    result.diagnostics.push(...diagnostics)
    result.tools.push(...tools)
  }
  return result
}

const plain = new WeakMap<Profile, Ruleset>()

/** The rules that options ask for, sorted out; kept for a profile that nothing overrides. */
export function rulesetOf({
  profile = 'deepseek',
  rules: overrides,
  customRules,
}: LintOptions = {}): Ruleset {
  const chosen = typeof profile === 'string' ? profileNamed(profile) : profile
  const isPlain = !overrides && !customRules
  const known = isPlain ? plain.get(chosen) : undefined
  if (known) return known
  const ruleset = createRuleset(
    activeRules(chosen, customRules ? { ...rules, ...customRules } : rules, overrides),
  )
  if (isPlain) plain.set(chosen, ruleset)
  return ruleset
}

/** @throws UsageError when there is none */
export function profileNamed(name: string): Profile {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (profile) return profile
  const names = Object.keys(profiles)
  const meant = nearest(name, names)
  throw new UsageError(
    `There is no profile "${name}"${meant ? `: did you mean "${meant}"?` : `: there is ${names.join(', ')}.`}`,
  )
}
