import type { Shape } from '../src/config/check.ts'
import { configSchema } from '../src/config/schema.ts'
import { profiles, rules } from '../src/registry.ts'

/** The schema of configurations as it is shipped: what stands in several places is written once, in `$defs`. */
export function shippedSchema(): object {
  const schema = configSchema(rules, profiles, { open: true })
  const names = sharedParts(schema)
  const $defs = Object.fromEntries([...names].map(([shape, name]) => [name, referring(shape, names)]))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://unpkg.com/strictcall/schema/config.schema.json',
    ...referring(schema, names),
    $defs,
  }
}

/** Shorter ones are easier to read where they stand. */
const SHORTEST = 60

/** The parts that are the same object in several places, and what to call each: its title, or the key that it is under. */
function sharedParts(schema: Shape): Map<Shape, string> {
  const seen = new Set<Shape>()
  const shared = new Map<Shape, string>()
  const visit = (shape: Shape, key: string): void => {
    if (!seen.has(shape)) {
      seen.add(shape)
      replaceParts(shape, key, (part, name) => {
        visit(part, name)
        return part
      })
    } else if (JSON.stringify(shape).length >= SHORTEST) shared.set(shape, shape.title ?? key)
  }
  visit(schema, '')
  if (new Set(shared.values()).size < shared.size) throw new Error('Two parts have the same name.')
  return shared
}

function referring(shape: Shape, names: ReadonlyMap<Shape, string>): object {
  return replaceParts(shape, '', part => {
    const name = names.get(part)
    return name === undefined ? referring(part, names) : { $ref: `#/$defs/${name}` }
  })
}

/** A schema with other schemas in it. `key` is what a part is called that has no name of its own. */
function replaceParts(shape: Shape, key: string, replace: (part: Shape, key: string) => object): object {
  const replaceNamed = (parts: Readonly<Record<string, Shape>>) =>
    Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, replace(part, name)]))
  const { properties, patternProperties, additionalProperties: others, items, anyOf, prefixItems } = shape
  return {
    ...shape,
    ...(properties && { properties: replaceNamed(properties) }),
    ...(patternProperties && { patternProperties: replaceNamed(patternProperties) }),
    ...(others && { additionalProperties: replace(others, key) }),
    ...(items && { items: replace(items, key) }),
    ...(anyOf && { anyOf: anyOf.map(part => replace(part, key)) }),
    ...(prefixItems && { prefixItems: prefixItems.map(part => replace(part, key)) }),
  }
}
