import { lintToolsets } from '../lint.ts'
import { profileNamed, rulesetOf } from '../registry.ts'
import { findTools, findToolsets } from '../tools.ts'
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
    judge: parameters => judge(parameters, chosen),
  })
}

const place = '/0/function/parameters'

/** What speaks against the parameters of a strict tool, with places that start there. */
function judge(parameters: JsonObject, profile: Profile): Diagnostic[] {
  const value = [{ type: 'function', function: { name: 'tool', strict: true, parameters } }]
  const document = { value, duplicateKeys: [], mayHoldSurrogates: true }
  return lintToolsets(document, findTools(value), rulesetOf({ profile }))
    .diagnostics.filter(({ severity, pointer }) => severity === 'error' && pointer.startsWith(place))
    .map(diagnostic => ({ ...diagnostic, pointer: diagnostic.pointer.slice(place.length) }))
}
