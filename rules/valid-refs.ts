import {
  defineRule,
  definitionKeywords,
  isObject,
  mostCompared,
  nearest,
  type Problem,
  resolve,
  type SchemaRoot,
  show,
} from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require that every `$ref` points at a schema inside the same parameters.',
    why: 'The server sees nothing but this one schema: it can fetch no URL and read no file.',
    how: 'Put the definition under `$defs` of the same schema and point at it with `#/$defs/name`.',
    fixable: 'unsafe',
  },
  on: () => ({ references: true }),

  schema(node): Problem | undefined {
    const { schema, root } = node
    if (typeof schema === 'boolean' || typeof schema.$ref !== 'string') return undefined
    const found = resolve(node)
    const at = '/$ref'
    const ref = show(schema.$ref)
    switch (found.kind) {
      case 'schema':
        return undefined
      case 'dangling': {
        const meant = suggestion(root, schema.$ref)
        const place = found.reached === '' ? 'the root' : `\`${found.reached}\``
        return {
          messageId: 'dangling',
          message: `\`$ref\` ${ref} points at nothing: ${place} has no ${show(found.missing)}${meant ? `; did you mean "${meant}"?` : '.'}`,
          at,
          ...(meant && { fix: () => ({ safe: false, patch: [{ op: 'replace', path: at, value: meant }] }) }),
        }
      }
      case 'no schema':
        return {
          messageId: 'no-schema',
          message: `\`$ref\` ${ref} points at something that is no schema.`,
          at,
        }
      case 'anchor':
        return {
          messageId: 'anchor',
          message: `\`$ref\` ${ref} names an anchor: point at the place itself, like \`#/$defs/name\`.`,
          at,
        }
      case 'elsewhere':
        return {
          messageId: 'elsewhere',
          message: `\`$ref\` ${ref} leads out of this schema: copy what it points at into \`$defs\`.`,
          at,
        }
    }
  },
})

/** The definition whose pointer is spelt most like the reference. */
function suggestion(root: SchemaRoot, ref: string): string | undefined {
  const pointers = (!root.isWatched && known.get(root)) || definitionsOf(root)
  known.set(root, pointers)
  return nearest(ref, pointers)
}

const known = new WeakMap<SchemaRoot, readonly string[]>()

function definitionsOf({ schema }: SchemaRoot): readonly string[] {
  const pointers = definitionKeywords.flatMap(keyword => {
    const definitions = schema[keyword]
    return isObject(definitions) ? Object.keys(definitions).map(name => `#/${keyword}/${name}`) : []
  })
  return pointers.slice(0, mostCompared)
}
