import { allowsObject, defineRule, isObject, show } from '../src/rule.ts'

export default defineRule({
  claim: 2,
  meta: {
    description: 'Require that the parameters are a schema with `type: "object"`.',
    why: 'A tool is called with named arguments, so the server takes no other root, in strict mode or not.',
    how: 'Make the root `{"type": "object", "properties": {…}}`; move a union or a `$ref` into a property.',
    fixable: 'safe',
  },
  on: () => ({ root: schema => schema.type !== 'object' }),

  tool({ schema, schemaPointer, pointer, envelope, definitionPointer }) {
    if (isObject(schema)) return undefined
    const member = schemaPointer.slice(definitionPointer.length + 1)
    if (schema === undefined) {
      if (envelope === 'schema') return undefined
      return {
        messageId: 'missing',
        message: `The tool has no \`${member}\`: give it a schema with \`type: "object"\`.`,
        at: definitionPointer.slice(pointer.length),
        data: { t: 'null' },
      }
    }
    return {
      message: `\`${member}\` must be a schema with \`type: "object"\`, not ${show(schema)}.`,
      at: schemaPointer.slice(pointer.length),
      data: { t: 'null' },
    }
  },

  schema({ parent, pointer, root, schema }) {
    if (parent !== undefined || pointer !== root.pointer || typeof schema === 'boolean') return undefined
    if (schema.type === 'object') return undefined
    if (Object.hasOwn(schema, 'type')) {
      return {
        message: `The root must have \`type: "object"\`, not ${Array.isArray(schema.type) && allowsObject(schema) ? 'a list of types' : show(schema.type)}.`,
        at: '/type',
        data: { t: namesIn(schema.type) },
      }
    }
    return {
      message: `The root ${rootIs(schema)}: it must have \`type: "object"\`.`,
      data: { t: 'null' },
      ...(isObject(schema.properties) && {
        // The arguments of a call are an object in any case.
        fix: () => ({ safe: true, patch: [{ op: 'add', path: '/type', value: 'object' }] }),
      }),
    }
  },
})

/** A type as the server quotes it. In place of a name there may be anything, even what no string can be made of. */
function namesIn(type: unknown): string {
  return [type]
    .flat()
    .map(name => (typeof name === 'string' ? name : (JSON.stringify(name) ?? '')))
    .join()
}

function rootIs(schema: Record<string, unknown>): string {
  if (Object.keys(schema).length === 0) return 'is empty'
  for (const union of ['anyOf', 'oneOf', 'allOf'])
    if (Array.isArray(schema[union])) return `is an \`${union}\``
  if (typeof schema.$ref === 'string') return 'is a `$ref`'
  return 'has no `type`'
}
