import { decode } from './decode.ts'
import { describe, readBytes } from './files.ts'
import { lineIndex } from './lines.ts'
import { formatOf, type LoadedDocument, load, sniff } from './loaders/index.ts'
import { isWithin } from './pointer.ts'
import { findTools } from './tools.ts'
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
  const tools = documents.flatMap(document => {
    const own = findTools(document.value, document).toolsets.flatMap(toolset => toolset.tools)
    for (const tool of own) requireKnown(tool, document, name)
    return own
  })
  if (tools.length === 0) throw new UsageError(`${name}: no tools in it.`)
  return tools
}

/** What a program says only while it runs can be left out when a tool is judged, but not when it is passed on. */
function requireKnown({ pointer }: Tool, { opaque = [], text, line }: LoadedDocument, name: string): void {
  const part = opaque.find(unknown => isWithin(unknown.pointer, pointer))
  if (!part) return
  const place = lineIndex(text, line).position(part.start)
  throw new UsageError(
    `${name}:${place.line}:${place.column}: this part of a tool is not known without running the program: ${part.reason}.`,
  )
}
