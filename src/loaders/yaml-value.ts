import type { YamlNode } from './yaml-nodes.ts'

type Container = unknown[] | Record<string, unknown>

/** The plain JSON of a node. What an alias repeats is a value of its own at each place. */
export function toValue(root: YamlNode): unknown {
  if (root.kind === 'scalar') return root.scalar
  const value = createContainer(root)
  const rest: [YamlNode, Container][] = [[root, value]]
  for (let next = rest.pop(); next; next = rest.pop()) {
    const [node, container] = next
    for (const [key, { node: child }] of node.entries) {
      if (child.kind === 'scalar') {
        put(container, key, child.scalar)
      } else {
        const inner = createContainer(child)
        put(container, key, inner)
        rest.push([child, inner])
      }
    }
  }
  return value
}

function createContainer(node: YamlNode): Container {
  return node.kind === 'sequence' ? [] : {}
}

function put(container: Container, key: string, value: unknown): void {
  if (Array.isArray(container)) container.push(value)
  else if (key !== '__proto__') container[key] = value
  else Object.defineProperty(container, key, { value, enumerable: true, configurable: true, writable: true })
}
