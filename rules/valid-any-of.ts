import {
  areDisjoint,
  defineRule,
  type Fix,
  isObject,
  type JsonObject,
  type Pointer,
  type Problem,
  resolveRef,
  type SchemaRoot,
  type Subschema,
  typesOfValues,
} from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require that `anyOf` has branches and that each has a `type` of its own.',
    why: 'The server reads a branch as one typed schema: a reference, a nested union or an untyped branch fails with nothing but "missing field `type`".',
    how: 'Write the referenced schema out, put the branches of a nested union into the outer one, add the missing `type`.',
    fixable: 'safe',
  },
  on: () => ({
    values: {
      anyOf: branches => Array.isArray(branches) && (branches.length === 0 || branches.some(lackOf)),
    },
  }),

  schema(node) {
    const { schema } = node
    if (typeof schema === 'boolean' || !Array.isArray(schema.anyOf)) return undefined
    if (schema.anyOf.length === 0) {
      return { messageId: 'empty', message: '`anyOf` is empty: no value fits it.', at: '/anyOf' }
    }
    return judgeBranches(schema.anyOf, node)
  },
})

function* judgeBranches(branches: readonly unknown[], { root }: Subschema): Generator<Problem> {
  for (const [i, branch] of branches.entries()) {
    const lack = lackOf(branch)
    if (!lack) continue
    const at = `/anyOf/${i}`
    yield {
      messageId: 'branch',
      message: `Branch ${i + 1} of \`anyOf\` ${lack}`,
      at,
      fix: () => writeOut(branch, at, root),
    }
  }
}

/** Puts typed branches in the place of one that has no type of its own. */
function writeOut(branch: unknown, at: Pointer, root: SchemaRoot): Fix | undefined {
  if (!isObject(branch) || root.tooDeep !== undefined) return undefined
  const typed = typedBranches(branch, root, [])
  if (!typed || JSON.stringify(typed).length > longest) return undefined
  const [only] = typed
  if (typed.length === 1 && !('$ref' in branch)) {
    return { safe: true, patch: [{ op: 'add', path: `${at}/type`, value: only!.type }] }
  }
  return {
    safe: true,
    patch: [
      { op: 'remove', path: at },
      ...typed.toReversed().map(value => ({ op: 'add' as const, path: at, value })),
    ],
  }
}

/** In characters. A definition that is longer had better be changed by hand. */
const longest = 20_000

/** The typed schemas that a branch comes down to; undefined when they cannot be told, or never end. */
function typedBranches(
  branch: JsonObject,
  root: SchemaRoot,
  through: readonly string[],
): JsonObject[] | undefined {
  const { $ref: ref, anyOf, oneOf, title, description, ...rest } = branch
  const about = { ...(title !== undefined && { title }), ...(description !== undefined && { description }) }
  if (branch.type !== undefined) return [branch]
  const others = Object.keys(rest).length
  if (typeof ref === 'string') {
    if (others > 0 || anyOf || oneOf || through.includes(ref)) return undefined
    const found = resolveRef(root, ref)
    if (found.kind !== 'schema' || !isObject(found.schema) || leadsBack(found.schema, ref, root))
      return undefined
    return typedBranches({ ...found.schema, ...about }, root, [...through, ref])
  }
  const inner = anyOf ?? (Array.isArray(oneOf) && areDisjoint(oneOf) ? oneOf : undefined)
  if (Array.isArray(inner) && others === 0 && !(anyOf && oneOf)) {
    const branches = inner.map(member =>
      isObject(member) ? typedBranches({ ...about, ...member }, root, through) : undefined,
    )
    return branches.includes(undefined) ? undefined : (branches as JsonObject[][]).flat()
  }
  const types = typesOfValues(branch)
  if (anyOf || oneOf || !types || types.includes('object') || types.includes('array')) return undefined
  return [{ type: types.length === 1 ? types[0] : types, ...branch }]
}

/** Whether a definition refers to itself, by whatever way: then it cannot be written out. */
function leadsBack(definition: JsonObject, ref: string, root: SchemaRoot): boolean {
  const seen = new Set<unknown>()
  const queue: unknown[] = [definition]
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    const inner = (value as JsonObject).$ref
    if (inner === ref) return true
    if (typeof inner === 'string') {
      const found = resolveRef(root, inner)
      if (found.kind === 'schema') queue.push(found.schema)
    }
    queue.push(...Object.values(value))
  }
  return false
}

/** What a branch without a type is instead; undefined when it has one. */
function lackOf(branch: unknown): string | undefined {
  if (typeof branch === 'boolean') return `is \`${branch}\`: write a schema with a \`type\`.`
  if (!isObject(branch) || branch.type !== undefined) return undefined
  if (typeof branch.$ref === 'string') return 'is a `$ref`: write the schema it points at out in its place.'
  for (const union of ['anyOf', 'oneOf']) {
    if (Array.isArray(branch[union]))
      return `is a union itself (\`${union}\`): put its branches into the outer \`anyOf\`.`
  }
  if (Array.isArray(branch.allOf)) return 'is an `allOf`: merge it into one schema with a `type`.'
  if ('enum' in branch || 'const' in branch)
    return 'lists values without a `type`: add the type of the values.'
  return 'has no `type`: add one.'
}
