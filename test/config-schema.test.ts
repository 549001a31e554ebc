import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shippedSchema } from '../scripts/config-schema.ts'
import { check } from '../src/config/check.ts'
import { configSchema } from '../src/config/schema.ts'
import { profiles, rules } from '../src/index.ts'
import { tokens } from '../src/pointer.ts'

const shipped = shippedSchema()

const ajv = new Ajv2020({
  strictTypes: false,
  strictTuples: false,
  formats: {
    uri: URL.canParse,
    'json-pointer': pointer => tokens(pointer) !== undefined,
    'character-class': true,
    gitignore: true,
  },
})

/** Nearly a configuration: right and wrong keys and values, mixed. */
const setting = fc.oneof(
  fc.constantFrom('off', 'warning', 'error', 'warn', 2, null, [], ['error'], ['error', {}], ['off', {}, {}]),
  fc.tuple(fc.constantFrom('error', 'fatal'), fc.record({ max: fc.constantFrom(0, 3, -1, 1.5, 'many') })),
)
const settings = fc.dictionary(
  fc.constantFrom('valid-refs', 'valid-tool-count', 'valid-types', 'valid-ref', '__proto__', 'max'),
  setting,
)
const strings = fc.constantFrom([], ['a'], [''], 'a', [1], {})
const shared = {
  files: strings,
  ignores: strings,
  profile: fc.constantFrom('deepseek', 'deepsek', 3, ''),
  rules: fc.oneof(settings, fc.constantFrom([], 'off', null)),
  baseUrl: fc.constantFrom('https://api.deepseek.com', 'api', '', 0),
}
const override = fc.record(
  { ...shared, tools: strings, pointers: fc.constantFrom(['/a'], ['a'], [''], 3), extends: strings },
  { requiredKeys: [] },
)
const config = fc.record(
  {
    ...shared,
    $schema: fc.constantFrom('x', 1),
    extends: fc.constantFrom('./a.json', '', ['a'], [1], {}),
    plugins: fc.constantFrom({}, []),
    overrides: fc.oneof(fc.array(override, { maxLength: 2 }), fc.constant({})),
    imports: strings,
    mcp: strings,
    rule: settings,
  },
  { requiredKeys: [] },
)

describe('the schema of configurations', () => {
  test('is what is shipped', async () => {
    await expect(`${JSON.stringify(shipped, null, 2)}\n`).toMatchFileSnapshot('../schema/config.schema.json')
  })

  test('says of any value what the reader of configurations says', () => {
    const validate = ajv.compile(shipped)
    const closed = configSchema(rules, profiles, { open: false })
    fc.assert(
      fc.property(config, value => {
        expect(check(value, closed).length === 0).toBe(validate(value))
      }),
      { numRuns: 2000 },
    )
  })

  test('describes the options of every rule that has some in a profile', () => {
    for (const { rules: set } of Object.values(profiles)) {
      for (const [id, { options }] of Object.entries(set)) {
        const described = rules[id]!.meta.options
        expect([id, Object.keys(described ?? {}).sort()]).toEqual([id, Object.keys(options ?? {}).sort()])
        if (options === undefined) continue
        const problems = check(
          { rules: { [id]: ['error', options] } },
          configSchema(rules, profiles, { open: false }),
        )
        expect(problems).toEqual([])
      }
    }
  })
})
