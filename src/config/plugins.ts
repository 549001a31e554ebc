import { child } from '../pointer.ts'
import type { Profile, Rule } from '../types.ts'
import { UsageError } from '../usage-error.ts'
import { importModule } from './module.ts'
import { resolveFrom, wrong } from './names.ts'
import { readPlugin } from './plugin.ts'
import type { ConfigSource } from './read.ts'

/** What plug-ins bring, by the names that users write: `plugin/rule`, `plugin/profile`. */
export interface Brought {
  rules: Record<string, Rule>
  profiles: Record<string, Profile>
}

/** Reads the plug-ins of a configuration, beside those of the configurations that it extends. */
export async function loadPlugins(source: ConfigSource, parents: readonly Brought[]): Promise<Brought> {
  const all: Brought = { rules: {}, profiles: {} }
  for (const { rules, profiles } of parents) add(all, { rules, profiles })
  for (const [name, plugin] of pluginsIn(source.value)) {
    const pointer = child('/plugins', name)
    if (!/^@?[\w-][\w.-]*$/.test(name)) {
      const message = `${JSON.stringify(name)} cannot name a plug-in: use letters, digits, \`-\` and \`_\`.`
      throw wrong(source, [{ pointer, message, isKey: true }])
    }
    try {
      const isName = typeof plugin === 'string'
      add(all, readPlugin(name, isName ? await importModule(resolveFrom(source, plugin, pointer)) : plugin))
    } catch (error) {
      if (error instanceof UsageError || !(error instanceof Error)) throw error
      throw wrong(source, [{ pointer, message: `The plug-in "${name}" cannot be used: ${error.message}` }])
    }
  }
  return all
}

function pluginsIn(config: unknown): [string, unknown][] {
  if (typeof config !== 'object' || config === null || !Object.hasOwn(config, 'plugins')) return []
  const { plugins } = config as { plugins: unknown }
  return typeof plugins === 'object' && plugins !== null ? Object.entries(plugins) : []
}

function add(all: Brought, { rules, profiles }: Brought): void {
  Object.assign(all.rules, rules)
  Object.assign(all.profiles, profiles)
}
