import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { UsageError } from '../usage-error.ts'

export const configNames = ['json', 'jsonc', 'yaml', 'yml', 'ts', 'mts', 'js', 'mjs', 'cjs'].map(
  extension => `strictcall.config.${extension}`,
)

/** Looks for the configuration of a folder: in itself, then in each folder above. Looks once into each. */
export function createFinder(): (folder: string) => string | undefined {
  const known = new Map<string, string | undefined>()
  return folder => {
    const visited: string[] = []
    let current = folder
    let found: string | undefined
    while (!known.has(current)) {
      visited.push(current)
      found = configIn(current)
      const above = path.dirname(current)
      if (found !== undefined || above === current) break
      current = above
    }
    found ??= known.get(current)
    for (const each of visited) known.set(each, found)
    return found
  }
}

/**
 * The configuration file that lies in a folder.
 *
 * @throws UsageError when there are two
 */
export function configIn(folder: string): string | undefined {
  const found = configNames.map(name => path.join(folder, name)).filter(isFile)
  const manifest = path.join(folder, 'package.json')
  if (isFile(manifest) && hasKey(manifest)) found.push(manifest)
  if (found.length > 1) {
    const names = found.map(file => path.basename(file)).join(' and ')
    throw new UsageError(`${folder} has a configuration in ${names}: keep one of them.`)
  }
  return found[0]
}

function isFile(file: string): boolean {
  try {
    return existsSync(file) && statSync(file).isFile()
  } catch {
    // It is gone again.
    return false
  }
}

/** Whether a package.json has the key `strictcall`; of a broken one that names it, whoever reads it will complain. */
function hasKey(manifest: string): boolean {
  try {
    const text = readFileSync(manifest, 'utf8')
    if (!text.includes('"strictcall"')) return false
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && Object.hasOwn(value, 'strictcall')
  } catch (error) {
    return error instanceof SyntaxError
  }
}
