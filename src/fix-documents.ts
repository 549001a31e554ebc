import { lintLoaded } from './document.ts'
import { editAll, type Patch } from './edit/index.ts'
import { type Fixed, type FixOptions, fixInPasses, selectFixes } from './fix.ts'
import { lintToolsets, type Ruleset } from './lint.ts'
import type { LoadedDocument } from './loaders/index.ts'
import { applyDirectives } from './suppress/apply.ts'
import { mayHaveDirectives } from './suppress/directives.ts'
import { findTools } from './tools.ts'
import type { Diagnostic, ToolReport } from './types.ts'

export interface FixedText {
  text: string
  /** How many fixes were applied. */
  applied: number
  /** How many there are that cannot be written into this text. */
  unwritten: number
}

export interface FixTextOptions extends FixOptions {
  /** Takes the fixes of errors alone. */
  errorsOnly?: boolean
  /** Tells for the tools of a document what is not to be fixed, besides what a comment in the text suppresses. */
  suppressedIn?: (tools: readonly ToolReport[]) => (diagnostic: Diagnostic) => boolean
}

/** A fix that cannot be written together with others is looked for by halves; not for ever. */
const MOST_ATTEMPTS = 60

/** Fixes what is in the documents of one text, until nothing is left that can be. */
export function fixDocuments(
  documents: readonly LoadedDocument[],
  ruleset: Ruleset,
  { errorsOnly, suppressedIn, ...options }: FixTextOptions,
): FixedText {
  let unwritten = 0
  const { result, applied } = fixInPasses(documents, current => {
    const diagnostics = judge(current, ruleset, suppressedIn)
    const fixable = errorsOnly ? diagnostics.map(onlyErrors) : diagnostics
    const written = writeFixes(current, fixable, options)
    unwritten = written.unwritten
    return written.applied > 0 ? written : undefined
  })
  return { text: result[0]?.text ?? '', applied, unwritten }
}

/** What is to be fixed in each document: nothing that is suppressed. */
function judge(
  documents: readonly LoadedDocument[],
  ruleset: Ruleset,
  suppressedIn: FixTextOptions['suppressedIn'],
): Diagnostic[][] {
  const hasDirectives = documents.some(mayHaveDirectives)
  const results = documents.map(document => {
    if (!document.readable) return []
    const result = hasDirectives
      ? lintLoaded(document, ruleset, { fixes: true })
      : lintToolsets(document, findTools(document.value, document), ruleset, { fixes: true })
    const { diagnostics, tools } = result
    const isSuppressed = suppressedIn?.(tools)
    return isSuppressed ? diagnostics.filter(found => !isSuppressed(found)) : diagnostics
  })
  if (!hasDirectives) return results
  const reported = new Set(applyDirectives(documents, results.flat(), ruleset.names).reported)
  return results.map(diagnostics => diagnostics.filter(found => reported.has(found)))
}

function onlyErrors(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === 'error')
}

interface Written extends Fixed<readonly LoadedDocument[]> {
  unwritten: number
}

/** Writes as many fixes at once as go together. Those that cannot be written make room for others. */
function writeFixes(
  documents: readonly LoadedDocument[],
  diagnostics: readonly (readonly Diagnostic[])[],
  options: FixOptions,
): Written {
  const refused = new Set<Patch>()
  let most = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const patches = select(diagnostics, refused, most, options)
    const count = countPatches(patches)
    if (count === 0) break
    const edited = editAll(documents, patches)
    if (edited && edited.refused.size < count) {
      const applied = count - edited.refused.size
      return { result: edited.documents, applied, unwritten: refused.size + edited.refused.size }
    }
    for (const patch of edited?.refused ?? (count === 1 ? patches.flat() : [])) refused.add(patch)
    most = edited || count === 1 ? Number.POSITIVE_INFINITY : Math.ceil(count / 2)
  }
  return { result: documents, applied: 0, unwritten: refused.size }
}

/** For each document, the patches that are applied together: not more than `most` of all. */
function select(
  diagnostics: readonly (readonly Diagnostic[])[],
  refused: ReadonlySet<Patch>,
  most: number,
  options: FixOptions,
): Patch[][] {
  let room = most
  return diagnostics.map(found => {
    const open = found.filter(({ fix }) => fix && !refused.has(fix.patch))
    const patches = selectFixes(open, options).slice(0, room)
    room -= patches.length
    return patches.map(({ patch }) => patch)
  })
}

function countPatches(patches: readonly (readonly Patch[])[]): number {
  return patches.reduce((sum, { length }) => sum + length, 0)
}
