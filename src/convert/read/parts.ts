import { child } from '../../pointer.ts'
import { isObject } from '../../walk.ts'
import type { Alternative, Draft, JsonAlternative, Notes, Place, ScalarAlternative, Source } from '../ir.ts'
import { type JsonType, jsonText, member } from '../json.ts'
import { type ArrayContext, fillArray, fillTuple, isTuple } from './arrays.ts'
import { literalsOf } from './disjoint.ts'
import type { Conjunction } from './expand.ts'
import { typesMeant } from './keywords.ts'
import { readLiterals } from './literals.ts'
import { accountForFree, fillObject, type ObjectContext, outlineOf } from './objects.ts'
import type { ReadOptions } from './reader.ts'
import { readNumber, readString, type Scalar } from './scalars.ts'
import { allTypes, declaredTypes, intersect, isStandard, type TypeSet, typeName } from './types.ts'

/** One type of value that a conjunction takes. */
export interface Part {
  /** What tells it from the conjunction's other parts. */
  key: string
  conjunction: Conjunction
  /** Left out for `null`, which is no alternative of its own. */
  make?: (common: Common) => Alternative
}

export interface Common {
  notes: Notes
  drafts: Draft[]
  sources: Source[]
}

/** What making a part needs from the reader. */
export interface PartContext extends ReadOptions, ArrayContext, ObjectContext {
  /** Puts off what looks into a value, so that recursion ends and no schema is too deep. */
  later(fill: () => void): void
}

/** Stands in the conjunction of the root: a tool's arguments are an object, whatever the schema says. */
export const rootSource: Source = { schema: { type: 'object' }, pointer: '#root' }

/** The types of value that a conjunction takes. None: it contradicts itself. */
export function partsOf(conjunction: Conjunction, context: PartContext): Part[] {
  const declared = conjunction.map(declaredTypes).reduce(intersect, undefined)
  const literals = literalsOf(conjunction)
  if (literals) return literalParts(conjunction, literals, declared, context)
  const types = declared ?? meantTypes(conjunction)
  const open = conjunction.every(source => typesMeant(source).length === 0)
  const drafts = typeDrafts(conjunction, declared, types)
  if (!types || (open && types.types.size === allTypes.length))
    return [withDrafts(anyPart(conjunction), drafts)]
  const found = allTypes.filter(type => types.types.has(type))
  return found.flatMap((type, i) => {
    const part = partOf(conjunction, type, types.whole, context)
    return part ? [i === 0 ? withDrafts(part, drafts) : part] : []
  })
}

/** The one type of value that a subschema takes which stands alone, names its type as JSON Schema does, and lists no values. */
export function plainPart(source: Source, context: PartContext): Part | undefined {
  const { schema } = source
  if (typeof schema === 'boolean' || !Object.hasOwn(schema, 'type')) return undefined
  const { type } = schema
  if (!isStandard(type)) return undefined
  for (const keyword in schema) if (beyondType.has(keyword)) return undefined
  return partOf([source], type === 'integer' ? 'number' : (type as JsonType), type === 'integer', context)
}

const beyondType = new Set(['enum', 'const', 'nullable'])

function withDrafts(part: Part, drafts: readonly Draft[]): Part {
  const { make } = part
  if (!make || drafts.length === 0) return part
  return { ...part, make: common => make({ ...common, drafts: [...drafts, ...common.drafts] }) }
}

/** Where no `type` is given, the types that the other keywords are about. */
function meantTypes(conjunction: Conjunction): TypeSet | undefined {
  const types = new Set(conjunction.flatMap(typesMeant))
  return types.size > 0 ? { types, whole: false } : undefined
}

function typeDrafts(
  conjunction: Conjunction,
  declared: TypeSet | undefined,
  types: TypeSet | undefined,
): Draft[] {
  const drafts: Draft[] = []
  for (const { schema, pointer } of conjunction) {
    const type = isObject(schema) ? member(schema, 'type') : undefined
    if (type === undefined) continue
    const from = child(pointer, 'type')
    for (const name of Array.isArray(type) ? type : [type]) {
      const known = typeName(name)
      if (known === name) continue
      const shown = `\`type\` ${jsonText(name) ?? '…'}`
      drafts.push(
        known === undefined
          ? {
              kind: 'weakened',
              message: `${shown} is no type of JSON Schema, and is left out.`,
              keyword: 'type',
              from,
            }
          : { kind: 'safe', message: `${shown} is read as ${known}.`, keyword: 'type', from },
      )
    }
  }
  if (!declared && types) {
    const names = [...types.types].join(' or ')
    drafts.push({
      kind: 'narrowed',
      message: `\`type\` is missing: by its other keywords it is read as ${names}.`,
      keyword: 'type',
      from: conjunction.find(source => typesMeant(source).length > 0)!.pointer,
    })
  }
  return drafts
}

function partOf(
  conjunction: Conjunction,
  type: JsonType,
  whole: boolean,
  context: PartContext,
): Part | undefined {
  switch (type) {
    case 'null':
      return { key: type, conjunction }
    case 'boolean':
      return scalarPart(conjunction, type, { schema: { type }, drafts: [], words: [] })
    case 'string':
      return scalarPart(conjunction, type, readString(conjunction, context.dialect))
    case 'number': {
      const number = readNumber(conjunction, whole)
      return number && scalarPart(conjunction, type, number)
    }
    case 'array':
      return isTuple(conjunction) ? tuplePart(conjunction, context) : arrayPart(conjunction, context)
    case 'object':
      return objectPart(conjunction, context)
  }
}

function anyPart(conjunction: Conjunction): Part {
  return { key: 'any', conjunction, make: common => ({ kind: 'json', ...common }) }
}

function scalarPart(conjunction: Conjunction, key: string, { schema, drafts, words }: Scalar): Part {
  return {
    key,
    conjunction,
    make: common => {
      common.notes.words.unshift(...words)
      common.drafts.push(...drafts)
      return { kind: 'scalar', schema: schema as ScalarAlternative['schema'], ...common }
    },
  }
}

function literalParts(
  conjunction: Conjunction,
  values: readonly unknown[],
  types: TypeSet | undefined,
  { resolve }: PartContext,
): Part[] {
  const literals = readLiterals(conjunction, values, types, resolve)
  const parts = literals.scalars.map((schema, i) =>
    scalarPart(conjunction, `literals ${i}`, { schema, drafts: [], words: [] }),
  )
  if (literals.others.length > 0) {
    parts.push({
      key: 'literals',
      conjunction,
      make: common => ({ kind: 'literals', values: literals.others, ...common }),
    })
  }
  if (parts[0]) parts[0] = withDrafts(parts[0], literals.drafts)
  return literals.null ? [...parts, { key: 'null', conjunction }] : parts
}

/** Stands in until the items are read. */
const unread: Place = {
  shape: { conjunction: [], name: 'item', alternatives: [] },
  nullable: false,
  notes: { texts: [], words: [] },
  drafts: [],
  origin: '',
}

function arrayPart(conjunction: Conjunction, context: PartContext): Part {
  return {
    key: 'array',
    conjunction,
    make: common => {
      const alternative = { kind: 'array' as const, items: unread, ...common }
      context.later(() => fillArray(alternative, context))
      return alternative
    },
  }
}

function tuplePart(conjunction: Conjunction, context: PartContext): Part {
  return {
    key: 'tuple',
    conjunction,
    make: common => {
      const alternative = { kind: 'tuple' as const, items: [], required: 0, ...common }
      context.later(() => fillTuple(alternative, context))
      return alternative
    },
  }
}

function objectPart(conjunction: Conjunction, context: PartContext): Part {
  const isRoot = conjunction.some(({ pointer }) => pointer === rootSource.pointer)
  const outline = outlineOf(conjunction, context, isRoot)
  return {
    key: isRoot ? 'root' : 'object',
    conjunction,
    make: common => {
      common.drafts.push(...outline.drafts)
      if (outline.rest === 'free') {
        const alternative: JsonAlternative = { kind: 'json', type: 'object', ...common }
        accountForFree(alternative)
        return alternative
      }
      const alternative = {
        kind: 'object' as const,
        properties: new Map(),
        extras: [],
        barred: [],
        ...common,
      }
      context.later(() => fillObject(alternative, outline, context))
      return alternative
    },
  }
}
