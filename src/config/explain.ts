import type { LoadedConfig } from './resolve.ts'
import type { Chosen, Settled } from './settle.ts'
import type { ExplainedConfig, ExplainedRule } from './types.ts'

/** Everything that holds for a file, as plain data with the origin of each setting. */
export function explain(
  { profile, baseUrl, rules, silences }: Settled,
  { sources, imports, mcp }: LoadedConfig,
  { isIgnored, isListed }: { isIgnored: boolean; isListed: boolean },
): ExplainedConfig {
  const silenced = [...silences].flatMap(([rule, list]) =>
    list.map(({ tools, pointers, from }) => ({
      rule,
      ...(tools && { tools }),
      ...(pointers && { pointers }),
      from,
    })),
  )
  return {
    sources: [...sources],
    ignored: isIgnored,
    listed: isListed,
    profile: { name: profile.value.name, from: profile.from },
    ...(baseUrl && { baseUrl }),
    imports: [...imports],
    mcp: [...mcp],
    rules: Object.fromEntries([...rules].map(([id, chosen]) => [id, explainRule(chosen)])),
    silenced,
  }
}

function explainRule({ severity, severityFrom, options, optionsFrom }: Chosen): ExplainedRule {
  if (optionsFrom === undefined) return { severity, from: { severity: severityFrom } }
  return { severity, options, from: { severity: severityFrom, options: optionsFrom } }
}
