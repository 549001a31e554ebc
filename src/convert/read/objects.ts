import { child } from '../../pointer.ts'
import type { JsonObject, Pointer } from '../../types.ts'
import { isObject, isSchema } from '../../walk.ts'
import { matches } from '../codec/matches.ts'
import type { Dialect } from '../dialect.ts'
import type { Draft, Extra, JsonAlternative, ObjectAlternative, Place, Source } from '../ir.ts'
import { hasAny, member, schemasIn } from '../json.ts'
import { compile, spell } from '../patterns.ts'
import { countWords, rawWords } from '../words.ts'
import { conditionalProperties, readBeyond } from './conditions.ts'
import type { Conjunction, Item } from './expand.ts'
import { isWithin, saysNothing } from './keywords.ts'
import type { Resolver } from './resolver.ts'
import { countsOf } from './scalars.ts'

/** What reading an object needs from the reader. */
export interface ObjectContext {
  resolve: Resolver
  /** Whether properties that an open object does not declare are carried all the same. */
  open: 'close' | 'encode'
  dialect: Dialect
  place(items: readonly Item[], origin: Pointer, name: string): Place
}

/** What an object says about its properties, taken together. */
export interface Outline {
  /** The names that `properties` declares. */
  declared: Set<string>
  /** The same for names that stand in conditions only. */
  conditional: Map<string, Item[][]>
  required: Set<string>
  patterns: PatternGroup[]
  /** What is said about names that match a pattern, and cannot be said of the pattern's group as a whole. */
  unsaid: Source[]
  rest: Rest
}

interface PatternGroup {
  pattern: string
  items: Source[]
}

/**
 * What becomes of other properties. closed: there are none. free: the schema says nothing about any property, so the object
 * is carried as a whole. Else the schemas they must fit.
 */
type Rest = 'closed' | 'free' | Source[]

/** Reads what a conjunction says about the properties of an object, under the closed reading. */
export function outlineOf(
  conjunction: Conjunction,
  context: Pick<ObjectContext, 'resolve' | 'open'>,
  isRoot: boolean,
): Outline & { drafts: Draft[] } {
  const declared = new Set<string>()
  for (const { schema } of conjunction) {
    const properties = isObject(schema) ? member(schema, 'properties') : undefined
    if (!isObject(properties)) continue
    for (const name of Object.keys(properties)) if (isSchema(properties[name])) declared.add(name)
  }
  const { patterns, unsaid } = patternsOf(conjunction)
  // What `additionalProperties` describes needs no condition to be declared.
  const isDescribed = conjunction.some(source => isObject(additionalOf(source, conjunction)?.schema))
  const isDeclared = (name: string) =>
    declared.has(name) || patterns.some(({ pattern }) => compile(pattern)?.test(name))
  const conditional = isDescribed
    ? new Map()
    : conditionalProperties(conjunction, isDeclared, context.resolve)
  const drafts: Draft[] = []
  const names = declared.size + conditional.size + patterns.length
  const rest = restOf(conjunction, names > 0, context.open, isRoot, drafts)
  return { declared, conditional, required: requiredOf(conjunction), patterns, unsaid, rest, drafts }
}

/** The names in `required`, and the properties that say `required: true` themselves, as draft 3 had it. */
function requiredOf(conjunction: Conjunction): Set<string> {
  const names = new Set<string>()
  for (const { schema } of conjunction) {
    if (!isObject(schema)) continue
    const list = member(schema, 'required')
    if (Array.isArray(list)) for (const name of list) if (typeof name === 'string') names.add(name)
    const properties = member(schema, 'properties')
    if (!isObject(properties)) continue
    for (const name of Object.keys(properties)) {
      const property = properties[name]
      if (isObject(property) && member(property, 'required') === true) names.add(name)
    }
  }
  return names
}

/** The patterns that names may match, with what is said of each. Names of others are left to `patternProperties` of a validator. */
function patternsOf(conjunction: Conjunction): { patterns: PatternGroup[]; unsaid: Source[] } {
  const patterns: PatternGroup[] = []
  const unsaid: Source[] = []
  const groups = new Map<string, Source[]>()
  for (const source of conjunction) {
    for (const [pattern, nested] of ownPatterns(source)) {
      const known = groups.get(pattern)
      if (known) known.push(nested)
      else groups.set(pattern, [nested])
    }
  }
  for (const [pattern, items] of groups) {
    const others = othersSay(conjunction, pattern)
    const possible = [...items, ...others.certain, ...others.closing].every(({ schema }) => schema !== false)
    if (possible) patterns.push({ pattern, items: [...items, ...others.certain] })
    else unsaid.push(...items)
    unsaid.push(...others.uncertain)
  }
  return { patterns, unsaid }
}

function ownPatterns({ schema, pointer }: Source): [string, Source][] {
  if (!isObject(schema) || !Object.hasOwn(schema, 'patternProperties')) return []
  const base = child(pointer, 'patternProperties')
  return schemasIn(member(schema, 'patternProperties')).map(([pattern, nested]) => [
    pattern,
    { schema: nested, pointer: child(base, pattern) },
  ])
}

/**
 * What the schemas without a pattern of this spelling say about names that match it. One with other patterns says it of
 * names that match none of those only, which cannot be told from the pattern.
 */
function othersSay(
  conjunction: Conjunction,
  pattern: string,
): { certain: Source[]; uncertain: Source[]; closing: Source[] } {
  const says: { certain: Source[]; uncertain: Source[]; closing: Source[] } = {
    certain: [],
    uncertain: [],
    closing: [],
  }
  for (const source of conjunction) {
    const own = ownPatterns(source)
    const rest = additionalOf(source, conjunction)
    // `additionalProperties` knows the patterns beside it only.
    const knows = schemaAt(source, 'additionalProperties')
      ? [source]
      : conjunction.filter(other => isWithin(other, source))
    const isCovered = knows.flatMap(ownPatterns).some(([known]) => known === pattern)
    if (!rest || isCovered) continue
    if (rest.schema === false) says.closing.push(rest)
    else if (own.length > 0) says.uncertain.push(rest)
    else says.certain.push(rest)
  }
  return says
}

/**
 * What one subschema says about the properties that it does not declare: `additionalProperties`, or `unevaluatedProperties`
 * where nothing it brought along has evaluated them all.
 */
function additionalOf(source: Source, conjunction: Conjunction): Source | undefined {
  const own = schemaAt(source, 'additionalProperties')
  if (own) return own
  const unevaluated = schemaAt(source, 'unevaluatedProperties')
  if (!unevaluated) return undefined
  const isEvaluated = conjunction.some(
    other => isWithin(other, source) && schemaAt(other, 'additionalProperties'),
  )
  return isEvaluated ? undefined : unevaluated
}

function schemaAt({ schema, pointer }: Source, keyword: string): Source | undefined {
  const value = isObject(schema) ? member(schema, keyword) : undefined
  return isSchema(value) ? { schema: value, pointer: child(pointer, keyword) } : undefined
}

function restOf(
  conjunction: Conjunction,
  declares: boolean,
  open: 'close' | 'encode',
  isRoot: boolean,
  drafts: Draft[],
): Rest {
  const said: Source[] = []
  for (const source of conjunction) {
    const additional = additionalOf(source, conjunction)
    if (additional) said.push(additional)
  }
  if (said.some(({ schema }) => schema === false)) return 'closed'
  const schemas = said.filter(({ schema }) => schema !== true)
  if (!schemas.every(saysNothing)) return schemas
  if (schemas.length > 0) return declares ? schemas : 'free'
  const keyword = 'additionalProperties'
  if (said.length > 0) {
    if (!declares) return 'free'
    if (open === 'encode') return said
    const message = 'The object is closed: properties it does not declare are no longer taken.'
    for (const { pointer } of said) drafts.push({ kind: 'narrowed', message, keyword, from: pointer })
    return 'closed'
  }
  const lists = conjunction.find(({ schema }) => isObject(schema) && isObject(member(schema, 'properties')))
  const origin = (lists ?? conjunction[0])?.pointer ?? ''
  if (declares || lists) {
    drafts.push({
      kind: 'safe',
      message: 'The object is closed: it takes what it declares.',
      keyword,
      from: origin,
    })
    return 'closed'
  }
  if (!isRoot) return 'free'
  drafts.push({ kind: 'narrowed', message: 'The tool declares no arguments, and takes none.', from: origin })
  return 'closed'
}

/** Fills in an object's properties. */
export function fillObject(alternative: ObjectAlternative, outline: Outline, context: ObjectContext): void {
  const { sources: conjunction, drafts, notes } = alternative
  const { declared, conditional, required, patterns, unsaid, rest } = outline
  const plain = plainSource(conjunction)
  for (const name of declared) {
    const items = plain
      ? [propertyOf(plain, name)!]
      : conjunction.flatMap(source => [
          ...itemsFor(source, name),
          ...unevaluatedFor(source, name, conjunction),
        ])
    const origin = plain ? items[0]!.pointer : originOf(conjunction, name)
    const place = context.place(items, origin, name)
    alternative.properties.set(name, { place, required: required.has(name) })
  }
  for (const [name, choices] of conditional) {
    const others = conjunction.flatMap(source => itemsFor(source, name))
    const origin = (choices[0]![0] as Source).pointer
    const place = context.place(
      [...others, ...(choices.length > 1 ? [{ choices }] : choices[0]!)],
      origin,
      name,
    )
    alternative.properties.set(name, { place, required: required.has(name) })
  }
  for (const name of required)
    if (!alternative.properties.has(name)) fillUndeclared(alternative, name, context)
  alternative.extras = extrasOf(alternative, patterns, rest, context)
  if (alternative.extras.length > 0)
    weakenNames(alternative, unsaid, 'Strict cannot say this of some names only.')
  if (conditional.size > 0) weakenUnevaluated(alternative)
  readCounts(alternative)
  const beyond = readBeyond(conjunction, 'object')
  drafts.push(...beyond.drafts)
  notes.words.push(...beyond.words)
}

/** The subschema that stands alone, and says of a declared property nothing but its declaration. */
function plainSource(conjunction: Conjunction): Source | undefined {
  const [source] = conjunction
  if (!source || conjunction.length > 1 || !isObject(source.schema)) return undefined
  return hasAny(source.schema, sideways) ? undefined : source
}

const sideways = new Set(['patternProperties', 'propertyNames', 'unevaluatedProperties'])

/** What `properties` says of a name. */
function propertyOf({ schema, pointer }: Source, name: string): Source | undefined {
  const properties = isObject(schema) ? member(schema, 'properties') : undefined
  const own = isObject(properties) ? member(properties, name) : undefined
  return isSchema(own) ? { schema: own, pointer: child(`${pointer}/properties`, name) } : undefined
}

/** What one subschema says about the property of a name. */
function itemsFor(source: Source, name: string): Source[] {
  const { schema, pointer } = source
  if (!isObject(schema)) return []
  const items: Source[] = []
  const own = propertyOf(source, name)
  if (own) items.push(own)
  for (const [pattern, nested] of ownPatterns(source)) if (compile(pattern)?.test(name)) items.push(nested)
  const names = member(schema, 'propertyNames')
  if (isSchema(names) && !matches(names, name))
    items.push({ schema: false, pointer: child(pointer, 'propertyNames') })
  return items.length > 0
    ? items
    : [schemaAt(source, 'additionalProperties')].filter(rest => rest !== undefined)
}

/** `unevaluatedProperties`, where neither its own subschema nor one that this brought along says anything of the name. */
function unevaluatedFor(source: Source, name: string, conjunction: Conjunction): Source[] {
  const rest = schemaAt(source, 'unevaluatedProperties')
  if (!rest) return []
  const isEvaluated = conjunction.some(
    other =>
      isWithin(other, source) &&
      itemsFor(other, name).some(({ pointer }) => !pointer.endsWith('/propertyNames')),
  )
  return isEvaluated ? [] : [rest]
}

/** Whether a property that stands in a condition was evaluated depends on the value. */
function weakenUnevaluated({ sources, drafts }: ObjectAlternative): void {
  const keyword = 'unevaluatedProperties'
  for (const { pointer } of sources.flatMap(source => schemaAt(source, keyword) ?? [])) {
    const message = 'Strict cannot demand it of the properties that stand in conditions.'
    drafts.push({ kind: 'weakened', message, keyword, from: pointer })
  }
}

function originOf(conjunction: Conjunction, name: string): Pointer {
  const holder = conjunction.find(({ schema }) => {
    const properties = isObject(schema) ? member(schema, 'properties') : undefined
    return isObject(properties) && isSchema(member(properties, name))
  })
  return child(child(holder?.pointer ?? '', 'properties'), name)
}

/** A required property that nobody declares: it takes what undeclared properties take. */
function fillUndeclared(alternative: ObjectAlternative, name: string, context: ObjectContext): void {
  const holder = alternative.sources.find(({ schema }) => {
    const list = isObject(schema) ? member(schema, 'required') : undefined
    return Array.isArray(list) && list.includes(name)
  })
  const origin = child(holder?.pointer ?? '', 'required')
  const { sources } = alternative
  const items = sources.flatMap(source => [
    ...itemsFor(source, name),
    ...unevaluatedFor(source, name, sources),
  ])
  alternative.drafts.push({
    kind: 'safe',
    message: `\`${name.toWellFormed()}\` is required but not declared: it becomes a property.`,
    keyword: 'required',
    from: origin,
  })
  alternative.properties.set(name, { place: context.place(items, origin, name), required: true })
}

function extrasOf(
  alternative: ObjectAlternative,
  patterns: readonly PatternGroup[],
  rest: Rest,
  context: ObjectContext,
): Extra[] {
  const extras: Extra[] = []
  const grouped = patterns.length + (Array.isArray(rest) ? 1 : 0) > 1
  for (const { pattern, items } of patterns) {
    const spelt = spell(pattern, context.dialect.engine)
    const usable = spelt !== undefined
    const origin = items[0]!.pointer
    if (grouped)
      weakenNames(alternative, items, 'A name that fits several patterns is held to the first one here.')
    if (!usable) {
      const closing = alternative.sources.flatMap(source => additionalOf(source, alternative.sources) ?? [])
      weakenNames(
        alternative,
        [...items, ...closing],
        'Strict takes no such pattern for the names of properties.',
      )
    }
    const key: JsonObject = usable ? { type: 'string', pattern: spelt } : { type: 'string' }
    extras.push({ pattern, key, place: context.place(items, origin, 'value') })
  }
  if (Array.isArray(rest)) {
    extras.push({ key: { type: 'string' }, place: context.place(rest, rest[0]!.pointer, 'value') })
  }
  readNames(alternative, extras, context)
  return extras
}

function weakenNames({ drafts }: ObjectAlternative, sources: readonly Source[], message: string): void {
  for (const { pointer } of sources)
    drafts.push({ kind: 'weakened', message, keyword: 'patternProperties', from: pointer })
}

/** `propertyNames` becomes the schema of the keys, where strict can say it of a string. */
function readNames(alternative: ObjectAlternative, extras: Extra[], context: ObjectContext): void {
  for (const { schema, pointer } of alternative.sources) {
    const names = isObject(schema) ? member(schema, 'propertyNames') : undefined
    if (!isSchema(names)) continue
    const from = child(pointer, 'propertyNames')
    if (extras.length === 0) {
      const message = 'The object is closed: each name it declares was held against `propertyNames`.'
      alternative.drafts.push({ kind: 'safe', message, keyword: 'propertyNames', from })
      continue
    }
    const asString: Source = { schema: { type: 'string' }, pointer: `${from}#string` }
    const place = context.place([{ schema: names, pointer: from }, asString], from, 'key')
    const key = keyOf(place)
    alternative.drafts.push(...place.drafts, ...place.shape.alternatives.flatMap(({ drafts }) => drafts))
    for (const extra of extras) {
      if (key && Object.keys(extra.key).length === 1) extra.key = key
      else if (key === undefined || Object.keys(key).length > 1) {
        const message = 'Strict takes no such `propertyNames`: it is checked locally.'
        alternative.drafts.push({ kind: 'weakened', message, keyword: 'propertyNames', from })
      }
    }
  }
}

function keyOf({ shape }: Place): JsonObject | undefined {
  const [only, ...others] = shape.alternatives
  if (!only || others.length > 0) return undefined
  if (only.kind === 'scalar' && only.schema.type === 'string') return only.schema
  if (only.kind !== 'literals' || !only.values.every(value => typeof value === 'string')) return undefined
  return { type: 'string', enum: only.values }
}

function readCounts({ sources, notes, drafts }: ObjectAlternative | JsonAlternative): void {
  const least = countsOf(sources, 'minProperties')
  const most = countsOf(sources, 'maxProperties')
  for (const [keyword, found] of [
    ['minProperties', least],
    ['maxProperties', most],
  ] as const) {
    for (const { from } of found) {
      drafts.push({
        kind: 'weakened',
        message: `Strict takes no \`${keyword}\`: the description says it.`,
        keyword,
        from,
      })
    }
  }
  if (least.length + most.length === 0) return
  const min = Math.max(0, ...least.map(({ value }) => value))
  const max = Math.min(Number.POSITIVE_INFINITY, ...most.map(({ value }) => value))
  notes.words.push(countWords(min, max, 'property', 'properties'))
}

/** An object that is carried as a whole is checked locally in all that is said of it. */
export function accountForFree(alternative: JsonAlternative): void {
  const { sources, drafts, notes } = alternative
  for (const { schema, pointer } of sources) {
    if (!isObject(schema)) continue
    for (const keyword of ['type', 'required', 'propertyNames']) {
      if (!Object.hasOwn(schema, keyword)) continue
      const message = `The object is carried as text: \`${keyword}\` is checked locally.`
      drafts.push({ kind: 'weakened', message, keyword, from: child(pointer, keyword) })
    }
    const names = member(schema, 'required')
    if (Array.isArray(names) && names.length > 0) notes.words.push(`with ${names.join(', ')}`)
    const rule = member(schema, 'propertyNames')
    if (isObject(rule) && Object.keys(rule).some(keyword => keyword !== 'type'))
      notes.words.push(rawWords('propertyNames', rule))
  }
  readCounts(alternative)
  const beyond = readBeyond(sources, 'object')
  drafts.push(...beyond.drafts)
  notes.words.push(...beyond.words)
}
