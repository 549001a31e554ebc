import { ownersOf } from './owners.ts'
import { get } from './pointer.ts'
import { createScreen, type Screen } from './screen.ts'
import { fillServerText } from './server-text.ts'
import type { Found } from './tools.ts'
import type {
  Diagnostic,
  DocumentNode,
  Fix,
  LintResult,
  Operation,
  Pointer,
  Problem,
  Problems,
  Rule,
  Setting,
  Severity,
  Subschema,
  Tool,
  ToolReport,
  Toolset,
  Verdict,
} from './types.ts'
import type { Unknowns } from './unknowns.ts'
import { isObject, walk } from './walk.ts'

/** A rule that is switched on, with its setting. */
export interface ActiveRule {
  id: string
  rule: Rule
  setting: Setting & { severity: Severity }
  url: string | undefined
}

/** The ids of rules: those that are on, and all that there are. */
export interface RuleNames {
  active: ReadonlySet<string>
  known: ReadonlySet<string>
}

/** The rules of one run, sorted out once and used for any number of documents. */
export interface Ruleset {
  names: RuleNames
  document: ActiveRule[]
  toolset: ActiveRule[]
  tool: ActiveRule[]
  root: ActiveRule[]
  /** Which subschemas the rules want to see. */
  screen: Screen
  /** Whether a rule that is on is off for this tool or place. */
  silences?: Silences | undefined
  /** The URL that requests go to, where the document shows none. */
  baseUrl?: string | undefined
}

export type Silences = (place: Pick<Diagnostic, 'ruleId' | 'tool' | 'pointer'>) => boolean

/** What the engine itself reports of a document that was read. */
const OWN = 'ambiguous-tool'

export interface RulesetOptions extends Pick<Ruleset, 'silences' | 'baseUrl'> {
  /** The ids of all rules that there are, on or off. */
  known?: Iterable<string>
}

/** Sorts rules by what they look at. Those that claim their place speak first. */
export function createRuleset(
  active: readonly ActiveRule[],
  { known = [], silences, baseUrl }: RulesetOptions = {},
): Ruleset {
  const ordered = active.map(uniform).sort((a, b) => claimOf(a.rule) - claimOf(b.rule))
  const ids = [...active.map(({ id }) => id), OWN]
  return {
    names: { active: new Set(ids), known: new Set([...ids, ...known]) },
    document: ordered.filter(({ rule }) => rule.document),
    toolset: ordered.filter(({ rule }) => rule.toolset),
    tool: ordered.filter(({ rule }) => rule.tool),
    root: ordered.filter(({ rule }) => rule.root),
    screen: createScreen(ordered.filter(({ rule }) => rule.schema || rule.root)),
    silences,
    baseUrl,
  }
}

/** The same members in the same order for all: what is read of each for each node is then quick to find. */
function uniform({ id, rule, setting, url }: ActiveRule): ActiveRule {
  const { meta, on, claim, document, toolset, tool, root, schema } = rule
  const { severity, options, evidence, gate, serverText, cases } = setting
  return {
    id,
    rule: { meta, on, claim, document, toolset, tool, root, schema } as Rule,
    setting: { severity, options, evidence, gate, serverText, cases } as ActiveRule['setting'],
    url,
  }
}

/**
 * Judges the tools of a document. The order of the diagnostics is that of the tools and of the subschemas in them; places
 * in a text come later, from whoever has the text.
 */
export function lintToolsets(
  document: DocumentNode,
  { toolsets, ambiguous }: Found,
  rules: Ruleset,
  { fixes = false }: { fixes?: boolean } = {},
): LintResult {
  const { silences, baseUrl } = rules
  const { unknowns } = document
  const run: Run = {
    diagnostics: [],
    silences,
    fixes,
    unknowns,
    tool: undefined,
    index: undefined,
    worst: undefined,
  }
  const tools: ToolReport[] = []
  for (const active of rules.document) {
    report(run, active, '', active.rule.document!(document, active.setting.options))
  }
  const ofDocument = run.diagnostics.length
  for (const toolset of toolsets) {
    const placed = withEndpoint(toolset, baseUrl)
    const request = unknowns?.watchToolset(placed, get(document.value, placed.pointer)) ?? placed
    for (const active of rules.toolset) {
      unknowns?.begin()
      report(run, active, '', active.rule.toolset!(request, active.setting.options))
    }
    const { length } = toolset.tools
    for (let index = 0; index < length; index++) {
      const tool = toolset.tools[index]!
      run.tool = tool.name
      run.index = index
      run.worst = undefined
      lintTool(run, tool, rules)
      tools.push({
        name: tool.name,
        pointer: tool.pointer,
        envelope: tool.envelope,
        verdict: verdicts[run.worst ?? 0],
      })
    }
    run.tool = undefined
    run.index = undefined
  }
  if (ofDocument > 0) blame(run.diagnostics.slice(0, ofDocument), tools, silences)
  for (const { pointer, members } of ambiguous) run.diagnostics.push(ambiguity(pointer, members))
  return {
    diagnostics: silences ? run.diagnostics.filter(diagnostic => !silences(diagnostic)) : run.diagnostics,
    tools,
  }
}

function withEndpoint(toolset: Toolset, baseUrl: string | undefined): Toolset {
  if (baseUrl === undefined || toolset.endpoint) return toolset
  return { ...toolset, endpoint: { url: baseUrl, pointer: toolset.pointer } }
}

function ambiguity(pointer: Pointer, members: readonly string[]): Diagnostic {
  const names = members.map(name => `\`${name}\``).join(' and ')
  return {
    ruleId: OWN,
    severity: 'error',
    message: `This could be two kinds of tool, since it has ${names}: keep one of them.`,
    pointer,
  }
}

/** Lays each problem of the document at the door of the tool it is in. */
function blame(
  diagnostics: readonly Diagnostic[],
  tools: readonly ToolReport[],
  silences: Silences | undefined,
): void {
  for (const [diagnostic, owner] of ownersOf(diagnostics, tools)) {
    const { gate, severity } = diagnostic
    diagnostic.tool = owner.name
    if (gate === 1 && severity === 'error' && !silences?.(diagnostic)) owner.verdict = 'refused always'
  }
}

interface Run {
  diagnostics: Diagnostic[]
  silences: Silences | undefined
  fixes: boolean
  unknowns: Unknowns | undefined
  /** The tool at hand: its name, and its index in the list. */
  tool: string | undefined
  index: number | undefined
  /** The first gate of the server that refuses the tool at hand. */
  worst: 1 | 2 | undefined
}

const verdicts: [Verdict, Verdict, Verdict] = ['strict-ready', 'refused always', 'non-strict only']

function lintTool(run: Run, tool: Tool, rules: Ruleset): void {
  const { unknowns } = run
  unknowns?.judge(tool)
  // Without an iterator: this is run for every tool.
  for (let i = 0; i < rules.tool.length; i++) {
    const active = rules.tool[i]!
    unknowns?.begin()
    report(run, active, tool.pointer, active.rule.tool!(tool, active.setting.options))
  }
  if (!isObject(tool.schema)) return
  // Who reads what is not known is watched, and a quick look would be missed.
  if (!unknowns && rules.screen.passes(tool.schema)) return
  unknowns?.begin()
  const root = walk(tool.schema, tool.schemaPointer)
  const { nodes } = root
  unknowns?.judge(tool, root)
  for (const node of nodes) lintNode(run, node, rules.screen.rulesFor(node))
  for (const active of rules.root) {
    unknowns?.begin()
    report(run, active, root.pointer, active.rule.root!(root, active.setting.options))
  }
}

function lintNode(run: Run, node: Subschema, rules: readonly ActiveRule[]): void {
  // The places that a rule with a claim has spoken about, and the claim.
  let claimed: Map<Pointer, number> | undefined
  for (const active of rules) {
    run.unknowns?.begin()
    const problems = active.rule.schema!(node, active.setting.options)
    if (problems === undefined) continue
    const { claim } = active.rule
    for (const problem of each(problems)) {
      const at = problem.at ?? ''
      const holder = claimed?.get(at)
      if (holder !== undefined && holder !== claim) continue
      if (!add(run, active, node.pointer, problem) || claim === undefined) continue
      claimed ??= new Map()
      claimed.set(at, claim)
    }
  }
}

function report(run: Run, active: ActiveRule, base: Pointer, problems: Problems): void {
  if (problems === undefined) return
  for (const problem of each(problems)) add(run, active, base, problem)
}

function each(problems: Problem | Iterable<Problem>): Iterable<Problem> {
  if (Array.isArray(problems)) return problems
  return Symbol.iterator in problems ? problems : [problems]
}

/** Gives false when nobody wants to hear of it. What is not certain is not said, and keeps others from speaking all the same. */
function add(run: Run, { id, setting, url }: ActiveRule, base: Pointer, problem: Problem): boolean {
  const pointer = problem.at ? base + problem.at : base
  const tool = problem.tool ?? run.tool
  if (run.silences?.({ ruleId: id, tool, pointer })) return false
  if (run.unknowns?.isCertain(pointer) === false) return true
  const special = problem.messageId === undefined ? undefined : setting.cases?.[problem.messageId]
  const severity = special?.severity ?? setting.severity
  const gate = special?.gate === undefined ? setting.gate : (special.gate ?? undefined)
  const serverText = special?.serverText === undefined ? setting.serverText : special.serverText
  if (gate !== undefined && severity === 'error' && (run.worst === undefined || gate < run.worst)) {
    run.worst = gate
  }
  run.diagnostics.push({
    ruleId: id,
    severity,
    message: problem.message,
    messageId: problem.messageId,
    pointer,
    tool,
    evidence: special?.evidence ?? setting.evidence,
    gate,
    serverText: serverText
      ? fillServerText(serverText, {
          name: tool,
          i: run.index === undefined ? undefined : String(run.index),
          ...problem.data,
        })
      : undefined,
    url,
    fix: run.fixes ? fixOf(problem, base, run.unknowns) : undefined,
    span: problem.span,
  })
  return true
}

/** A fix that takes along something unknown could not be written. */
function fixOf(problem: Problem, base: Pointer, unknowns: Unknowns | undefined): Fix | undefined {
  const make = () => rebase(problem.fix?.(), base)
  return unknowns ? unknowns.certain(make) : make()
}

/** Puts a prefix in front of every place of a patch. */
function rebase(fix: Fix | undefined, base: Pointer): Fix | undefined {
  if (!fix) return undefined
  const patch = fix.patch.map(
    (operation): Operation =>
      operation.op === 'move'
        ? { op: 'move', from: base + operation.from, path: base + operation.path }
        : { ...operation, path: base + operation.path },
  )
  return { safe: fix.safe, patch }
}

function claimOf(rule: Rule): number {
  return rule.claim ?? Number.POSITIVE_INFINITY
}
