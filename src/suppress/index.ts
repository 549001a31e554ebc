import type { Ruleset } from '../lint.ts'
import type { LoadedDocument } from '../loaders/index.ts'
import type { Diagnostic, LintResult, Severity, ToolReport } from '../types.ts'
import { applyDirectives } from './apply.ts'
import { giveToTools } from './owner.ts'

export interface Heeded extends Pick<LintResult, 'diagnostics' | 'suppressed'> {
  /** The tools that the warnings about comments belong to. */
  owners?: Map<Diagnostic, ToolReport>
}

/**
 * Takes out what the comments of a text suppress, and adds a warning for each that suppresses nothing. The documents are
 * all that were read from one text; their diagnostics come in the order of the text.
 *
 * @param tools those of each document
 * @param unused what a comment that suppresses nothing is reported as
 */
export function heedDirectives(
  documents: readonly LoadedDocument[],
  diagnostics: Diagnostic[],
  { names }: Ruleset,
  tools: readonly (readonly ToolReport[])[],
  unused: Severity | 'off' = 'warning',
): Heeded {
  const result = applyDirectives(documents, diagnostics, names)
  const warnings = unused === 'off' ? [] : result.unused.map(found => ({ ...found, severity: unused }))
  return {
    ...(warnings.length > 0 && { owners: giveToTools(warnings, documents, tools) }),
    diagnostics: warnings.length > 0 ? inOrder([...result.reported, ...warnings]) : result.reported,
    ...(result.suppressed.length > 0 && { suppressed: result.suppressed }),
  }
}

function inOrder(diagnostics: Diagnostic[]): Diagnostic[] {
  return diagnostics.sort((a, b) => a.span!.start - b.span!.start)
}
