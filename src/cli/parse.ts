import { verbs } from './options/index.ts'
import type { Option, Verb } from './options/option.ts'

/** A verb, and what it was given: options by their names in camel case, positional arguments by theirs. */
export interface Command {
  verb: Verb
  args: Record<string, unknown>
}

/**
 * Reads a command line that is in order, without loading yargs, which takes longer than linting a file. Gives nothing for
 * one that is not, or that asks for help: that is for yargs to say.
 */
export function parseCommand(argv: readonly string[]): Command | undefined {
  const [first = ''] = argv
  const named = Object.hasOwn(verbs, first)
  const verb = named ? verbs[first]! : Object.values(verbs)[0]!
  try {
    const { given, positionals } = readWords(argv.slice(named ? 1 : 0), verb.options)
    return { verb, args: { ...valuesOf(verb.options, given), ...positionalsOf(verb, positionals) } }
  } catch {
    return undefined
  }
}

/** What options were given, by name, and the words that belong to none. Node's own `parseArgs` takes as long to load as this file. */
function readWords(
  words: readonly string[],
  options: Verb['options'],
): { given: Map<string, (string | boolean)[]>; positionals: string[] } {
  const given = new Map<string, (string | boolean)[]>()
  const positionals: string[] = []
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    if (word === '--') {
      positionals.push(...words.slice(i + 1))
      break
    }
    if (!word.startsWith('-') || word === '-') {
      positionals.push(word)
      continue
    }
    const [, no, name, equals, text] = /^--(no-)?([^=]+)(=)?(.*)$/s.exec(word) ?? []
    const option = name !== undefined && Object.hasOwn(options, name) ? options[name] : undefined
    if (!option) throw new Error('Nobody knows it.')
    let value: string | boolean | undefined = !no
    if (option.type !== 'boolean') {
      value = equals ? text : words[++i]
      if (no || value === undefined || (!equals && /^-./.test(value))) throw new Error('It has no value.')
    } else if (equals) throw new Error('It takes no value.')
    const values = given.get(name!)
    if (values) values.push(value)
    else given.set(name!, [value])
  }
  return { given, positionals }
}

function valuesOf(
  options: Verb['options'],
  given: ReadonlyMap<string, (string | boolean)[]>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, option] of Object.entries(options)) {
    const value = readValue(option, given.get(name))
    if (value !== undefined) values[camel(name)] = value
  }
  return values
}

/** Throws for what somebody has to be told about. */
function readValue(option: Option, given: readonly (string | boolean)[] | undefined): unknown {
  if (!given) return option.default
  if (given.length > 1 && !option.repeatable && option.type !== 'boolean')
    throw new Error('It is given twice.')
  if (given.includes('')) throw new Error('It is empty.')
  const value = given.at(-1)
  if (option.type === 'number') {
    if (!/^\d+$/.test(String(value))) throw new Error('It is no number.')
    return Number(value)
  }
  return given.length > 1 && option.repeatable ? given : value
}

/** The positional arguments by name: `[files..]` takes all that are left. */
function positionalsOf({ usage }: Verb, given: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  let rest = given
  for (const [, bracket, name, dots] of usage.matchAll(/([<[])(\w+)(\.\.)?/g)) {
    if (dots) {
      if (rest.length > 0) values[name!] = rest
      return values
    }
    if (bracket === '<' && rest.length === 0) throw new Error('It is missing.')
    values[name!] = rest[0]
    rest = rest.slice(1)
  }
  if (rest.length > 0) throw new Error('Nothing takes it.')
  return values
}

export function camel(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}
