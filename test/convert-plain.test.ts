import fc from 'fast-check'
import { expect, test } from 'vitest'
import { convert } from '../src/convert/index.ts'
import { isObject } from '../src/walk.ts'
import { toolSchemas } from './convert-schemas.ts'

type Json = { [key: string]: unknown }

/** The same schema, each of its values described with an `allOf` that adds nothing: no shortcut for plain schemas takes it. */
function withDetours(schema: unknown): unknown {
  if (!isObject(schema) || Object.hasOwn(schema, 'allOf')) return schema
  const detoured: Json = { ...schema, allOf: [{}] }
  if (isObject(schema.properties)) {
    const properties = Object.entries(schema.properties)
    detoured.properties = Object.fromEntries(properties.map(([name, part]) => [name, withDetours(part)]))
  }
  if (isObject(schema.items)) detoured.items = withDetours(schema.items)
  return detoured
}

function read(schema: unknown, open: 'close' | 'encode') {
  const { tools, codec, report } = convert(
    [{ type: 'function', function: { name: 't', parameters: schema } }],
    {
      open,
    },
  )
  const [{ outcome }] = report.tools as [(typeof report.tools)[0]]
  return { outcome, tools, codec }
}

test.each(['close', 'encode'] as const)('plain schemas become what they become on the long way: %s', open => {
  let converted = 0
  const property = fc.property(toolSchemas, schema => {
    const plain = read(schema, open)
    // What is ready as it is stays so; with `allOf` it is not.
    if (plain.outcome !== 'converted') return
    converted++
    expect(plain).toEqual(read(withDetours(schema), open))
  })
  fc.assert(property, { numRuns: 300, seed: 3 })
  expect(converted).toBeGreaterThan(150)
})
