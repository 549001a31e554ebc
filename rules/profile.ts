import type { Profile, Setting } from '../src/types.ts'
import type * as rules from './index.ts'

type RuleId = keyof typeof rules

/** What a rule of ours takes as options. */
type OptionsOf<Id extends RuleId> = (typeof rules)[Id] extends import('../src/types.ts').Rule<infer O>
  ? O
  : never

type Settings = {
  [Id in RuleId]: Setting & (OptionsOf<Id> extends undefined ? object : { options: OptionsOf<Id> })
}

/** Gives a profile its types: every rule has its setting, and the options that it needs. */
export function defineProfile(profile: Profile & { rules: Settings }): Profile {
  return profile
}
