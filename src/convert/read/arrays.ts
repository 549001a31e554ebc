import { child } from '../../pointer.ts'
import { isObject, isSchema } from '../../walk.ts'
import type { ArrayAlternative, Place, Source, TupleAlternative } from '../ir.ts'
import { member } from '../json.ts'
import { countWords } from '../words.ts'
import { readBeyond } from './conditions.ts'
import type { Conjunction, Item } from './expand.ts'
import { isWithin } from './keywords.ts'
import { countsOf } from './scalars.ts'

export interface ArrayContext {
  place(items: readonly Item[], origin: string, name: string): Place
}

/** What one subschema says about the items of an array. */
interface Says {
  prefix: Source[]
  /** About the items behind the prefix. */
  rest: Source | undefined
}

function saysOf(source: Source): Says {
  const { schema, pointer } = source
  if (!isObject(schema)) return { prefix: [], rest: undefined }
  // A list of `items` is how drafts up to 2019-09 write a tuple.
  const listed = Array.isArray(member(schema, 'prefixItems')) ? 'prefixItems' : 'items'
  const list = member(schema, listed)
  const prefix = Array.isArray(list)
    ? list.flatMap((part, i) =>
        isSchema(part) ? [{ schema: part, pointer: child(child(pointer, listed), i) }] : [],
      )
    : []
  return { prefix, rest: schemaAt(source, Array.isArray(schema.items) ? 'additionalItems' : 'items') }
}

function schemaAt({ schema, pointer }: Source, keyword: string): Source | undefined {
  const value = isObject(schema) ? member(schema, keyword) : undefined
  return isSchema(value) ? { schema: value, pointer: child(pointer, keyword) } : undefined
}

/** The same with `unevaluatedItems` in mind: it is about what neither the subschema nor one it brought along says. */
function saysIn(source: Source, conjunction: Conjunction): Says {
  const own = saysOf(source)
  const unevaluated = schemaAt(source, 'unevaluatedItems')
  if (!unevaluated) return own
  const brought = conjunction.filter(other => isWithin(other, source)).map(saysOf)
  if (brought.some(({ rest }) => rest)) return own
  const evaluated = Math.max(...brought.map(({ prefix }) => prefix.length))
  const prefix = Array.from(
    { length: evaluated },
    (_, i) => own.prefix[i] ?? { schema: true, pointer: source.pointer },
  )
  return { prefix, rest: unevaluated }
}

/** Whether items differ by position. */
export function isTuple(conjunction: Conjunction): boolean {
  return conjunction.some(
    source =>
      isObject(source.schema) &&
      (Array.isArray(member(source.schema, 'prefixItems')) ||
        Array.isArray(member(source.schema, 'items'))) &&
      saysOf(source).prefix.length > 0,
  )
}

/** Fills in what an array holds. */
export function fillArray(alternative: ArrayAlternative, context: ArrayContext): void {
  const { sources } = alternative
  const items = sources.flatMap(source => saysIn(source, sources).rest ?? [])
  const { max } = countOf(sources)
  const none: Source = { schema: false, pointer: `${sources[0]?.pointer ?? ''}/maxItems` }
  const origin = items[0]?.pointer ?? sources[0]?.pointer ?? ''
  alternative.items = context.place(max === 0 ? [none] : items, origin, 'item')
  readBounds(alternative, 'none')
}

/** Fills in what a tuple holds. Under the closed reading it ends where its list ends, unless it says what comes behind. */
export function fillTuple(alternative: TupleAlternative, context: ArrayContext): void {
  const { sources, drafts } = alternative
  const says = sources.map(source => saysIn(source, sources))
  const { min, max } = countOf(sources)
  const length = Math.min(max, Math.max(...says.map(({ prefix }) => prefix.length)))
  for (let i = 0; i < length; i++) {
    const items = says.flatMap(({ prefix, rest }) => prefix[i] ?? rest ?? [])
    alternative.items.push(context.place(items, items[0]!.pointer, `item ${i}`))
  }
  alternative.required = Math.min(min, length)
  const behind = says.flatMap(({ rest }) => rest ?? [])
  const open = behind.every(({ schema }) => schema === true)
  if (max <= length || behind.some(({ schema }) => schema === false)) {
    if (min > length) {
      const none: Source = { schema: false, pointer: `${sources[0]!.pointer}/minItems` }
      alternative.items = [context.place([none], none.pointer, 'item')]
      alternative.required = 1
    }
    readBounds(alternative, 'both')
  } else if (open && min <= length) {
    const message = 'The array ends where its list of items ends: others are no longer taken.'
    const keyword = behind.length > 0 ? 'items' : 'prefixItems'
    drafts.push({ kind: 'narrowed', message, keyword, from: behind[0]?.pointer ?? sources[0]!.pointer })
    readBounds(alternative, 'both')
  } else {
    alternative.rest = context.place(behind, behind[0]?.pointer ?? sources[0]!.pointer, 'rest')
    readBounds(alternative, min <= length ? 'least' : 'none')
  }
}

function countOf(conjunction: Conjunction): { min: number; max: number } {
  return {
    min: Math.max(0, ...countsOf(conjunction, 'minItems').map(({ value }) => value)),
    max: Math.min(Number.POSITIVE_INFINITY, ...countsOf(conjunction, 'maxItems').map(({ value }) => value)),
  }
}

/** Accounts for what is said of the array as a whole. `told` are the counts that its encoding enforces. */
function readBounds(
  { sources, notes, drafts }: ArrayAlternative | TupleAlternative,
  told: 'none' | 'least' | 'both',
): void {
  const counts = [
    ...(told === 'none'
      ? countsOf(sources, 'minItems').map(count => ({ ...count, keyword: 'minItems' }))
      : []),
    ...(told === 'both'
      ? []
      : countsOf(sources, 'maxItems').map(count => ({ ...count, keyword: 'maxItems' }))),
  ]
  for (const { keyword, from } of counts) {
    drafts.push({
      kind: 'weakened',
      message: `Strict takes no \`${keyword}\`: the description says it.`,
      keyword,
      from,
    })
  }
  if (counts.length > 0) {
    const { min, max } = countOf(sources)
    if (min > 0 || max < Number.POSITIVE_INFINITY) notes.words.push(countWords(min, max, 'item', 'items'))
  }
  for (const { schema, pointer } of sources) {
    if (!isObject(schema) || member(schema, 'uniqueItems') !== true) continue
    notes.words.push('no duplicates')
    const message = 'Strict takes no `uniqueItems`: the description says it.'
    drafts.push({ kind: 'weakened', message, keyword: 'uniqueItems', from: child(pointer, 'uniqueItems') })
  }
  const beyond = readBeyond(sources, 'array')
  drafts.push(...beyond.drafts)
  notes.words.push(...beyond.words)
}
