import * as ownRules from '../rules/index.ts'
import * as ownProfiles from '../rules/profiles/index.ts'
import { createRuleset, type Ruleset } from './lint.ts'
import { nearest } from './nearest.ts'
import { activeRules, type RuleSetting } from './settings.ts'
import type { Profile, Rule, RuleMeta } from './types.ts'
import { UsageError } from './usage-error.ts'

/** Our rules, by id. */
export const rules: Readonly<Record<string, Rule>> = ownRules
/** What rules say of themselves, by id. */
export function metasOf(among: Readonly<Record<string, Rule>>): Record<string, RuleMeta> {
  return Object.fromEntries(Object.entries(among).map(([id, { meta }]) => [id, meta]))
}

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
  const all = customRules ? { ...rules, ...customRules } : rules
  const ruleset = createRuleset(activeRules(chosen, all, overrides), { known: Object.keys(all) })
  if (isPlain) plain.set(chosen, ruleset)
  return ruleset
}

/** @throws UsageError when there is none */
export function profileNamed(name: string, among: Readonly<Record<string, Profile>> = profiles): Profile {
  const profile = Object.hasOwn(among, name) ? among[name] : undefined
  if (profile) return profile
  const names = Object.keys(among)
  const meant = nearest(name, names)
  throw new UsageError(
    `There is no profile "${name}"${meant ? `: did you mean "${meant}"?` : `: there is ${names.join(', ')}.`}`,
  )
}
