import type { JsonObject } from '../../types.ts'
import { type Alternative, Inexpressible, type Place, type Shape } from '../ir.ts'
import { compile } from '../patterns.ts'
import type { Rings } from '../rings.ts'

/** A schema of what the original takes with so many parts is no help to a program that reads the codec. */
const maxParts = 2000

/** The original values of an alternative as a JSON Schema, so many levels deep; what is deeper may be anything. */
export function outline(alternative: Alternative, depth: number): JsonObject {
  return write(alternative, (_, level) => (level > depth ? {} : undefined), 1)
}

/** The same without a limit; recursion goes through `$defs`. */
export function fullOutline(alternative: Alternative, { plain, wrapped }: Rings): JsonObject {
  const names = new Map<Shape, string>()
  const definitions: [string, JsonObject][] = []
  let parts = 0
  const follow: Follow = ({ shape, nullable, origin }) => {
    parts++
    if (parts > maxParts)
      throw new Inexpressible('the branches of a union can be told apart by many details only', origin)
    if (!plain.has(shape) && !wrapped.has(shape)) return undefined
    let name = names.get(shape)
    if (name === undefined) {
      name = String(names.size + 1)
      names.set(shape, name)
      const branches = shape.alternatives.map(branch => write(branch, follow, 1))
      definitions.push([name, branches.length === 1 ? branches[0]! : { anyOf: branches }])
    }
    const ref = { $ref: `#/$defs/${name}` }
    return nullable ? { anyOf: [ref, { type: 'null' }] } : ref
  }
  const schema = write(alternative, follow, 1)
  return definitions.length > 0 ? { ...schema, $defs: Object.fromEntries(definitions) } : schema
}

/** What stands for a place; undefined to write it out. */
type Follow = (place: Place, level: number) => JsonObject | undefined

function write(alternative: Alternative, follow: Follow, level: number): JsonObject {
  const at = (place: Place) => follow(place, level) ?? writePlace(place, follow, level)
  switch (alternative.kind) {
    case 'scalar':
      return alternative.schema
    case 'literals':
      return { enum: alternative.values }
    case 'json':
      return alternative.type ? { type: alternative.type } : {}
    case 'array':
      return { type: 'array', items: at(alternative.items) }
    case 'tuple':
      return {
        type: 'array',
        prefixItems: alternative.items.map(at),
        items: alternative.rest ? at(alternative.rest) : false,
        minItems: alternative.required,
      }
    case 'object': {
      const properties = [...alternative.properties]
      const patterns = alternative.extras.filter(({ pattern }) => pattern !== undefined)
      const rest = alternative.extras.find(({ pattern }) => pattern === undefined)
      return {
        type: 'object',
        properties: Object.fromEntries([
          ...properties.map(([name, { place }]) => [name, at(place)] as const),
          ...alternative.barred.map(name => [name, false] as const),
        ]),
        required: properties.filter(([, { required }]) => required).map(([name]) => name),
        ...(patterns.length > 0 && {
          patternProperties: Object.fromEntries(
            patterns.map(({ pattern, place }) => [
              except(pattern!, [...alternative.properties.keys(), ...alternative.barred]),
              at(place),
            ]),
          ),
        }),
        ...(rest && Object.keys(rest.key).length > 1 && { propertyNames: rest.key }),
        additionalProperties: rest ? at(rest.place) : false,
      }
    }
  }
}

function writePlace({ shape, nullable }: Place, follow: Follow, level: number): JsonObject {
  const branches = shape.alternatives.map(alternative => write(alternative, follow, level + 1))
  if (nullable) branches.push({ type: 'null' })
  return branches.length === 1 ? branches[0]! : { anyOf: branches }
}

/** A pattern that leaves out the names it matches though they are declared, and so have a schema of their own. */
function except(pattern: string, names: readonly string[]): string {
  const matched = names.filter(name => compile(pattern)?.test(name))
  if (matched.length === 0) return pattern
  return `^(?!(?:${matched.map(name => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')})$)(?=[\\s\\S]*?(?:${pattern}))`
}
