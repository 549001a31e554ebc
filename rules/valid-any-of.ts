import { defineRule, isObject, type Problem } from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Require that `anyOf` has branches and that each has a `type` of its own.',
    why: 'The server reads a branch as one typed schema: a reference, a nested union or an untyped branch fails with nothing but "missing field `type`".',
    how: 'Write the referenced schema out, put the branches of a nested union into the outer one, add the missing `type`.',
    fixable: 'safe',
  },
  on: () => ({ keywords: ['anyOf'] }),

  schema({ schema }) {
    if (typeof schema === 'boolean' || !Array.isArray(schema.anyOf)) return undefined
    if (schema.anyOf.length === 0) {
      return { messageId: 'empty', message: '`anyOf` is empty: no value fits it.', at: '/anyOf' }
    }
    return judgeBranches(schema.anyOf)
  },
})

function* judgeBranches(branches: readonly unknown[]): Generator<Problem> {
  for (const [i, branch] of branches.entries()) {
    const lack =
      typeof branch === 'boolean'
        ? `is \`${branch}\`: write a schema with a \`type\`.`
        : isObject(branch)
          ? lackOf(branch)
          : undefined
    if (lack)
      yield { messageId: 'branch', message: `Branch ${i + 1} of \`anyOf\` ${lack}`, at: `/anyOf/${i}` }
  }
}

/** What a branch without a type is instead; undefined when it has one. */
function lackOf(branch: Record<string, unknown>): string | undefined {
  if (branch.type !== undefined) return undefined
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
