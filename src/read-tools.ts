import { decode } from './decode.ts'
import { describe, readBytes } from './files.ts'
import { formatOf, load, sniff } from './loaders/index.ts'
import { findToolsets } from './tools.ts'
import type { Tool } from './types.ts'
import { UsageError } from './usage-error.ts'

/**
 * Reads the tools of a file, which are wanted as a whole: a file that cannot be read, or holds none, is an error.
 *
 * @throws UsageError
 */
export async function readTools(file: string, name = file): Promise<Tool[]> {
  const bytes = await readBytes(file).catch((error: unknown) => {
    throw new UsageError(describe(error, name))
  })
  const decoded = decode(bytes)
  if ('error' in decoded) throw new UsageError(`${name}: ${decoded.error}`)
  const documents = await load(decoded.text, formatOf(name) ?? sniff(decoded.text), { wellFormed: true })
  const broken = documents.find(({ readable }) => !readable)
  if (broken) throw new UsageError(`${name}: ${broken.syntax[0]?.message ?? 'it cannot be read.'}`)
  const tools = documents.flatMap(({ value }) => findToolsets(value).flatMap(toolset => toolset.tools))
  if (tools.length === 0) throw new UsageError(`${name}: no tools in it.`)
  return tools
}
