/**
 * Imports a module in a process of its own, and writes what it exports as plain JSON into the pipe number 3. The arguments
 * are the module's URL or the name of a package, the folder that packages are looked for in, and the name of an export.
 */

import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { findTools } from '../tools.ts'
import { type Failure, type Plain, toPlain } from './plain.ts'
import type { Library, Project } from './project.ts'

/** What is written: one text for all exports that were wanted. */
export type Answer =
  | { exports: ExportedTools[] }
  /** There is no export of the name; these there are. */
  | { missing: string[] }
  | { error: string; code?: string }

export interface ExportedTools extends Plain {
  name: string
}

const [, , module = '', folder = '', wanted = ''] = process.argv

/** Resolves as an import in the folder would, for the condition `import` and all. */
function resolve(name: string): string {
  return import.meta.resolve(name, pathToFileURL(path.join(folder, 'importer.mjs')).href)
}

const project: Project = async name => {
  let url: string
  try {
    url = resolve(name)
  } catch {
    return undefined
  }
  return (await import(url)) as Library
}

async function answer(): Promise<Answer> {
  let url: string
  try {
    url = resolve(module)
  } catch {
    return { error: 'there is no such file, and no package of that name.' }
  }
  try {
    const library = (await import(url)) as Library
    return wanted === '' ? await everything(library) : await oneExport(library, wanted)
  } catch (error) {
    const { code } = (error ?? {}) as NodeJS.ErrnoException
    return { error: describe(error), ...(typeof code === 'string' && { code }) }
  }
}

async function oneExport(library: Library, name: string): Promise<Answer> {
  const exported = name in library ? library : (library.default as Library)
  if (typeof exported === 'object' && exported !== null && name in exported)
    return { exports: [{ name, ...(await toPlain(exported[name], project)) }] }
  return { missing: Object.keys(library) }
}

/** The default export if that holds tools, else every export that does. */
async function everything(library: Library): Promise<Answer> {
  const exports: ExportedTools[] = []
  for (const name of ['default', ...Object.keys(library).filter(key => key !== 'default')]) {
    if (!(name in library)) continue
    const plain = await toPlain(library[name], project)
    if (!holdsTools(plain)) continue
    exports.push({ name, ...plain })
    if (name === 'default') break
  }
  return { exports }
}

/** A schema alone is a tool's only for somebody who says so. */
function holdsTools({ value, failures }: Plain): boolean {
  const isOfTool = ({ tool }: Failure) => tool !== ''
  return (
    failures.some(isOfTool) ||
    findTools(value).toolsets.some(({ tools }) => tools.some(({ envelope }) => envelope !== 'schema'))
  )
}

/** The module's own error, and where it comes from. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const words = error.name === 'Error' ? error.message : `${error.name}: ${error.message}`
  const [, url, place] = error.stack?.match(/(file:\/\/[^\s()]+?)((?::\d+)+)/) ?? []
  return url ? `${words}\n  at ${path.relative(process.cwd(), fileURLToPath(url))}${place}` : words
}

writeFileSync(3, JSON.stringify(await answer()))
process.exit(0)
