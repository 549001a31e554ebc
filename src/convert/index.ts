import { createRuleset, lintToolsets, type Ruleset } from '../lint.ts'
import { profileNamed, rules } from '../registry.ts'
import { activeRules } from '../settings.ts'
import { type Found, findToolsets } from '../tools.ts'
import type { Diagnostic, JsonObject, Profile, Tool } from '../types.ts'
import { type ConvertToolsOptions, convertTools } from './convert.ts'
import { dialectOf } from './dialect.ts'
import type { Conversion } from './types.ts'

export { decode } from './codec/decode.ts'
export { encode } from './codec/encode.ts'
export { originalName } from './codec/tools.ts'
export { reportMarkdown, reportText } from './report.ts'
export type {
  Change,
  ChangeKind,
  Codec,
  CodecNode,
  Conversion,
  ConvertReport,
  ToolCodec,
  ToolConversion,
} from './types.ts'

export interface ConvertOptions extends Pick<ConvertToolsOptions, 'envelope' | 'open' | 'maxSize'> {
  /** Whose strict mode it is for: a name from `profiles`, or a profile of your own. `deepseek` when left out. */
  profile?: string | Profile
}

/**
 * Makes tools strict without losing what they mean: any value that holds tools in one of the shapes that `findToolsets`
 * knows. The codec turns strict arguments into those of the original tools, and back.
 *
 * @throws UsageError for a profile that does not exist
 */
export function convert(value: unknown, options: ConvertOptions = {}): Conversion {
  return convertFound(
    findToolsets(value).flatMap(({ tools }) => tools),
    options,
  )
}

/** The same for tools that were found already. */
export function convertFound(
  tools: readonly Tool[],
  { profile = 'deepseek', ...options }: ConvertOptions = {},
): Conversion {
  const chosen = typeof profile === 'string' ? profileNamed(profile) : profile
  return convertTools(tools, {
    ...options,
    profile: chosen.name,
    dialect: dialectOf(chosen),
    judge: (parameters, mayHoldSurrogates) => judge(parameters, mayHoldSurrogates, errorRules(chosen)),
  })
}

const kept = new WeakMap<Profile, Ruleset>()

/** The rules that may find an error, and those that speak before others. */
function errorRules(profile: Profile): Ruleset {
  const known = kept.get(profile)
  if (known) return known
  const active = activeRules(profile, rules).filter(
    ({ rule, setting: { severity, cases = {} } }) =>
      // What looks at a list of tools as a whole says nothing of parameters.
      !rule.toolset &&
      (rule.claim !== undefined ||
        [severity, ...Object.values(cases).map(special => special.severity)].includes('error')),
  )
  const ruleset = createRuleset(active, { known: Object.keys(rules) })
  kept.set(profile, ruleset)
  return ruleset
}

const place = '/0/function/parameters'

/** The first thing that speaks against the parameters of a strict tool. */
function judge(parameters: JsonObject, mayHoldSurrogates: boolean, rules: Ruleset): Diagnostic | undefined {
  const definition = { name: 'tool', strict: true, parameters }
  const value = { type: 'function', function: definition }
  const tool: Tool = {
    envelope: 'chat',
    name: 'tool',
    pointer: '/0',
    value,
    definition,
    definitionPointer: '/0/function',
    schema: parameters,
    schemaPointer: place,
  }
  const found: Found = { toolsets: [{ pointer: '', tools: [tool], kind: 'tools' }], ambiguous: [] }
  const document = { value: [value], duplicateKeys: [], mayHoldSurrogates }
  return lintToolsets(document, found, rules).diagnostics.find(
    ({ severity, pointer }) => severity === 'error' && pointer.startsWith(place),
  )
}
