import { isObject } from '../walk.ts'
import { type Library, type Project, requireFrom } from './project.ts'

/** The dialect that libraries are asked for. */
const target = 'draft-2020-12'

/** Whether a value is a schema of some library, and not written as JSON Schema. */
export function isLibrarySchema(value: unknown): value is LibrarySchema {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  return '~standard' in value || aiSchema in value || isEffect(value) || isOldZod(value)
}

/** A schema, by the members that libraries give theirs. */
interface LibrarySchema {
  '~standard'?: { vendor?: string; jsonSchema?: { input?: (options: { target: string }) => unknown } }
  '~effect/Schema/Schema'?: unknown
  _zod?: unknown
  jsonSchema?: unknown
}

const aiSchema = Symbol.for('vercel.ai.schema')

function isEffect(value: object): boolean {
  return '~effect/Schema/Schema' in value || Symbol.for('effect/Schema') in value
}

/** Zod before it was a Standard Schema. */
function isOldZod(value: object): boolean {
  return '_def' in value && 'safeParse' in value
}

/**
 * The JSON Schema of what a schema takes: as it tells itself, or as the library's own converter in the user's project
 * makes it. What is no library's schema comes back as it is.
 *
 * @throws an error that says why there is none
 */
export async function jsonSchemaOf(given: unknown, project: Project): Promise<unknown> {
  const schema = await given
  if (!isLibrarySchema(schema)) return schema
  if (aiSchema in schema) return schema.jsonSchema
  if (isEffect(schema)) return ofEffect(schema, project)
  const { vendor = 'zod', jsonSchema } = schema['~standard'] ?? {}
  if (typeof jsonSchema?.input === 'function') return jsonSchema.input({ target })
  const convert = Object.hasOwn(converters, vendor) ? converters[vendor] : undefined
  if (!convert) throw new Error(`${vendor} does not tell the JSON Schema of what it takes`)
  return convert(schema, project)
}

type Convert = (schema: LibrarySchema, project: Project) => Promise<unknown>

/** For libraries whose schemas do not tell their JSON Schema themselves, by the vendor they name. */
const converters: Readonly<Record<string, Convert>> = {
  valibot: async (schema, project) => {
    const library = await requireFrom(project, '@valibot/to-json-schema')
    return call(library, 'toJsonSchema', schema, { typeMode: 'input', target })
  },
  zod: async (schema, project) => {
    if (schema._zod) return call(await requireFrom(project, 'zod'), 'toJSONSchema', schema, { io: 'input' })
    return call(await requireFrom(project, 'zod-to-json-schema'), 'zodToJsonSchema', schema)
  },
  effect: ofEffect,
}

async function ofEffect(schema: LibrarySchema, project: Project): Promise<unknown> {
  const effect = await requireFrom(project, 'effect')
  if (isObject(effect.JSONSchema) && 'make' in effect.JSONSchema)
    return call(effect.JSONSchema, 'make', schema)
  const standard = call(effect.Schema as Library, 'toStandardJSONSchemaV1', schema) as LibrarySchema
  return standard['~standard']!.jsonSchema!.input!({ target })
}

function call(library: Library, name: string, ...args: unknown[]): unknown {
  return (library[name] as (...args: unknown[]) => unknown)(...args)
}
