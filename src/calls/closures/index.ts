import { resolveRef } from '../../refs.ts'
import type { JsonObject, SchemaRoot, Subschema } from '../../types.ts'
import { isObject, walk } from '../../walk.ts'
import { isOptional } from '../optional.ts'
import type { Prepared } from '../schema.ts'
import type { Steps } from '../steps.ts'
import { combine } from './combine.ts'
import type { Check, Node, Site } from './node.ts'

/** The keywords that judge something and are left to the compiler. */
export const leftToCompiler: readonly string[] = [
  '$anchor',
  '$dynamicAnchor',
  '$dynamicRef',
  '$id',
  '$recursiveAnchor',
  '$recursiveRef',
  'additionalItems',
  'contains',
  'dependencies',
  'dependentRequired',
  'dependentSchemas',
  'else',
  'if',
  'maxContains',
  'minContains',
  'patternProperties',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]

/**
 * Makes a schema into functions that call each other, one for each keyword. That is done in a small part of the time that
 * compiling it to code takes, and is allowed where making code is not. They judge what strict mode allows and what is
 * common around it, as the compiled code does, and complain in the same order. Where a schema has something else, the
 * keyword that needs the compiler is what comes out.
 */
export function createClosures(
  { schema: root, keywords, dialect }: Prepared,
  { take }: Steps,
): Node | { left: string } {
  let left = leftToCompiler.find(keyword => keywords.has(keyword))
  if (keywords.has('prefixItems') && dialect !== '2020-12') left = 'prefixItems'
  if (left !== undefined) return { left }
  const nodes = new Map<object, Node>()
  let places: SchemaRoot | undefined
  try {
    const whole = nodeOf(root, '', false, [])
    return left === undefined ? whole : { left }
  } catch (error) {
    // Only a chain of references is longer than the stack.
    if (error instanceof RangeError) return { left: '$ref' }
    throw error
  }

  /** `around` are the schemas that judge the very same value. */
  function nodeOf(schema: unknown, pointer: string, optional: boolean, around: readonly object[]): Node {
    if (schema === true) return nodeOf({}, pointer, optional, around)
    if (!isObject(schema)) return falseNode(pointer)
    const known = nodes.get(schema)
    if (known) return known
    // Who meets a schema that is still being made gets what finds the whole of it later.
    const node: Node = { test: value => node.test(value), collect: () => {} }
    nodes.set(schema, node)
    const inside = [...around, schema]
    const site: Site = {
      schema,
      pointer,
      optional,
      same: (branch, place) => nodeOf(branch, place, false, inside),
      part: (member, place, isOptional = false) => nodeOf(member, place, isOptional, []),
      target: ref => counted(targetOf(ref, inside)),
    }
    const made = combine(site)
    if (typeof made === 'string') left ??= made
    else Object.assign(node, made)
    return node
  }

  function targetOf(ref: string, inside: readonly object[]): Node | undefined {
    places ??= walk(root as JsonObject, '')
    const found = resolveRef(places, ref)
    if (found.kind !== 'schema' || inside.includes(found.schema as object)) return undefined
    const { schema, pointer, node } = found
    if (node && top(node).pointer !== '') return undefined
    return nodeOf(schema, pointer, node !== undefined && isOptional(node), inside)
  }

  function counted(node: Node | undefined): Check | undefined {
    return (
      node && {
        test(value) {
          take()
          return node.test(value)
        },
        collect(value, at, found) {
          take()
          node.collect(value, at, found)
        },
      }
    )
  }
}

function falseNode(pointer: string): Node {
  return {
    test: () => false,
    collect(data, at, { errors }) {
      errors.push({
        keyword: 'false schema',
        pointer: at,
        schemaPointer: `${pointer}/false schema`,
        params: {},
        schema: false,
        parentSchema: false as never,
        data,
        optional: false,
      })
    },
  }
}

/** The place that leads to a subschema by keywords alone; what only references lead to has not been prepared. */
function top(node: Subschema): Subschema {
  let above = node
  while (above.parent) above = above.parent
  return above
}
