import { profiles as ownProfiles, rules as ownRules } from '../registry.ts'
import type { Profile, Rule, Setting } from '../types.ts'
import { isPlain } from './check.ts'
import type { Brought } from './plugins.ts'
import type { PluginProfile } from './types.ts'

const judges = ['document', 'toolset', 'tool', 'root', 'schema'] as const

/**
 * Takes the rules and profiles from what a module exports: by name, or as members of its default export.
 *
 * @throws Error in words, for what is no plug-in
 */
export function readPlugin(name: string, exported: unknown): Brought {
  const plugin = isObject(exported) && !isPlugin(exported) ? exported.default : exported
  if (!isPlugin(plugin)) throw new Error('it exports neither `rules` nor `profiles`.')
  const rules: Brought['rules'] = {}
  const profiles: Brought['profiles'] = {}
  for (const [id, rule] of entries(plugin.rules, 'rules')) rules[`${name}/${id}`] = checkRule(id, rule)
  for (const [id, profile] of entries(plugin.profiles, 'profiles')) {
    profiles[`${name}/${id}`] = completed(`${name}/${id}`, checkProfile(id, profile), name, rules)
  }
  return { rules, profiles }
}

function isPlugin(value: unknown): value is { rules?: unknown; profiles?: unknown } {
  return isObject(value) && (Object.hasOwn(value, 'rules') || Object.hasOwn(value, 'profiles'))
}

function entries(value: unknown, key: string): [string, unknown][] {
  if (value === undefined) return []
  if (!isObject(value)) throw new Error(`its \`${key}\` is no object.`)
  return Object.entries(value)
}

function checkRule(id: string, rule: unknown): Rule {
  if (!isObject(rule) || !isObject(rule.meta) || typeof rule.meta.description !== 'string')
    throw new Error(`its rule "${id}" has no \`meta.description\`.`)
  if (!judges.some(judge => typeof rule[judge] === 'function'))
    throw new Error(`its rule "${id}" has none of the functions ${judges.join(', ')}.`)
  return rule as unknown as Rule
}

function checkProfile(id: string, profile: unknown): PluginProfile {
  if (!isObject(profile) || !isObject(profile.rules)) throw new Error(`its profile "${id}" has no \`rules\`.`)
  if (!isPlain(profile)) throw new Error(`its profile "${id}" is no plain JSON.`)
  for (const [rule, setting] of Object.entries(profile.rules)) {
    const severity = isObject(setting) ? setting.severity : undefined
    if (severity !== 'off' && severity !== 'warning' && severity !== 'error')
      throw new Error(`its profile "${id}" gives "${rule}" no severity: use off, warning or error.`)
  }
  return profile as unknown as PluginProfile
}

/** A whole profile: every rule of ours has a setting, with the options that it cannot do without. */
function completed(name: string, profile: PluginProfile, plugin: string, own: Brought['rules']): Profile {
  const rules: Record<string, Setting> = {}
  for (const id of Object.keys(ownRules)) {
    const { options } = ownProfiles.deepseek!.rules[id]!
    rules[id] = { severity: 'off', evidence: { level: 'unknown' }, ...(options !== undefined && { options }) }
  }
  for (const [id, setting] of Object.entries(profile.rules)) {
    const full = Object.hasOwn(own, `${plugin}/${id}`) ? `${plugin}/${id}` : id
    if (!Object.hasOwn(own, full) && !Object.hasOwn(ownRules, full))
      throw new Error(`its profile "${name}" sets "${id}", and there is no such rule.`)
    rules[full] = { ...rules[full], evidence: { level: 'local' }, ...setting }
  }
  return { title: name, docs: '', checked: '', answers: [], ...profile, name, rules }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
