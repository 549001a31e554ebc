import { commentsOf } from '../edit/comments.ts'
import { type LineIndex, lineIndex } from '../lines.ts'
import type { RuleNames } from '../lint.ts'
import type { LoadedDocument } from '../loaders/index.ts'
import { excerpt } from '../loaders/json-notes.ts'
import { nearest } from '../nearest.ts'
import type { Diagnostic, Span } from '../types.ts'
import { DIRECTIVES, type Directive, type Directives, type NamedRule, readDirectives } from './directives.ts'
import { nextLines } from './next-line.ts'

/** What directives make of the diagnostics of a text. */
export interface Suppressed {
  reported: Diagnostic[]
  /** Each says by what in `suppression`. */
  suppressed: Diagnostic[]
  /** About the directives themselves: warnings of the rule `unused-suppression`. */
  unused: Diagnostic[]
}

/** What one rule of a directive suppresses. */
interface Entry {
  /** Undefined: all rules. */
  rule: NamedRule | undefined
  directive: Directive
  used: boolean
}

/** The entries that hold in a place, by rule; those for all rules stand under `*`. */
type Entries = Map<string, Entry>

/**
 * Takes out what the comments of a text suppress. The documents are those that were read from one text; their diagnostics
 * have spans in it. What is no correct text is reported whatever a comment says.
 */
export function applyDirectives(
  documents: readonly LoadedDocument[],
  diagnostics: readonly Diagnostic[],
  names: RuleNames,
): Suppressed {
  if (documents.every(({ readable }) => !readable))
    return { reported: [...diagnostics], suppressed: [], unused: [] }
  const { text, line } = documents[0]!
  const comments = documents[0]!.comments ?? commentsOf(documents[0]!)
  const directives = readDirectives(text, comments)
  const lines = lineIndex(text, line)
  const table = tableOf(directives, nextLines(text, comments, lines), lines)
  const result: Suppressed = { reported: [], suppressed: [], unused: [] }
  for (const diagnostic of diagnostics) {
    const entry = find(table, diagnostic, lines)
    if (!entry) {
      result.reported.push(diagnostic)
      continue
    }
    entry.used = true
    diagnostic.suppression = { kind: 'directive', justification: entry.directive.justification }
    result.suppressed.push(diagnostic)
  }
  // Of a text that was not read to its end, nobody knows what there is to suppress.
  if (documents.every(({ readable }) => readable)) result.unused = unusedOf(directives, table, names, lines)
  return result
}

interface Table {
  file: Entries
  lines: Map<number, Entries>
  all: Entry[]
}

function tableOf(
  { known }: Directives,
  lineAfter: (comment: Span) => number | undefined,
  lines: LineIndex,
): Table {
  const table: Table = { file: new Map(), lines: new Map(), all: [] }
  for (const directive of known) {
    const { covers, rules, comment } = directive
    const line = covers === 'next-line' ? lineAfter(comment) : lines.position(comment.start).line
    const entries = covers === 'file' ? table.file : entriesOf(table, line)
    for (const rule of rules.length > 0 ? rules : [undefined]) {
      const entry = { rule, directive, used: false }
      table.all.push(entry)
      const name = rule?.id ?? '*'
      if (entries && !entries.has(name)) entries.set(name, entry)
    }
  }
  return table
}

function entriesOf(table: Table, line: number | undefined): Entries | undefined {
  if (line === undefined) return undefined
  let entries = table.lines.get(line)
  if (!entries) {
    entries = new Map()
    table.lines.set(line, entries)
  }
  return entries
}

function find(table: Table, { ruleId, span }: Diagnostic, lines: LineIndex): Entry | undefined {
  if (ruleId === 'syntax') return undefined
  const here = table.lines.get(lines.position(span?.start ?? 0).line)
  return here?.get(ruleId) ?? here?.get('*') ?? table.file.get(ruleId) ?? table.file.get('*')
}

/* ------------------------------------------------------------------ what suppresses nothing */

function unusedOf({ unknown }: Directives, { all }: Table, names: RuleNames, lines: LineIndex): Diagnostic[] {
  const found: Diagnostic[] = []
  const report = (span: Span, message: string) => {
    const location = lines.toLocation(span)
    found.push({ ruleId: 'unused-suppression', severity: 'warning', message, pointer: '', span, location })
  }
  for (const { word, span } of unknown) report(span, unknownDirective(word))
  for (const { used, rule, directive } of all) {
    if (used) continue
    if (!rule) report(directive.span, 'This suppresses nothing: remove it.')
    else if (!names.known.has(rule.id)) report(rule.span, unknownRule(rule.id, names))
    // A rule that is off for now may be on in another run.
    else if (names.active.has(rule.id)) report(rule.span, `\`${rule.id}\` reports nothing here: remove it.`)
  }
  return found.sort((a, b) => a.span!.start - b.span!.start)
}

function unknownDirective(word: string): string {
  const meant = nearest(word, Object.keys(DIRECTIVES)) ?? 'strictcall-disable-next-line'
  return `There is no directive \`${excerpt(word)}\`: did you mean \`${meant}\`?`
}

function unknownRule(id: string, { known }: RuleNames): string {
  if (id === 'syntax') return 'A `syntax` error cannot be suppressed: correct the text.'
  const meant = nearest(id, known)
  const advice = meant ? `did you mean \`${meant}\`?` : 'a reason goes behind `--`.'
  return `There is no rule \`${excerpt(id)}\`: ${advice}`
}
