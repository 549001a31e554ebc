import { allowsObject, defineRule, isObject, type JsonObject } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require that every object has at least one property, the root too.',
    why: 'The server refuses an object without properties wherever it stands, whatever else it says.',
    how: 'Declare the properties; for a free-form object use a string that holds JSON; give a tool without arguments one property, such as a nullable `reason`.',
  },
  on: () => ({ types: { object: hasNoProperties } }),

  schema({ schema, parent, pointer, root }) {
    if (typeof schema === 'boolean' || !allowsObject(schema) || !hasNoProperties(schema)) return undefined
    // Here the combination is what is wrong, and its own rule says so.
    if (typeof schema.$ref === 'string') return undefined
    if (['anyOf', 'oneOf', 'allOf'].some(keyword => Array.isArray(schema[keyword]))) return undefined
    if (parent === undefined && pointer === root.pointer) {
      return {
        messageId: 'root',
        message:
          'The tool has no parameters: strict mode takes no object without properties, so declare one.',
      }
    }
    return {
      messageId: 'nested',
      message: `The object declares no properties: name them, or use a string that holds JSON.`,
    }
  },
})

function hasNoProperties({ properties }: JsonObject): boolean {
  if (properties === undefined) return true
  if (!isObject(properties)) return false
  for (const _ in properties) return false
  return true
}
