import type { Pointer } from './pointer.ts'
import { isWithin } from './pointer.ts'
import type { Fix, SchemaRoot, Tool, Toolset } from './types.ts'
import { vocabulary } from './vocabulary.ts'

/** What of a container is not known. */
export interface Hidden {
  /** The members that are there, with who knows what value; of an array, the indices. */
  keys: ReadonlySet<string>
  /** Whether there may be more members. */
  open: boolean
}

/**
 * Watches what is read of a value of which parts are not known. A rule that was run without reading any such part would
 * say the same whatever stands there; what it says after it has read one is not certain.
 */
export interface Unknowns {
  /** A stand-in for `container` whose reading is watched. What is not known reads as if it were not there. */
  hide<Container extends object>(container: Container, hidden: Hidden): Container
  /** Forgets what was read until now. */
  begin(): void
  /** Whether nothing unknown is read by this. */
  isKnown(look: () => unknown): boolean
  /**
   * The tool that is judged from now on, and its schema when that has been walked since the last `begin`: what is an
   * annotation in them matters only to what is said about it.
   */
  judge(tool: Tool, root?: SchemaRoot): void
  /** Whether what is said about a place, after all that was read, holds for every possible value of the unknown. */
  isCertain(at: Pointer): boolean
  /** Makes a fix; undefined when it is made of something unknown, or takes that along. */
  certain(make: () => Fix | undefined): Fix | undefined
  /** The tool, so that reading its name and schema is watched too. */
  watchTool(tool: Tool, schemaMember: string): Tool
  /** The toolset, so that listing its tools is watched when `list` may hold others. */
  watchToolset(toolset: Toolset, list: unknown): Toolset
}

interface Read {
  holder: object
  /** Undefined when it was read which members there are. */
  key: string | undefined
}

export function createUnknowns(): Unknowns {
  let reads: Read[] = []
  let tool: Tool | undefined
  let root: SchemaRoot | undefined
  const note = (holder: object, key?: string) => {
    reads.push({ holder, key })
  }
  const isKnown = (look: () => unknown): boolean => {
    const before = reads
    reads = []
    look()
    const known = reads.length === 0
    reads = before
    return known
  }
  /** Where the annotation stands that was read; undefined when it was something else. */
  const annotationAt = ({ holder, key }: Read): Pointer | undefined => {
    if (key === undefined) return undefined
    if (holder === tool?.definition && key === 'description') return `${tool.definitionPointer}/${key}`
    const node = vocabulary.get(key)?.kind === 'annotation' ? root?.nodeOf(holder) : undefined
    return node && `${node.pointer}/${key}`
  }
  return {
    hide: (container, hidden) => hide(container, hidden, note),
    begin() {
      reads = []
    },
    isKnown,
    judge(nextTool, nextRoot) {
      tool = nextTool
      root = nextRoot
      if (nextRoot) nextRoot.isWatched = true
      if (nextRoot && reads.some(read => mayHoldSchemas(read, nextRoot))) {
        watchList(nextRoot, 'nodes', () => note(nextRoot))
      }
    },
    isCertain(at) {
      return reads.every(read => {
        const annotation = annotationAt(read)
        return annotation !== undefined && !isWithin(at, annotation)
      })
    },
    watchTool(seen, schemaMember) {
      const { definition } = seen
      return Object.defineProperties(seen, {
        name: {
          enumerable: true,
          get: () => (typeof definition.name === 'string' ? definition.name : undefined),
        },
        schema: {
          enumerable: true,
          get: () => (Object.hasOwn(definition, schemaMember) ? definition[schemaMember] : undefined),
        },
      })
    },
    certain(make) {
      let fix: Fix | undefined
      const known = isKnown(() => {
        fix = make()
        JSON.stringify(fix)
      })
      return known ? fix : undefined
    },
    watchToolset(seen, list) {
      if (!Array.isArray(list)) return seen
      if (list.length === seen.tools.length && isKnown(() => list.length)) return seen
      return watchList({ ...seen }, 'tools', () => note(seen))
    },
  }
}

/** Whether there may be subschemas that a walk which read this did not find. */
function mayHoldSchemas({ holder, key }: Read, root: SchemaRoot): boolean {
  if (key === undefined || key === '$ref' || !root.nodeOf(holder)) return true
  return vocabulary.get(key)?.shape.includes('schema') === true
}

/** Makes it known when the list is read. */
function watchList<Holder extends SchemaRoot | Toolset>(
  holder: Holder,
  key: keyof Holder,
  note: () => void,
): Holder {
  const list = holder[key]
  return Object.defineProperty(holder, key, {
    enumerable: true,
    get() {
      note()
      return list
    },
  })
}

function hide<Container extends object>(
  container: Container,
  { keys, open }: Hidden,
  note: (holder: object, key?: string) => void,
): Container {
  const isOpenTo = (key: string | symbol): key is string =>
    open && typeof key === 'string' && (key === 'length' || !Object.hasOwn(container, key))
  const watched: Container = new Proxy(container, {
    get(target, key, receiver) {
      if (isOpenTo(key)) note(watched)
      else if (typeof key === 'string' && keys.has(key)) note(watched, key)
      return Reflect.get(target, key, receiver)
    },
    has(target, key) {
      if (isOpenTo(key)) note(watched)
      return Reflect.has(target, key)
    },
    getOwnPropertyDescriptor(target, key) {
      if (isOpenTo(key)) note(watched)
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
    ownKeys(target) {
      if (open) note(watched)
      return Reflect.ownKeys(target)
    },
  })
  return watched
}
