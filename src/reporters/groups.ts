import type { FileResult } from '../report.ts'
import type { Diagnostic, ToolReport } from '../types.ts'
import { placeIn } from './words.ts'

/** The diagnostics of one tool or one call, or those outside. */
export interface Group {
  title: string
  tool?: ToolReport | undefined
  callIndex?: number | undefined
  diagnostics: Diagnostic[]
}

/** Divides the diagnostics of a file: first what is outside the tools, then each tool, also without any, or each call. */
export function groupsOf({ diagnostics, tools, owners }: FileResult): Group[] {
  const outside: Group = { title: '(outside the tools)', diagnostics: [] }
  const ofTool = new Map<ToolReport, Group>(
    tools.map(tool => [tool, { title: toolTitle(tool), tool, diagnostics: [] }]),
  )
  const ofCall = new Map<number, Group>()
  for (const diagnostic of diagnostics) {
    const { callIndex, tool } = diagnostic
    const owner = owners?.get(diagnostic)
    let group = owner ? ofTool.get(owner)! : outside
    if (callIndex !== undefined) {
      group = ofCall.get(callIndex) ?? { title: callTitle(callIndex, tool), callIndex, diagnostics: [] }
      ofCall.set(callIndex, group)
    }
    group.diagnostics.push(diagnostic)
  }
  return [...(outside.diagnostics.length > 0 ? [outside] : []), ...ofTool.values(), ...ofCall.values()]
}

function toolTitle({ name, envelope }: ToolReport): string {
  return name ?? (envelope === 'schema' ? '(schema)' : '(no name)')
}

function callTitle(index: number, tool: string | undefined): string {
  return `${tool ?? '(no tool)'}, call ${index + 1}`
}

/** Where it stands, for a person. */
export function placeOf({ location, pointer }: Diagnostic): string {
  return location ? placeIn(location) : pointer
}
