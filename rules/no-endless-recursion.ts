import {
  defineRule,
  isDefinition,
  isObject,
  type JsonObject,
  type Problem,
  resolve,
  type SchemaRoot,
  type Subschema,
} from '../src/rule.ts'

export default defineRule({
  meta: {
    description: 'Forbid recursion that no value of finite size satisfies.',
    why: 'A chain of required properties that leads back to itself has no end, so the model could never finish.',
    how: 'Break the chain: put the recursive part into an array, or allow `null` in its place.',
  },
  on: () => ({ references: true }),

  root(root) {
    const refs = root.nodes.filter(node => targetOf(node) !== undefined && !isAvoidable(node))
    return refs.length > 0 && hasRing(refs) ? findLoops(root, findFinite(root)) : undefined
  },
})

/** Whether a reference stands in an array that may be empty, in the definition around it: then nothing hangs on it. */
function isAvoidable(ref: Subschema): boolean {
  for (let node = ref; node.parent && !isDefinition(node); node = node.parent) {
    const { minItems } = node.parent.schema as JsonObject
    if (node.keyword === 'items' && !(typeof minItems === 'number' && minItems > 0)) return true
  }
  return false
}

/** Whether references can lead back to where they stand: told from the definitions that they stand in and lead into. */
function hasRing(refs: readonly Subschema[]): boolean {
  const leadsTo = new Map<Subschema, Set<Subschema>>()
  for (const ref of refs) {
    const target = targetOf(ref)!
    // One that leads to something around it closes a ring by itself.
    for (let outer: Subschema | undefined = ref; outer; outer = outer.parent)
      if (outer === target) return true
    const from = definitionOf(ref)
    const to = leadsTo.get(from) ?? new Set()
    leadsTo.set(from, to.add(definitionOf(target)))
  }
  const done = new Set<Subschema>()
  const path = new Set<Subschema>()
  const stack = [...leadsTo.keys()].map(node => ({ node, leaving: false }))
  for (let top = stack.pop(); top; top = stack.pop()) {
    const { node, leaving } = top
    if (leaving) {
      path.delete(node)
      done.add(node)
    } else if (path.has(node)) return true
    else if (!done.has(node)) {
      path.add(node)
      stack.push({ node, leaving: true })
      for (const next of leadsTo.get(node) ?? []) stack.push({ node: next, leaving: false })
    }
  }
  return false
}

/** The definition that a subschema stands in, or the root. */
function definitionOf(node: Subschema): Subschema {
  let outer = node
  while (outer.parent && !isDefinition(outer)) outer = outer.parent
  return outer
}

function targetOf(node: Subschema): Subschema | undefined {
  if (typeof node.schema === 'boolean' || typeof node.schema.$ref !== 'string') return undefined
  const found = resolve(node)
  return found.kind === 'schema' ? found.node : undefined
}

/** What must be finite for a schema to be: all of some subschemas, and one of each of some groups of them. */
interface Needs {
  all: Subschema[]
  oneOf: Subschema[][]
}

function needsOf(node: Subschema): Needs {
  const { schema, root } = node
  if (typeof schema === 'boolean') return { all: [], oneOf: [] }
  const nodes = (values: readonly unknown[]) =>
    values.flatMap(value => (isObject(value) ? (root.nodeOf(value) ?? []) : []))
  const all: Subschema[] = []
  const target = targetOf(node)
  if (target) all.push(target)
  const { properties, required, items, minItems } = schema
  if (isObject(properties) && Array.isArray(required) && mustBe(schema, 'object')) {
    const names = required.filter(name => typeof name === 'string' && Object.hasOwn(properties, name))
    all.push(...nodes(names.map(name => properties[name])))
  }
  if (typeof minItems === 'number' && minItems > 0 && mustBe(schema, 'array')) all.push(...nodes([items]))
  if (Array.isArray(schema.allOf)) all.push(...nodes(schema.allOf))
  const oneOf = [schema.anyOf, schema.oneOf]
    .filter(Array.isArray)
    .map(branches => ({ branches, found: nodes(branches) }))
    // A branch that is no subschema of its own (`true`, a shared one) needs nothing.
    .filter(({ branches, found }) => found.length > 0 && found.length === branches.length)
    .map(({ found }) => found)
  return { all, oneOf }
}

/** Whether nothing but this type fits: a schema that also takes others is finite through them. */
function mustBe({ type }: Record<string, unknown>, name: string): boolean {
  return type === name || type === undefined || (Array.isArray(type) && type.length === 1 && type[0] === name)
}

/** The subschemas that a finite value satisfies: grown from those that need nothing, until no more follow. */
function findFinite({ nodes }: SchemaRoot): Set<Subschema> {
  const needs = new Map(nodes.map(node => [node, needsOf(node)]))
  const dependants = new Map<Subschema, Subschema[]>()
  for (const [node, { all, oneOf }] of needs) {
    for (const need of [...all, ...oneOf.flat()]) {
      const known = dependants.get(need)
      if (known) known.push(node)
      else dependants.set(need, [node])
    }
  }
  const finite = new Set<Subschema>()
  const queue = [...nodes]
  for (let node = queue.pop(); node; node = queue.pop()) {
    if (finite.has(node)) continue
    const { all, oneOf } = needs.get(node)!
    if (!all.every(need => finite.has(need))) continue
    if (!oneOf.every(group => group.some(need => finite.has(need)))) continue
    finite.add(node)
    queue.push(...(dependants.get(node) ?? []))
  }
  return finite
}

/** One problem for each loop: at the reference that closes it. */
function* findLoops(root: SchemaRoot, finite: ReadonlySet<Subschema>): Generator<Problem> {
  const done = new Set<Subschema>()
  const path = new Set<Subschema>()
  for (const start of root.nodes) {
    if (finite.has(start) || done.has(start)) continue
    const stack: { node: Subschema; leaving: boolean }[] = [{ node: start, leaving: false }]
    for (let top = stack.pop(); top; top = stack.pop()) {
      const { node, leaving } = top
      if (leaving) {
        path.delete(node)
        done.add(node)
        continue
      }
      if (done.has(node) || path.has(node)) continue
      path.add(node)
      stack.push({ node, leaving: true })
      const target = targetOf(node)
      if (target && path.has(target)) {
        yield {
          message: 'This `$ref` leads back to a schema that requires it: no finite value fits.',
          at: `${node.pointer.slice(root.pointer.length)}/$ref`,
        }
      }
      const { all, oneOf } = needsOf(node)
      for (const next of [...all, ...oneOf.flat()]) {
        if (!finite.has(next)) stack.push({ node: next, leaving: false })
      }
    }
  }
}
