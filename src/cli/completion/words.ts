import { profiles, rules } from '../../registry.ts'
import { verbs } from '../options/index.ts'
import type { Option, Verb } from '../options/option.ts'

export const shells = ['bash', 'zsh', 'fish'] as const

/** What can follow an option: one of these words, a file, or nothing. */
export type Value = { words: readonly string[] } | 'file' | 'none'

export interface Flag {
  /** With its dashes. */
  name: string
  describe: string
  /** Undefined for a switch. */
  value: Value | undefined
  repeatable: boolean
}

/** The options of a verb as they are typed, with `--no-…` for what is on unless it is switched off. */
export function flagsOf({ options }: Verb): Flag[] {
  const flags = Object.entries(options).flatMap(([name, option]) => {
    const flag = {
      name: `--${name}`,
      describe: option.describe,
      value: option.type === 'boolean' ? undefined : following(name, option),
      repeatable: option.repeatable === true,
    }
    const isOn = option.type === 'boolean' && option.default !== false
    return isOn ? [flag, { ...flag, name: `--no-${name}` }] : [flag]
  })
  return [...flags, { name: '--help', describe: 'Show help', value: undefined, repeatable: false }]
}

function following(name: string, { type, words }: Option): Value {
  if (words) return { words }
  if (name === 'profile') return { words: Object.keys(profiles) }
  if (name === 'rule') return { words: Object.keys(rules).map(id => `${id}=off`) }
  return type === 'string' ? 'file' : 'none'
}

/** What a verb takes besides options: the rules, which can be explained, or files. */
export function argumentsOf(verb: string): Value {
  if (verb === 'explain') return { words: Object.keys(rules) }
  if (verb === 'completion') return { words: shells }
  return Object.keys(verbs[verb]!.positionals).length > 0 ? 'file' : 'none'
}
