import type { LoadedDocument } from '../loaders/index.ts'
import type { Diagnostic, Span, ToolReport } from '../types.ts'

/** Gives what is said about comments to the tools that they stand in: it has no other place in a document. */
export function giveToTools(
  diagnostics: readonly Diagnostic[],
  documents: readonly LoadedDocument[],
  tools: readonly (readonly ToolReport[])[],
): Map<Diagnostic, ToolReport> {
  const owners = new Map<Diagnostic, ToolReport>()
  const places = documents.flatMap((document, i) => placesOf(tools[i] ?? [], document))
  places.sort((a, b) => a.span.start - b.span.start)
  let next = 0
  for (const diagnostic of diagnostics) {
    const { start } = diagnostic.span!
    while (next < places.length && places[next]!.span.start <= start) next++
    const place = places[next - 1]
    if (!place || start >= place.span.end) continue
    const { tool } = place
    diagnostic.pointer = tool.pointer
    if (tool.name !== undefined) diagnostic.tool = tool.name
    owners.set(diagnostic, tool)
  }
  return owners
}

function placesOf(
  tools: readonly ToolReport[],
  document: LoadedDocument,
): { tool: ToolReport; span: Span }[] {
  const places = document.locate(tools.map(({ pointer }) => pointer))
  return tools.flatMap(tool => {
    const span = places.get(tool.pointer)?.value
    return span ? [{ tool, span }] : []
  })
}
