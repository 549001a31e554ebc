import {
  defineRule,
  type Fix,
  isDefinition,
  type JsonObject,
  type Pointer,
  type Problem,
  parentOf,
  resolve,
  type SchemaRoot,
  type Subschema,
  show,
  tokens,
} from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Warn of definitions that no reference reaches from the root.',
    why: 'They cost tokens in every request, and are judged by the server like the rest.',
    how: 'Delete the definition, or correct the `$ref` that was meant to lead to it.',
    fixable: 'safe',
  },
  on: () => ({ references: true }),

  root(root) {
    return root.nodes.some(isDefinition) ? findUnused(root) : undefined
  },
})

function* findUnused(root: SchemaRoot): Generator<Problem> {
  const children = new Map<Subschema | undefined, Subschema[]>()
  for (const node of root.nodes) {
    const siblings = children.get(node.parent)
    if (siblings) siblings.push(node)
    else children.set(node.parent, [node])
  }
  const reached = new Set<Subschema>()
  // A reference that leads nowhere may have been meant for any of them.
  let isCertain = true
  const queue = root.nodes.slice(0, 1)
  for (let node = queue.pop(); node; node = queue.pop()) {
    if (reached.has(node)) continue
    reached.add(node)
    for (const child of children.get(node) ?? []) if (!isDefinition(child)) queue.push(child)
    if (typeof node.schema === 'boolean' || typeof node.schema.$ref !== 'string') continue
    const found = resolve(node)
    if (found.kind !== 'schema') {
      isCertain = false
      continue
    }
    // A reference into a definition uses the whole of it.
    for (let target = found.node; target; target = target.parent) queue.push(target)
  }
  const unused = root.nodes.filter(
    node => isDefinition(node) && !reached.has(node) && !hasUnusedAround(node, reached),
  )
  const counts = new Map<JsonObject, number>()
  for (const node of unused) counts.set(mapOf(node), (counts.get(mapOf(node)) ?? 0) + 1)
  const listed = new Map<JsonObject, string[]>()
  const namesIn = (map: JsonObject): readonly string[] => {
    const names = (!root.isWatched && listed.get(map)) || Object.keys(map)
    listed.set(map, names)
    return names
  }
  for (const node of unused) {
    const at = node.pointer.slice(root.pointer.length)
    const name = tokens(at)?.at(-1)
    yield {
      message: `No \`$ref\` leads to the definition ${show(name)}.`,
      at,
      fix: () => (isCertain ? removal(at, namesIn(mapOf(node)), name, counts.get(mapOf(node))!) : undefined),
    }
  }
}

function mapOf({ parent, keyword }: Subschema): JsonObject {
  return (parent!.schema as JsonObject)[keyword!] as JsonObject
}

/** Where nothing is used, the first definition goes last, and takes the empty map along. */
function removal(
  at: Pointer,
  names: readonly string[],
  name: string | undefined,
  unused: number,
): Fix | undefined {
  const isLast = names.length === 1
  if (!isLast && unused === names.length && name === names[0]) return undefined
  return { safe: true, patch: [{ op: 'remove', path: isLast ? parentOf(at) : at }] }
}

/** Whether the definition stands inside another one that is unused: that one is reported. */
function hasUnusedAround(node: Subschema, reached: ReadonlySet<Subschema>): boolean {
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (isDefinition(outer) && !reached.has(outer)) return true
  }
  return false
}
