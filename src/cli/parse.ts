import { type ParseArgsConfig, parseArgs } from 'node:util'
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
    const { values, positionals } = parseArgs({
      args: argv.slice(named ? 1 : 0),
      options: configOf(verb.options),
      allowPositionals: true,
      allowNegative: true,
      strict: true,
    })
    const args = { ...valuesOf(verb.options, values), ...positionalsOf(verb, positionals) }
    return { verb, args }
  } catch {
    return undefined
  }
}

function configOf(options: Verb['options']): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries(options).map(([name, { type }]) => [
      name,
      { type: type === 'boolean' ? ('boolean' as const) : ('string' as const), multiple: true as const },
    ]),
  )
}

function valuesOf(options: Verb['options'], given: Record<string, unknown>): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, option] of Object.entries(options)) {
    const value = readValue(option, given[name] as (string | boolean)[] | undefined)
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
