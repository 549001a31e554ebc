import { createRuleset, type Ruleset } from '../lint.ts'
import { child } from '../pointer.ts'
import { profiles as ownProfiles, rules as ownRules, profileNamed, rulesetOf } from '../registry.ts'
import { activeRules, checkOverride, mergeOptions, type RuleSetting, severityOf } from '../settings.ts'
import type { Profile, Setting } from '../types.ts'
import type { Layer, LoadedConfig } from './resolve.ts'
import { createSilence, type Silence, silencesWith } from './silence.ts'
import type { Flags } from './types.ts'

/** What the layers of one file come to. */
export interface Settled {
  profile: { value: Profile; from: string }
  baseUrl?: { url: string; from: string }
  /** All rules that are known, those that are off too. */
  rules: ReadonlyMap<string, Chosen>
  /** Where rules are off though they are on for the file. */
  silences: ReadonlyMap<string, readonly Silence[]>
}

/** The setting of a rule, and where each part of it comes from. */
export interface Chosen {
  severity: Setting['severity']
  severityFrom: string
  options?: unknown
  optionsFrom?: string
  /** Whether anything but the profile had a say. */
  isOverridden: boolean
}

/** Puts one layer on the other: the profile, the layers in their order, the command line. */
export function settle(layers: readonly Layer[], config: LoadedConfig, flags: Flags): Settled {
  const profile = profileOf(layers, config, flags)
  const rules = rulesOfProfile(profile, config)
  const silences = new Map<string, Silence[]>()
  for (const { from, rules: settings = {}, tools, pointers } of layers) {
    const silence = tools || pointers ? createSilence(from, tools, pointers) : undefined
    for (const [id, setting] of Object.entries(settings)) {
      if (silence) silences.set(id, [...(silences.get(id) ?? []), silence])
      else override(id, setting, child(`${from}/rules`, id))
    }
  }
  for (const [id, setting] of Object.entries(flags.rules ?? {})) {
    checkOverride(id, setting, { ...ownRules, ...config.rules })
    override(id, setting, '--rule')
  }

  function override(id: string, setting: RuleSetting, from: string): void {
    silences.delete(id)
    rules.set(id, overridden(rules.get(id)!, setting, from))
  }

  const url = layers.findLast(({ baseUrl }) => baseUrl !== undefined)
  const baseUrl = url && { url: url.baseUrl!, from: `${url.from}/baseUrl` }
  return { profile, rules, silences, ...(baseUrl && { baseUrl }) }
}

function profileOf(layers: readonly Layer[], config: LoadedConfig, flags: Flags): Settled['profile'] {
  const layer = layers.findLast(({ profile }) => profile !== undefined)
  const [name, from] =
    flags.profile !== undefined
      ? [flags.profile, '--profile']
      : layer
        ? [layer.profile!, `${layer.from}/profile`]
        : ['deepseek', 'default']
  return { value: profileNamed(name, { ...ownProfiles, ...config.profiles }), from }
}

function rulesOfProfile({ value: profile }: Settled['profile'], config: LoadedConfig): Map<string, Chosen> {
  const from = `profile ${profile.name}`
  const rules = new Map<string, Chosen>()
  for (const id of [...Object.keys(ownRules), ...Object.keys(config.rules)]) {
    const setting = Object.hasOwn(profile.rules, id) ? profile.rules[id]! : undefined
    rules.set(id, {
      severity: setting?.severity ?? 'error',
      severityFrom: setting ? from : 'default',
      ...(setting?.options !== undefined && { options: setting.options, optionsFrom: from }),
      isOverridden: false,
    })
  }
  return rules
}

function overridden(base: Chosen, setting: RuleSetting, from: string): Chosen {
  const severity = severityOf(setting)
  const chosen: Chosen = { ...base, severity, severityFrom: from, isOverridden: true }
  if (!Array.isArray(setting) || setting.length < 2) return chosen
  return { ...chosen, options: mergeOptions(base.options, setting[1]), optionsFrom: from }
}

/** The rules that are on, without what is silenced. */
export function rulesetFor({ profile, baseUrl, rules, silences }: Settled, config: LoadedConfig): Ruleset {
  const overrides: Record<string, RuleSetting> = {}
  for (const [id, { severity, options, optionsFrom, isOverridden }] of rules) {
    if (isOverridden) overrides[id] = optionsFrom === undefined ? severity : [severity, options]
  }
  const isPlain = !baseUrl && silences.size === 0 && Object.keys(overrides).length === 0
  if (isPlain && config.sources.length === 0) return rulesetOf({ profile: profile.value })
  const active = activeRules(profile.value, { ...ownRules, ...config.rules }, overrides)
  return createRuleset(active, {
    known: rules.keys(),
    baseUrl: baseUrl?.url,
    silences: silencesWith(silences),
  })
}

const hashes = new WeakMap<Settled, string>()

/** A digest of all that the results depend on, the texts and this program apart; of foreign rules, their own code. */
export function hashOf(settled: Settled, config: LoadedConfig): string {
  let hash = hashes.get(settled)
  if (hash === undefined) {
    // Few runs need it, and it takes long to load.
    const { createHash } = process.getBuiltinModule('node:crypto')
    hash = createHash('sha256')
      .update(JSON.stringify(contentOf(settled, config)))
      .digest('hex')
    hashes.set(settled, hash)
  }
  return hash
}

function contentOf({ profile, baseUrl, rules, silences }: Settled, config: LoadedConfig): unknown[] {
  const overrides = [...rules]
    .filter(([, { isOverridden }]) => isOverridden)
    .map(([id, { severity, options }]) => [id, severity, options])
  const silenced = [...silences].map(([id, list]) => [
    id,
    list.map(({ tools, pointers }) => [tools, pointers]),
  ])
  const isForeign = Object.hasOwn(config.profiles, profile.value.name)
  const settings = isForeign ? profile.value.rules : profile.value.name
  const code = Object.entries(config.rules).map(([id, rule]) => [id, Object.values(rule).map(String)])
  return [settings, overrides, silenced, baseUrl?.url, code]
}
