import type { Edit, FileResult } from './report.ts'
import type { Diagnostic, Fix, Operation, ToolReport } from './types.ts'

/** The result of a file as JSON can hold it. A fix is left out whose values are nested too deep for JSON to be written. */
export interface SavedResult
  extends Pick<FileResult, 'file' | 'isLive' | 'fixes' | 'unknown' | 'position' | 'part'> {
  tools: SavedTool[]
  diagnostics: SavedDiagnostic[]
  suppressed?: SavedDiagnostic[]
  lines: [number, string][]
}

interface SavedTool extends Omit<ToolReport, 'name'> {
  name: string | null
  /** The tool as text. */
  listing?: string[]
}

interface SavedDiagnostic extends Diagnostic {
  /** The index of the tool it is about. */
  owner?: number
  /** The line of that tool's listing. */
  mark?: number
  edit?: Edit
}

const MOST_LEVELS = 500

export function saveResult(result: FileResult): SavedResult {
  const { file, isLive, fixes, unknown, position, part, tools, diagnostics, suppressed, lines, listings } =
    result
  const indexes = new Map(tools.map((tool, index) => [tool, index]))
  const save = (diagnostic: Diagnostic) => saveDiagnostic(diagnostic, result, indexes)
  return {
    file,
    ...(isLive && { isLive }),
    ...(fixes && { fixes }),
    ...(unknown && { unknown }),
    ...(position !== undefined && { position }),
    ...(part && { part }),
    tools: tools.map(tool => {
      const listing = listings?.get(tool)?.lines
      return { ...tool, name: tool.name ?? null, ...(listing && { listing }) }
    }),
    diagnostics: diagnostics.map(save),
    ...(suppressed && { suppressed: suppressed.map(save) }),
    lines: [...lines],
  }
}

function saveDiagnostic(
  diagnostic: Diagnostic,
  { owners, edits, listings }: FileResult,
  indexes: ReadonlyMap<ToolReport, number>,
): SavedDiagnostic {
  const { fix, ...rest } = diagnostic
  const owner = owners?.get(diagnostic)
  const mark = owner && listings?.get(owner)?.marks.get(diagnostic)
  const edit = edits?.get(diagnostic)
  return {
    ...rest,
    ...(fix && isShallow(fix) && { fix }),
    ...(owner && { owner: indexes.get(owner)! }),
    ...(mark !== undefined && { mark }),
    ...(edit && { edit }),
  }
}

export function restoreResult({ tools: savedTools, lines, ...saved }: SavedResult): FileResult {
  const listings: NonNullable<FileResult['listings']> = new Map()
  const tools = savedTools.map(({ listing, name, ...rest }): ToolReport => {
    const tool = { ...rest, name: name ?? undefined }
    if (listing) listings.set(tool, { lines: listing, marks: new Map() })
    return tool
  })
  const owners: NonNullable<FileResult['owners']> = new Map()
  const edits: NonNullable<FileResult['edits']> = new Map()
  const restore = ({ owner, mark, edit, ...diagnostic }: SavedDiagnostic): Diagnostic => {
    const tool = owner === undefined ? undefined : tools[owner]
    if (tool) owners.set(diagnostic, tool)
    if (tool && mark !== undefined) listings.get(tool)?.marks.set(diagnostic, mark)
    if (edit) edits.set(diagnostic, edit)
    return diagnostic
  }
  const diagnostics = saved.diagnostics.map(restore)
  const suppressed = saved.suppressed?.map(restore)
  return {
    ...saved,
    tools,
    diagnostics,
    ...(suppressed && { suppressed }),
    lines: new Map(lines),
    owners,
    listings,
    edits,
  } as FileResult
}

function isShallow({ patch }: Fix): boolean {
  let level: unknown[] = patch.flatMap((operation: Operation) =>
    'value' in operation ? [operation.value] : [],
  )
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return false
    level = level.flatMap(value => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return true
}
