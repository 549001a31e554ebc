import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { UsageError } from '../usage-error.ts'
import type { ConfigProblem } from './check.ts'
import type { ConfigSource } from './read.ts'

/** Whether a name is a path; else it is that of a package. */
export function isPath(name: string): boolean {
  return /^\.{1,2}(?:[/\\]|$)/.test(name) || path.isAbsolute(name)
}

/**
 * The file that a path, or the name of a package, leads to from a configuration.
 *
 * @throws UsageError for a package that is not there
 */
export function resolveFrom(source: ConfigSource, name: string, pointer: string): string {
  if (isPath(name)) {
    const file = path.resolve(path.dirname(source.file), name)
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file
    throw wrong(source, [{ pointer, message: `There is no file ${JSON.stringify(name)}.` }])
  }
  try {
    return createRequire(source.file).resolve(name)
  } catch (error) {
    const isThere = (error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
    const reason = isThere
      ? 'exports nothing of this name under the condition `default`.'
      : 'is not installed. A path begins with `./`.'
    throw wrong(source, [{ pointer, message: `The package "${name.slice(0, 60)}" ${reason}` }])
  }
}

export function wrong(source: ConfigSource, problems: readonly ConfigProblem[]): UsageError {
  return new UsageError(source.describe(problems).join('\n'))
}
