import { nameIn } from '../file-names.ts'
import type { RuleSetting } from '../settings.ts'
import type { Profile, Rule } from '../types.ts'
import { explain } from './explain.ts'
import { hashOf, rulesetFor, type Settled, settle } from './settle.ts'
import { silencesWith } from './silence.ts'
import type { FileConfig, Flags } from './types.ts'

/** What configuration files say, read, checked and put in order. */
export interface LoadedConfig {
  folder: string
  /** The files, the nearest first, as absolute paths; none when nothing was found. */
  sources: readonly string[]
  /** Later ones win. */
  layers: readonly Layer[]
  /** The rules and profiles of plug-ins. */
  rules: Readonly<Record<string, Rule>>
  profiles: Readonly<Record<string, Profile>>
  /** Paths are relative to the folder, with `/`. */
  isIgnored(file: string): boolean
  isListed(file: string): boolean
  imports: readonly string[]
  mcp: readonly string[]
}

/** Settings that hold together for some files. */
export interface Layer {
  /** Where they are written, as a prefix of pointers: `strictcall.config.json#/overrides/0`. */
  from: string
  matches(file: string): boolean
  tools?: readonly string[] | undefined
  pointers?: readonly string[] | undefined
  profile?: string | undefined
  baseUrl?: string | undefined
  rules?: Readonly<Record<string, RuleSetting>> | undefined
}

/** What holds for a file, by its absolute path. */
export type Resolver = (file: string) => FileConfig

export function withoutConfig(folder: string): LoadedConfig {
  return {
    folder,
    sources: [],
    layers: [],
    rules: {},
    profiles: {},
    isIgnored: () => false,
    isListed: () => true,
    imports: [],
    mcp: [],
  }
}

type Common = Omit<FileConfig, 'isIgnored' | 'isListed' | 'hash' | 'explain'> & { settled: Settled }

/** Gives what the layers of each file come to; files with the same layers share it. */
export function createResolver(config: LoadedConfig, flags: Flags): Resolver {
  const known = new Map<string, Common>()
  return absolute => {
    const file = nameIn(config.folder, absolute)
    const matching = [...config.layers.keys()].filter(index => config.layers[index]!.matches(file))
    const key = matching.join()
    let common = known.get(key)
    if (!common) {
      common = resolve(
        matching.map(index => config.layers[index]!),
        config,
        flags,
      )
      known.set(key, common)
    }
    const { settled, ...rest } = common
    const scope = { isIgnored: config.isIgnored(file), isListed: config.isListed(file) }
    return {
      ...rest,
      ...scope,
      get hash() {
        return hashOf(settled, config)
      },
      explain: () => explain(settled, config, scope),
    }
  }
}

function resolve(layers: readonly Layer[], config: LoadedConfig, flags: Flags): Common {
  const settled = settle(layers, config, flags)
  return {
    settled,
    ruleset: rulesetFor(settled, config),
    silences: silencesWith(settled.silences) ?? (() => false),
    baseUrl: settled.baseUrl?.url,
    profile: settled.profile.value,
    pluginRules: config.rules,
    imports: config.imports,
    mcp: config.mcp,
    folder: config.folder,
    sources: config.sources,
    isCacheable: Object.keys(config.rules).length === 0,
  }
}
