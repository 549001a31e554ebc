import { existsSync } from 'node:fs'
import path from 'node:path'
import { importModule } from '../config/module.ts'
import { describe } from '../files.ts'
import type { Reporter } from '../report.ts'
import { UsageError } from '../usage-error.ts'

/**
 * A formatter of the user's own: what a module exports as its default.
 *
 * @throws UsageError when the module cannot be loaded, exports no function, or the function does not give a string
 */
export async function loadFormatter(file: string): Promise<Reporter> {
  const { default: formatter } = await load(path.resolve(file), file)
  if (typeof formatter !== 'function') {
    throw new UsageError(
      `The formatter ${file} has no default export that is a function, like \`export default report => "…"\`.`,
    )
  }
  return async (report, options) => {
    const text = await called(() => formatter(report, options), file)
    if (typeof text === 'string') return text
    throw new UsageError(`The formatter ${file} gives ${kindOf(text)} where a string belongs.`)
  }
}

async function load(absolute: string, file: string): Promise<Record<string, unknown>> {
  if (!existsSync(absolute)) throw new UsageError(`cannot load ${describe({ code: 'ENOENT' }, file)}`)
  try {
    return await importModule(absolute)
  } catch (error) {
    throw new UsageError(`cannot load ${file}: ${(error as Error).message}`)
  }
}

async function called(call: () => unknown, file: string): Promise<unknown> {
  try {
    return await call()
  } catch (error) {
    const [line = ''] = String(error).split('\n')
    throw new UsageError(`The formatter ${file} fails: ${line}`)
  }
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : value === undefined ? 'nothing' : `a value of type ${typeof value}`
}
