import path from 'node:path'
import { displayName } from '../file-names.ts'
import { profiles as ownProfiles, rules as ownRules } from '../registry.ts'
import { UsageError } from '../usage-error.ts'
import { check } from './check.ts'
import { createMatcher } from './match.ts'
import { isPath, resolveFrom, wrong } from './names.ts'
import { type Brought, loadPlugins } from './plugins.ts'
import { type ConfigSource, readConfig } from './read.ts'
import type { Layer, LoadedConfig } from './resolve.ts'
import { configSchema } from './schema.ts'
import { scopeProblems } from './scope.ts'
import type { Config, Override } from './types.ts'

/** So many files make one configuration, at most. */
const MOST_FILES = 100

/** A configuration with all that it extends. */
interface Part extends Brought {
  layers: Layer[]
  ignores: readonly string[]
  files: readonly string[] | undefined
  imports: readonly string[] | undefined
  mcp: readonly string[] | undefined
}

/**
 * Reads a configuration, what it extends, and its plug-ins. `cwd` is where names are said from.
 *
 * @throws UsageError naming the place of everything that is wrong
 */
export async function loadConfig(file: string, cwd: string): Promise<LoadedConfig> {
  const folder = path.dirname(file)
  const sources: string[] = []
  const { ignores, files, imports = [], mcp = [], ...part } = await loadPart(file, [], sources, cwd)
  const own = new Set(sources)
  const isIgnored = createMatcher(ignores)
  const matchesFiles = files ? createMatcher(files) : () => true
  const isListed = (name: string) => matchesFiles(name) && !own.has(path.resolve(folder, name))
  return { ...part, imports, mcp, folder, sources: [...own], isIgnored, isListed }
}

async function loadPart(file: string, chain: readonly string[], read: string[], cwd: string): Promise<Part> {
  const title = displayName(file, cwd)
  if (chain.includes(file)) {
    const names = [...chain.slice(chain.indexOf(file)), file].map(each => displayName(each, cwd))
    throw new UsageError(`These configurations extend each other in a circle: ${names.join(' → ')}.`)
  }
  if (read.push(file) > MOST_FILES)
    throw new UsageError(`${displayName(chain[0]!, cwd)}: it extends more than ${MOST_FILES} configurations.`)
  const source = await readConfig(file, title)
  const parents: Part[] = []
  for (const [name, pointer] of namesIn(source.value)) {
    parents.push(await loadPart(resolveFrom(source, name, pointer), [...chain, file], read, cwd))
  }
  const brought = await loadPlugins(source, parents)
  checkConfig(source, brought)
  return combine(source, source.value as Config, parents, brought)
}

/** The names that a configuration extends, and where. What else stands there is complained about later. */
function namesIn(config: unknown): [string, string][] {
  if (typeof config !== 'object' || config === null || !Object.hasOwn(config, 'extends')) return []
  const { extends: names } = config as { extends: unknown }
  if (typeof names === 'string') return [[names, '/extends']]
  if (!Array.isArray(names)) return []
  return names.flatMap((name, i) => (typeof name === 'string' ? [[name, `/extends/${i}`]] : []))
}

function checkConfig(source: ConfigSource, { rules, profiles }: Brought): void {
  const all = { rules: { ...ownRules, ...rules }, profiles: { ...ownProfiles, ...profiles } }
  const problems = check(source.value, configSchema(all.rules, all.profiles, { open: false }))
  if (problems.length === 0) problems.push(...scopeProblems(source.value as Config))
  if (problems.length > 0) throw wrong(source, problems)
}

/** Puts a configuration on top of those that it extends. What is ignored adds up; of other lists, the nearest wins. */
function combine(source: ConfigSource, config: Config, parents: readonly Part[], brought: Brought): Part {
  const from = `${source.title}#${source.base}`
  const layers = parents.flatMap(parent => parent.layers)
  layers.push(layerOf(config, from, () => true))
  for (const [i, override] of (config.overrides ?? []).entries()) {
    layers.push(layerOf(override, `${from}/overrides/${i}`, matcherOf(override)))
  }
  const nearest = <Key extends 'files' | 'imports' | 'mcp'>(key: Key) =>
    parents.findLast(parent => parent[key])?.[key]
  return {
    ...brought,
    layers,
    ignores: [...parents.flatMap(parent => parent.ignores), ...(config.ignores ?? [])],
    files: config.files ?? nearest('files'),
    imports: config.imports?.map(name => absolute(name, source.file)) ?? nearest('imports'),
    mcp: config.mcp ?? nearest('mcp'),
  }
}

function layerOf(settings: Config & Override, from: string, matches: Layer['matches']): Layer {
  const { profile, rules, baseUrl, tools, pointers } = settings
  return { from, matches, profile, rules, baseUrl, tools, pointers }
}

function matcherOf({ files, ignores }: Override): Layer['matches'] {
  const isMeant = files ? createMatcher(files) : () => true
  const isLeftOut = ignores ? createMatcher(ignores) : () => false
  return file => isMeant(file) && !isLeftOut(file)
}

function absolute(name: string, file: string): string {
  return isPath(name) ? path.resolve(path.dirname(file), name) : name
}
