import fc from 'fast-check'
import { instanceTypes, vocabulary } from '../src/vocabulary.ts'

const keys = [...vocabulary.keys(), '__proto__', 'constructor', 'toString', 'a/b', 'm~n', '', 'x-note', '0']

/** Anything that could stand in a file, with the words of tools and schemas strewn in. */
export const anyJson = fc.letrec<{ value: unknown }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 6 },
    fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e300, '', '\ud800', 'a', ...instanceTypes),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(
        fc.tuple(
          fc.constantFrom(
            ...keys,
            'tools',
            'functions',
            'function',
            'name',
            'parameters',
            'inputSchema',
            'input_schema',
            'tool_choice',
            'model',
          ),
          tie('value'),
        ),
        { maxLength: 6 },
      )
      .map(Object.fromEntries),
  ),
})).value

/** Schemas that mostly have the form they should, so that the rules get past the form. */
export const anySchema = fc.letrec<{ schema: unknown }>(tie => {
  const map = fc.dictionary(fc.constantFrom('city', 'a/b', '__proto__', 'minLength', '$ref'), tie('schema'), {
    maxKeys: 3,
  })
  const list = fc.array(tie('schema'), { maxLength: 3 })
  const member = fc.oneof(
    fc.tuple(
      fc.constant('type'),
      fc.oneof(
        fc.constantFrom(...instanceTypes, 'date'),
        fc.array(fc.constantFrom(...instanceTypes, 'dict'), { maxLength: 3 }),
      ),
    ),
    fc.tuple(fc.constantFrom('properties', '$defs', '$def', 'definitions', 'patternProperties'), map),
    fc.tuple(fc.constantFrom('anyOf', 'oneOf', 'allOf', 'prefixItems'), list),
    fc.tuple(
      fc.constantFrom('items', 'additionalProperties', 'not', 'if', 'contains'),
      fc.oneof(tie('schema'), fc.boolean()),
    ),
    fc.tuple(
      fc.constant('required'),
      fc.array(fc.constantFrom('city', 'a/b', '__proto__', 'town'), { maxLength: 3 }),
    ),
    fc.tuple(fc.constant('enum'), fc.array(fc.constantFrom<unknown>('a', 1, null, {}), { maxLength: 3 })),
    fc.tuple(fc.constant('pattern'), fc.constantFrom('^a$', '[^[]', '(a+)+$', '(', '\\p{L}')),
    fc.tuple(fc.constant('format'), fc.constantFrom('email', 'uri', 'int32')),
    fc.tuple(
      fc.constant('$ref'),
      fc.constantFrom('#', '#/$defs/city', '#/$def/a~1b', '#/properties/city', 'x.json', '#%'),
    ),
    fc.tuple(
      fc.constantFrom('minimum', 'maximum', 'minLength', 'multipleOf', 'exclusiveMinimum'),
      fc.oneof(fc.integer({ min: -2, max: 3 }), fc.boolean()),
    ),
    fc.tuple(fc.constantFrom(...keys), fc.constantFrom<unknown>('a', 1, null, [], {})),
  )
  return {
    schema: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      fc.boolean(),
      fc.array(member, { maxLength: 5 }).map(Object.fromEntries),
    ),
  }
}).schema

export const anyTools = fc
  .array(fc.tuple(fc.constantFrom('get_city', 'a b', '__proto__', 'x'.repeat(65)), anySchema), {
    maxLength: 3,
  })
  .map(list =>
    list.map(([name, parameters]) => ({ type: 'function', function: { name, parameters, strict: true } })),
  )

/** Schemas as strict mode wants them: most rules say nothing about one. */
export const strictSchema = fc.letrec<{ schema: unknown; object: unknown }>(tie => ({
  schema: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record(
      {
        type: fc.constantFrom<unknown>('string', 'number', 'boolean', ['string', 'null']),
        description: fc.string(),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({
      type: fc.constant('string'),
      enum: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('string'), format: fc.constantFrom('email', 'uuid') }),
    fc.record({ type: fc.constant('string'), pattern: fc.constantFrom('^a+$', '^[0-9]{4}$') }),
    fc.record({ type: fc.constant('integer'), minimum: fc.nat(), maximum: fc.integer({ min: -1 }) }),
    fc.record({ $ref: fc.constantFrom('#', '#/$defs/a', '#/$defs/b') }),
    fc.record({ type: fc.constant('array'), items: tie('schema') }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    tie('object'),
  ),
  object: fc
    .tuple(
      fc.dictionary(fc.constantFrom('city', 'a/b', 'unit', 'when'), tie('schema'), {
        minKeys: 1,
        maxKeys: 3,
      }),
      fc.option(fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { maxKeys: 2 }), { nil: undefined }),
    )
    .map(([properties, $defs]) => ({
      type: 'object',
      properties,
      required: Object.keys(properties),
      additionalProperties: false,
      ...($defs && { $defs }),
    })),
})).object

/** The same with one member somewhere in it changed, added or taken out. */
export const nearlyStrictSchema = fc
  .tuple(strictSchema, fc.nat(), fc.constantFrom(...keys), anyJson, fc.boolean())
  .map(([schema, place, key, value, isNew]) => {
    const changed = structuredClone(schema) as object
    const objects = objectsIn(changed)
    const object = objects[place % objects.length]!
    if (Array.isArray(object)) object.push(value)
    else setMember(object as Record<string, unknown>, isNew ? key : undefined, place, value)
    return changed
  })

/** Gives one of the members another value, where no key is given. */
function setMember(
  object: Record<string, unknown>,
  key: string | undefined,
  place: number,
  value: unknown,
): void {
  const own = Object.keys(object)
  const at = key ?? own[place % own.length] ?? 'type'
  Object.defineProperty(object, at, { value, enumerable: true, writable: true, configurable: true })
}

function objectsIn(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(objectsIn)]
}
