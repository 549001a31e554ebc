import { nearest } from '../nearest.ts'
import { child, type Pointer, tokens } from '../pointer.ts'
import type { OptionsSchema } from '../types.ts'
import { expandBraces, LONGEST, MOST_ALTERNATIVES } from './match.ts'

/** The part of JSON Schema that configurations are described in. `title` is what the keys of an object or the values of a list are called. */
export type Shape = OptionsSchema

export interface ConfigProblem {
  pointer: Pointer
  message: string
  /** It is about the key, not the value. */
  isKey?: boolean
}

/** Values deeper than this are nobody's configuration. */
const DEEPEST = 50

/** So many problems are enough to read. */
const MOST = 20

/** Holds a value against its schema. */
export function check(value: unknown, shape: Shape): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  visit(value, shape, '', problems)
  return problems.slice(0, MOST)
}

function visit(value: unknown, shape: Shape, pointer: Pointer, problems: ConfigProblem[]): void {
  if (problems.length >= MOST) return
  const branch = shape.anyOf?.find(each => isOfKind(value, each))
  if (branch) {
    visit(value, branch, pointer, problems)
    return
  }
  const message = shape.anyOf ? mismatch(value, shape, pointer) : complaint(value, shape, pointer)
  if (message !== undefined) problems.push({ pointer, message })
  else if (Array.isArray(value)) visitItems(value, shape, pointer, problems)
  else if (isObject(value)) visitMembers(value, shape, pointer, problems)
}

/** Whether a branch of `anyOf` is the one that is meant: the words of an `enum` are texts. */
function isOfKind(value: unknown, { type, enum: words }: Shape): boolean {
  if (words) return typeof value === 'string'
  return type === undefined || typeOf(value) === type
}

function visitItems(
  value: readonly unknown[],
  shape: Shape,
  pointer: Pointer,
  problems: ConfigProblem[],
): void {
  for (const [i, item] of value.entries()) {
    const of = shape.prefixItems?.[i] ?? shape.items
    if (of) visit(item, of, child(pointer, i), problems)
  }
}

function visitMembers(value: object, shape: Shape, pointer: Pointer, problems: ConfigProblem[]): void {
  const { properties = {}, additionalProperties: others, title = 'key' } = shape
  for (const [key, member] of Object.entries(value)) {
    const at = child(pointer, key)
    if (Object.hasOwn(properties, key)) visit(member, properties[key]!, at, problems)
    else if (typeof others === 'object') visit(member, others, at, problems)
    else if (others === false) {
      problems.push({ pointer: at, message: noSuch(title, key, Object.keys(properties)), isKey: true })
    }
  }
}

/** What is wrong with the value itself, its members left aside. */
function complaint(value: unknown, shape: Shape, pointer: Pointer): string | undefined {
  if (shape.enum) return wordComplaint(value, shape, pointer)
  if (!isOfType(value, shape)) return mismatch(value, shape, pointer)
  if (Array.isArray(value)) return lengthComplaint(value.length, shape, pointer)
  if (typeof value === 'string' && shape.format) return formatComplaint(value, shape.format, pointer)
  if (shape.type !== undefined || isPlain(value)) return undefined
  return `${subject(pointer)} is no plain JSON, or nested deeper than ${DEEPEST} levels.`
}

function isOfType(value: unknown, { type, minLength = 0, minimum }: Shape): boolean {
  const actual = typeOf(value)
  if (type !== undefined && actual !== type && !(type === 'number' && actual === 'integer')) return false
  if (typeof value === 'string') return value.length >= minLength
  return typeof value !== 'number' || minimum === undefined || value >= minimum
}

function wordComplaint(value: unknown, shape: Shape, pointer: Pointer): string | undefined {
  const { enum: words = [], title = 'value' } = shape
  if (typeof value !== 'string') return mismatch(value, shape, pointer)
  return words.includes(value) ? undefined : noSuch(title, value, words)
}

function lengthComplaint(
  length: number,
  { minItems = 0, maxItems }: Shape,
  pointer: Pointer,
): string | undefined {
  if (length < minItems) return `${subject(pointer)} is an empty list.`
  if (maxItems === undefined || length <= maxItems) return undefined
  return maxItems === 1
    ? `${subject(pointer)} takes no options.`
    : `${subject(pointer)} lists ${length} values: ${maxItems} are allowed.`
}

function formatComplaint(
  value: string,
  format: NonNullable<Shape['format']>,
  pointer: Pointer,
): string | undefined {
  const { isRight, wanted } = formats[format]
  return isRight(value) ? undefined : `${subject(pointer)} is ${show(value)}: it must be ${wanted}.`
}

const formats = {
  uri: { isRight: (text: string) => URL.canParse(text), wanted: 'a URL' },
  'json-pointer': {
    isRight: (text: string) => tokens(text) !== undefined,
    wanted: 'a JSON Pointer, like `/0/function`',
  },
  gitignore: {
    isRight: (text: string) => expandBraces(text) !== undefined,
    wanted: `a pattern that is shorter than ${LONGEST} and stands for ${MOST_ALTERNATIVES} at most`,
  },
  'character-class': { isRight: isCharacterClass, wanted: 'what stands in [] in a regular expression' },
}

function isCharacterClass(text: string): boolean {
  try {
    return new RegExp(`^[${text}]$`, 'u') instanceof RegExp && !/(?<!\\)\]/.test(text)
  } catch {
    return false
  }
}

function mismatch(value: unknown, shape: Shape, pointer: Pointer): string {
  return `${subject(pointer)} is ${show(value)}: it must be ${wanted(shape)}.`
}

/** Says that a name is unknown, and which was meant or which there are. */
export function noSuch(kind: string, name: string, known: readonly string[]): string {
  const meant = nearest(name, known)
  if (meant) return `There is no ${kind} ${show(name)}: did you mean "${meant}"?`
  const plugin = name.split('/', 1)[0]!
  const isForeign = (kind === 'rule' || kind === 'profile') && name.includes('/')
  if (isForeign && !known.some(other => other.startsWith(`${plugin}/`))) {
    return `There is no ${kind} ${show(name)}: \`plugins\` names no ${show(plugin)}.`
  }
  const few = known.length <= 12 ? `: there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}.` : '.'
  return `There is no ${kind} ${show(name)}${few}`
}

function subject(pointer: Pointer): string {
  const keys = tokens(pointer) ?? []
  const name = keys.findLast(key => !/^\d+$/.test(key))
  if (name === undefined) return 'The configuration'
  return keys.at(-1) === name ? `\`${name}\`` : `What \`${name}\` lists`
}

function wanted({ anyOf, enum: words, type, minLength, minimum, prefixItems }: Shape): string {
  if (anyOf)
    return anyOf
      .filter(({ maxItems }) => maxItems !== 1)
      .map(wanted)
      .join(', or ')
  if (words) return words.join(', ').replace(/, ([^,]*)$/, ' or $1')
  if (prefixItems) return 'a list of that and the options'
  if (minimum !== undefined) return `a whole number, ${minimum} or more`
  if (type === 'string') return minLength ? 'a text that is not empty' : 'a text'
  return kinds[type ?? 'object']
}

const kinds = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (isObject(value)) return 'an object'
  return typeof value === 'function' ? 'a function' : String(value)
}

/** Whether a value can be written as JSON. */
export function isPlain(value: unknown, depth = 0): boolean {
  if (value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value)) return true
  if (typeof value !== 'object' || depth > DEEPEST) return false
  return Object.values(value).every(member => isPlain(member, depth + 1))
}
