import type { Rule } from 'eslint'
import { lintLoaded } from '../document.ts'
import { editsOf } from '../fix-edits.ts'
import type { Ruleset } from '../lint.ts'
import { rules as ourRules, rulesetOf } from '../registry.ts'
import type { Edit } from '../report.ts'
import type { RuleSetting } from '../settings.ts'
import type { Diagnostic } from '../types.ts'
import { documentsOf } from './documents.ts'

/** What a rule has to report of a file. */
export interface Finding {
  diagnostic: Diagnostic
  /** What to write to fix it. */
  edit: Edit | undefined
}

/** All rules of one file share a run: the file is read and judged once. */
interface Run {
  profile: string
  /** The rules that are on in this file, with the options they were given. */
  enabled: Map<string, unknown[]>
  findings: Map<string, Finding[]> | undefined
}

const runs = new WeakMap<object, Run>()

/** Says that a rule is on. ESLint asks all rules of a file before it shows any of them the file. */
export function enable(id: string, { sourceCode, settings, options }: Rule.RuleContext): void {
  let run = runs.get(sourceCode)
  if (!run || run.findings) {
    run = { profile: profileOf(settings.strictcall), enabled: new Map(), findings: undefined }
    runs.set(sourceCode, run)
  }
  run.enabled.set(id, options)
}

function profileOf(settings: unknown): string {
  const { profile = 'deepseek' } = (settings ?? {}) as { profile?: string }
  return profile
}

/** What one rule found in a file. */
export function findingsOf(id: string, context: Rule.RuleContext): readonly Finding[] {
  const run = runs.get(context.sourceCode)!
  run.findings ??= findAll(context, run)
  return run.findings.get(id) ?? []
}

function findAll(context: Rule.RuleContext, run: Run): Map<string, Finding[]> {
  const findings = new Map<string, Finding[]>()
  const ruleset = rulesetFor(run)
  for (const document of documentsOf(context)) {
    const { diagnostics } = lintLoaded(document, ruleset, { fixes: true })
    const edits = editsOf(document, diagnostics)
    for (const diagnostic of diagnostics) {
      const found = findings.get(diagnostic.ruleId) ?? []
      found.push({ diagnostic, edit: edits.get(diagnostic) })
      findings.set(diagnostic.ruleId, found)
    }
  }
  return findings
}

const rulesets = new Map<string, Ruleset>()

/** The rules that are on and no others, as one that is off silences no other one either. */
function rulesetFor({ profile, enabled }: Run): Ruleset {
  const key = JSON.stringify([profile, [...enabled].sort()])
  let ruleset = rulesets.get(key)
  if (!ruleset) {
    const setting = (id: string): RuleSetting =>
      enabled.has(id) ? (['error', ...enabled.get(id)!] as unknown as RuleSetting) : 'off'
    const rules = Object.fromEntries(Object.keys(ourRules).map(id => [id, setting(id)]))
    ruleset = rulesetOf({ profile, rules })
    rulesets.set(key, ruleset)
  }
  return ruleset
}
