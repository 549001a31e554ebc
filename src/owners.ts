import type { Diagnostic, ToolReport } from './types.ts'

/** The tools of one document that its diagnostics are about. What is outside the tools has no owner. */
export function ownersOf(
  diagnostics: readonly Diagnostic[],
  tools: readonly ToolReport[],
): Map<Diagnostic, ToolReport> {
  const byPointer = new Map(tools.map(tool => [tool.pointer, tool]))
  const longest = tools.reduce((length, { pointer }) => Math.max(length, pointer.length), 0)
  const owners = new Map<Diagnostic, ToolReport>()
  for (const diagnostic of diagnostics) {
    const owner = ownerOf(diagnostic.pointer, byPointer, longest)
    if (owner) owners.set(diagnostic, owner)
  }
  return owners
}

/** Looks no further than the longest pointer of a tool, for that of a diagnostic can be very long. */
function ownerOf(
  pointer: string,
  tools: ReadonlyMap<string, ToolReport>,
  longest: number,
): ToolReport | undefined {
  let way = pointer
  if (way.length > longest) way = way.slice(0, way.slice(0, longest + 1).lastIndexOf('/'))
  for (;;) {
    const tool = tools.get(way)
    if (tool || way === '') return tool
    way = way.slice(0, way.lastIndexOf('/'))
  }
}
