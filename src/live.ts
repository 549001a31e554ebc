import { lintToolsets, type Ruleset } from './lint.ts'
import { ownersOf } from './owners.ts'
import type { FileResult } from './report.ts'
import { findTools } from './tools.ts'

/** Tools that a program gave while it ran: they have no text, and so no lines and columns. */
export interface LiveTools {
  /** What they are called in a report, like a file. */
  name: string
  /** Plain JSON. */
  value: unknown
}

/** Lints tools that have no text. */
export function lintLive({ name, value }: LiveTools, ruleset: Ruleset): FileResult {
  const document = { value, duplicateKeys: [], mayHoldSurrogates: true }
  const { diagnostics, tools } = lintToolsets(document, findTools(value), ruleset)
  return {
    file: name,
    isLive: true,
    diagnostics,
    tools,
    lines: new Map(),
    owners: ownersOf(diagnostics, tools),
  }
}
