import type { ActiveRule } from './lint.ts'
import { nearest } from './nearest.ts'
import type { Profile, Rule, Setting, Severity } from './types.ts'
import { UsageError } from './usage-error.ts'

/** How a user sets a rule: a severity, or a severity with options. */
export type RuleSetting = Severity | 'off' | readonly [Severity | 'off', unknown?]

/** The page of a rule, unless its meta names another. */
const pages = 'https://github.com/strictcall/strictcall/blob/main/docs/rules'

export function pageOf(id: string): string {
  return `${pages}/${id}.md`
}

/**
 * The rules that are on: what the profile says, overridden by what the user says. A rule of the user's own that nobody
 * has set is on as an error.
 *
 * @throws UsageError for a rule or a severity that does not exist
 */
export function activeRules(
  profile: Profile,
  rules: Readonly<Record<string, Rule>>,
  overrides: Readonly<Record<string, RuleSetting>> = {},
): ActiveRule[] {
  for (const [id, setting] of Object.entries(overrides)) checkOverride(id, setting, rules)
  const active: ActiveRule[] = []
  for (const [id, rule] of Object.entries(rules)) {
    const base: Setting = Object.hasOwn(profile.rules, id)
      ? profile.rules[id]!
      : { severity: 'error', evidence: { level: 'local' } }
    const override = Object.hasOwn(overrides, id) ? overrides[id] : undefined
    const severity = override === undefined ? base.severity : severityOf(override)
    if (severity === 'off') continue
    const options =
      Array.isArray(override) && override.length > 1 ? mergeOptions(base.options, override[1]) : base.options
    active.push({
      id,
      rule,
      setting: { ...base, severity, options, ...(override && { cases: withoutSeverities(base.cases) }) },
      // We have no page of the rules of plug-ins.
      url: rule.meta.url ?? (id.includes('/') ? undefined : pageOf(id)),
    })
  }
  return active
}

export function severityOf(setting: RuleSetting): Severity | 'off' {
  return typeof setting === 'object' ? setting[0] : setting
}

/** What the user says holds for all cases of a rule. */
function withoutSeverities(cases: Setting['cases']): NonNullable<Setting['cases']> {
  return Object.fromEntries(Object.entries(cases ?? {}).map(([id, { severity: _, ...rest }]) => [id, rest]))
}

/** Options replace single ones of those below them. */
export function mergeOptions(base: unknown, own: unknown): unknown {
  return typeof base === 'object' && typeof own === 'object' ? { ...base, ...own } : own
}

/** @throws UsageError for a rule or a severity that does not exist */
export function checkOverride(id: string, setting: RuleSetting, rules: Readonly<Record<string, Rule>>): void {
  if (!Object.hasOwn(rules, id)) {
    const meant = nearest(id, Object.keys(rules))
    throw new UsageError(
      `There is no rule "${id}"${meant ? `: did you mean "${meant}"?` : '. `strictcall rules` lists them.'}`,
    )
  }
  const severity: unknown = severityOf(setting)
  if (severity !== 'off' && severity !== 'warning' && severity !== 'error') {
    throw new UsageError(`Rule "${id}" is set to "${String(severity)}": use off, warning or error.`)
  }
}
