import type { Dialect as Engine } from '../patterns/index.ts'
import type { Profile } from '../types.ts'

/** What a provider's strict mode takes, as far as the converter has a choice. */
export interface Dialect {
  /** The engine that checks patterns. */
  engine: Engine
  /** The formats of strings that are enforced. */
  formats: ReadonlySet<string>
  /** The characters of a tool name, as they stand in a character class, and how many there may be. */
  names: { characters: string; maxLength: number }
}

/** Reads the options of a profile's rules as a dialect. What the profile leaves open is taken for restricted. */
export function dialectOf({ rules }: Profile): Dialect {
  const formats = option(rules, 'no-unsupported-formats', 'formats')
  const characters = option(rules, 'valid-tool-names', 'characters')
  const maxLength = option(rules, 'valid-tool-names', 'maxLength')
  return {
    engine: option(rules, 'valid-patterns', 'dialect') === 'rust' ? 'rust' : 'ecmascript',
    formats: new Set(Array.isArray(formats) ? formats : []),
    names: {
      characters: typeof characters === 'string' ? characters : 'a-zA-Z0-9_-',
      maxLength: typeof maxLength === 'number' ? maxLength : 64,
    },
  }
}

function option(rules: Profile['rules'], id: string, name: string): unknown {
  const options = Object.hasOwn(rules, id) ? rules[id]!.options : undefined
  return typeof options === 'object' && options !== null
    ? (options as Record<string, unknown>)[name]
    : undefined
}
