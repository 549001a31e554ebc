import { child, type Pointer } from '../pointer.ts'

/** Says where an object or array of a document stands: what a patch takes over from it keeps its text. */
export type Origins = (value: object) => Pointer | undefined

export const noOrigins: Origins = () => undefined

interface Origin {
  parent: object | undefined
  key: string
}

/** Looks at the document when it is asked for the first time. */
export function originsOf(document: unknown): Origins {
  let known: Map<object, Origin> | undefined
  return value => {
    known ??= listOrigins(document)
    const keys: string[] = []
    let origin = known.get(value)
    if (!origin) return undefined
    for (; origin?.parent; origin = known.get(origin.parent)) keys.push(origin.key)
    return keys.reverse().reduce(child, '')
  }
}

function listOrigins(document: unknown): Map<object, Origin> {
  const origins = new Map<object, Origin>()
  const rest: object[] = []
  const meet = (value: unknown, parent: object | undefined, key: string) => {
    if (typeof value !== 'object' || value === null || origins.has(value)) return
    origins.set(value, { parent, key })
    rest.push(value)
  }
  meet(document, undefined, '')
  for (let container = rest.pop(); container; container = rest.pop()) {
    for (const key of Object.keys(container)) {
      meet((container as Record<string, unknown>)[key], container, key)
    }
  }
  return origins
}
