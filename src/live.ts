import { lintToolsets, type Ruleset } from './lint.ts'
import { listingsOf } from './listing.ts'
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

/** Lints tools that have no text. With `listings`, the tools come along as text. */
export function lintLive(
  { name, value }: LiveTools,
  ruleset: Ruleset,
  { listings = false }: { listings?: boolean } = {},
): FileResult {
  const document = { value, duplicateKeys: [], mayHoldSurrogates: true }
  const { diagnostics, tools } = lintToolsets(document, findTools(value), ruleset)
  const owners = ownersOf(diagnostics, tools)
  return {
    file: name,
    isLive: true,
    diagnostics,
    tools,
    lines: new Map(),
    owners,
    ...(listings && { listings: listingsOf(value, tools, diagnostics, owners) }),
  }
}
