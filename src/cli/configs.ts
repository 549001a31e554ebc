import { type Configs, createConfigs } from '../config/index.ts'
import type { RuleSetting } from '../settings.ts'
import { UsageError } from '../usage-error.ts'
import { listOf } from './terminal.ts'

export interface ConfigArguments {
  profile?: string
  rule?: string | string[]
  /** `--no-config` is false. */
  config?: string | false
}

/** The configurations of a run, with what its command line says on top. */
export function configsOf({ profile, rule, config }: ConfigArguments): Configs {
  return createConfigs({
    cwd: process.cwd(),
    flags: { profile, rules: ruleSettings(listOf(rule)) },
    ...(config === false ? { noConfig: true } : { config }),
  })
}

/** `id=severity` as the library takes it. */
function ruleSettings(options: readonly string[]): Record<string, RuleSetting> {
  const settings: [string, RuleSetting][] = []
  for (const option of options) {
    const at = option.indexOf('=')
    if (at < 1)
      throw new UsageError(
        `--rule takes a rule and a severity, like --rule valid-refs=off; "${option}" is not.`,
      )
    settings.push([option.slice(0, at), option.slice(at + 1) as RuleSetting])
  }
  return Object.fromEntries(settings)
}
