import {
  defineRule,
  type Fix,
  isObject,
  type JsonObject,
  type KeywordOptions,
  keywordOptions,
  list,
  type Operation,
  standing,
  vocabulary,
} from '../src/rule.ts'

export default defineRule<KeywordOptions>({
  meta: {
    description: 'Forbid constraints beside `anyOf`.',
    why: 'The server reads the `type` and ignores the union, or refuses an object that has no properties of its own.',
    how: 'Move the constraints into each branch; `title` and `description` may stay.',
    fixable: 'safe',
    options: keywordOptions,
  },
  on: options => ({
    combination: keywords =>
      keywords.includes('anyOf') && keywords.some(keyword => isSibling(keyword, options)),
  }),

  schema({ schema, parent }, options) {
    if (typeof schema === 'boolean' || !Array.isArray(schema.anyOf)) return undefined
    const siblings = Object.keys(schema).filter(keyword => isSibling(keyword, options))
    if (siblings.length === 0) return undefined
    const first = siblings.includes('type') ? 'type' : siblings[0]!
    const move = siblings.length > 1 ? 'move them into each branch' : 'move it into each branch'
    return {
      messageId: schema.type === 'object' && !('properties' in schema) ? 'object' : 'sibling',
      message: `${list(siblings)} beside \`anyOf\` ${siblings.length > 1 ? 'hide' : 'hides'} the union: ${move}.`,
      at: `/${first}`,
      fix: () => (siblings.length === 1 && first === 'type' && parent ? dropType(schema) : undefined),
    }
  },
})

function isSibling(keyword: string, options: KeywordOptions): boolean {
  return (
    keyword !== 'anyOf' &&
    vocabulary.get(keyword)?.kind === 'constraint' &&
    // What the provider takes nowhere is reported as that.
    standing(keyword, undefined, options) === 'supported'
  )
}

/** Where every branch has the same type or none yet, the `type` beside them can go into the branches. */
function dropType({ type, anyOf }: JsonObject): Fix | undefined {
  const branches = anyOf as unknown[]
  if (typeof type !== 'string' || !branches.every(branch => isObject(branch))) return undefined
  if (!branches.every(branch => branch.type === type || (!('type' in branch) && !('$ref' in branch))))
    return undefined
  const patch: Operation[] = [{ op: 'remove', path: '/type' }]
  for (const [i, branch] of branches.entries()) {
    if (!('type' in branch)) patch.push({ op: 'add', path: `/anyOf/${i}/type`, value: type })
  }
  return { safe: true, patch }
}
