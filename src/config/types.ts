import type { Ruleset } from '../lint.ts'
import type { RuleSetting } from '../settings.ts'
import type { Diagnostic, Profile, Rule, Setting } from '../types.ts'

/** A configuration, as a file or a module of the user's has it. Patterns are those of `.gitignore`, with `{a,b}`. */
export interface Config {
  /** Where editors find the schema of this file. */
  $schema?: string
  /** Configurations to start from: paths and names of packages. Later ones win over earlier ones. */
  extends?: string | readonly string[]
  /** What is linted when no file is named, and all that is taken from folders and globs. */
  files?: readonly string[]
  /** What is never linted, also when it is named. */
  ignores?: readonly string[]
  /** Whose rules hold: a provider's, or `plugin/profile`. */
  profile?: string
  /** Rules by id, those of plug-ins as `plugin/rule`. */
  rules?: Readonly<Record<string, RuleSetting>>
  /** Rules and profiles of the user's own: where the module is, or in a module of the user's, what it exports. */
  plugins?: Readonly<Record<string, string | Plugin>>
  /** What is different for some files, some tools or some places. Later ones win over earlier ones. */
  overrides?: readonly Override[]
  /** The URL that requests with these tools go to. */
  baseUrl?: string
  /** Modules to lint live values of, as in `--import`. */
  imports?: readonly string[]
  /** MCP servers to lint the tools of, as in `--mcp`. */
  mcp?: readonly string[]
}

export interface Override {
  /** The files it is about; all of them when left out. */
  files?: readonly string[]
  ignores?: readonly string[]
  /** Names of tools, with `*` and `?`. Rules can then only be switched off. */
  tools?: readonly string[]
  /** JSON Pointers into the file; each stands for all that is inside too, and `*` for any one segment. */
  pointers?: readonly string[]
  profile?: string
  rules?: Readonly<Record<string, RuleSetting>>
  baseUrl?: string
}

/** What a module exports that brings rules and profiles. Ids and names get the plug-in's name in front. */
export interface Plugin {
  rules?: Readonly<Record<string, Rule>>
  profiles?: Readonly<Record<string, PluginProfile>>
}

/** A profile; its rules may be named without the plug-in. A rule of ours that it does not name is off. */
export type PluginProfile = Partial<Omit<Profile, 'rules'>> & {
  rules: Readonly<Record<string, Partial<Setting> & Pick<Setting, 'severity'>>>
}

/** What the command line says; it wins over every file. */
export interface Flags {
  profile?: string | undefined
  rules?: Readonly<Record<string, RuleSetting>> | undefined
}

export interface ConfigsOptions {
  cwd: string
  /** The file to use for everything, instead of looking for one. */
  config?: string | undefined
  /** Look for none. */
  noConfig?: boolean | undefined
  flags?: Flags | undefined
}

/** Finds and reads configurations, each once. */
export interface Configs {
  /**
   * The configuration that holds for a file, which need not exist; `-` is a file in the working directory.
   *
   * @throws UsageError for a configuration that is wrong, naming every place
   */
  for(file: string): Promise<FileConfig>
}

/** What holds for one file. */
export interface FileConfig {
  /** The rules that are on. What they say is already without what `silences` is about. */
  ruleset: Ruleset
  /** Whether the file is never to be linted. */
  isIgnored: boolean
  /** Whether a search of folders is to take the file. */
  isListed: boolean
  /** Whether a rule is switched off for the tool or the place of a diagnostic. */
  silences(diagnostic: Pick<Diagnostic, 'ruleId' | 'tool' | 'pointer'>): boolean
  baseUrl: string | undefined
  profile: Profile
  /** The rules of plug-ins, by id. */
  pluginRules: Readonly<Record<string, Rule>>
  /** Paths in them are absolute. */
  imports: readonly string[]
  mcp: readonly string[]
  /** The folder of the configuration, or the working directory when there is none. */
  folder: string
  /** The configuration files, the nearest first, as absolute paths. */
  sources: readonly string[]
  /** Equal when the results are equal for equal texts. Of foreign rules it holds their own code, not what that calls. */
  hash: string
  /** False with foreign rules: nobody can tell whether all their code is what it was in another run. */
  isCacheable: boolean
  /** Everything that holds, as plain data. */
  explain(): ExplainedConfig
}

/** A configuration with the origin of each setting: `profile deepseek`, `--rule`, or `file#/pointer`. */
export interface ExplainedConfig {
  sources: string[]
  ignored: boolean
  listed: boolean
  profile: { name: string; from: string }
  baseUrl?: { url: string; from: string }
  imports: string[]
  mcp: string[]
  rules: Record<string, ExplainedRule>
  silenced: { rule: string; tools?: readonly string[]; pointers?: readonly string[]; from: string }[]
}

export interface ExplainedRule {
  severity: Setting['severity']
  options?: unknown
  from: { severity: string; options?: string }
}
