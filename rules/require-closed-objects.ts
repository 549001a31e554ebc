import { allowsObject, defineRule, isAlone, isObject, type Problem } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require `additionalProperties: false` on every object.',
    why: 'The grammar needs a closed set of keys: an open object or a map stands for endlessly many.',
    how: 'Add `"additionalProperties": false`; turn a map into an array of `{key, value}` objects.',
    fixable: 'safe',
  },
  on: () => ({
    types: { object: schema => schema.additionalProperties !== false },
    values: { additionalProperties: isObject },
  }),

  schema(node): Problem | undefined {
    const { schema } = node
    if (typeof schema === 'boolean') return undefined
    const { additionalProperties: open } = schema
    if (open === false) return undefined
    if (isObject(open)) {
      return {
        messageId: 'map',
        message:
          'A map (`additionalProperties` with a schema) is not possible: use an array of `{key, value}` objects.',
        at: '/additionalProperties',
      }
    }
    if (!allowsObject(schema)) return undefined
    if (open === true) {
      return {
        messageId: 'open',
        message:
          '`additionalProperties` must be `false`: the object may not have keys that it does not declare.',
        at: '/additionalProperties',
        fix: () => ({ safe: false, patch: [{ op: 'replace', path: '/additionalProperties', value: false }] }),
      }
    }
    if (open !== undefined || isMalformed(schema.properties)) return undefined
    // The `type` beside a union or a reference is what is wrong, not that it is open.
    if (schema.properties === undefined && (Array.isArray(schema.anyOf) || typeof schema.$ref === 'string'))
      return undefined
    return {
      messageId: 'missing',
      message: 'The object does not say `additionalProperties: false`.',
      fix: () => ({
        safe: isWhole(schema) && !applicators.some(keyword => keyword in schema) && isAlone(node),
        patch: [{ op: 'add', path: '/additionalProperties', value: false }],
      }),
    }
  },
})

/** Beside these, properties may be declared elsewhere, and closing the object would forbid them. */
const applicators = [
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  '$ref',
  'patternProperties',
  'dependentSchemas',
  'dependencies',
]

/** Whether all that is declared is required and all that is required declared: nothing is open but names nobody knows. */
function isWhole({ properties, required }: Record<string, unknown>): boolean {
  return (
    isObject(properties) &&
    Array.isArray(required) &&
    Object.keys(properties).every(name => required.includes(name)) &&
    required.every(name => typeof name === 'string' && Object.hasOwn(properties, name))
  )
}

function isMalformed(properties: unknown): boolean {
  return properties !== undefined && !isObject(properties)
}
