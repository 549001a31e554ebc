import type { FileConfig } from '../config/index.ts'
import { matchServerText } from '../explain.ts'
import { expand, readBytes } from '../files.ts'
import { lintFile } from '../lint-file.ts'
import { nearest } from '../nearest.ts'
import { rules as ownRules } from '../registry.ts'
import type { Report } from '../report.ts'
import { problems } from '../reporters/text.ts'
import type { Evidence, Rule, RuleMeta } from '../types.ts'
import { UsageError } from '../usage-error.ts'
import { type ConfigArguments, configsOf } from './configs.ts'
import { standardOutput } from './print.ts'
import { terminalWidth, wantsColor } from './terminal.ts'

export interface ExplainArguments extends Omit<ConfigArguments, 'rule'> {
  query: string
  files?: string[]
  color?: boolean
}

type Rules = Readonly<Record<string, Rule>>

/** `strictcall explain`: 0 when the rule or the text is known, 1 when not. */
export async function explainCommand({
  query,
  files = [],
  color,
  ...args
}: ExplainArguments): Promise<number> {
  const here = await configsOf(args).for('-')
  const rules: Rules = { ...ownRules, ...here.pluginRules }
  const describe = (id: string) => describeRule(id, rules[id]!.meta, here)
  const candidates = (ids: readonly string[], tool?: string) =>
    showCandidates(ids, tool, files, rules, { ...args, config: here.sources[0] ?? false }, color)
  const asked = query === '-' ? new TextDecoder().decode(await readBytes('-')).trim() : query
  const out = (line = '') => standardOutput.write(`${line}\n`)
  if (Object.hasOwn(rules, asked)) {
    out(describe(asked))
    return files.length > 0 ? candidates([asked]) : 0
  }
  const match = matchServerText(asked, here.profile)
  if (!match) {
    const meant = /\s/.test(asked) ? undefined : nearest(asked, Object.keys(rules))
    throw new UsageError(
      meant
        ? `There is no rule "${asked}": did you mean "${meant}"?`
        : `"${asked}" is no rule, and no answer of the server that is on record. \`strictcall lint\` may find the cause all the same.`,
    )
  }
  out(`Recorded answer: ${match.text}`)
  for (const [part, value] of Object.entries(match.parts)) if (value) out(`  ${part} = ${value}`)
  out(
    match.rules.length === 1
      ? 'One rule stands behind it:'
      : 'These rules stand behind it, the likeliest first:',
  )
  for (const id of match.rules) out(`\n${describe(id)}`)
  if (files.length === 0) {
    out('\nName files to see the places in them that this answer may be about.')
    return 0
  }
  return candidates(match.rules, match.parts.name)
}

function describeRule(id: string, meta: Partial<RuleMeta>, { profile, explain }: FileConfig): string {
  const setting = profile.rules[id]
  const lines = [id, `  ${meta.description}`, '']
  // A plug-in need not say more.
  if (meta.why) lines.push(`  Why: ${meta.why}`)
  if (meta.how) lines.push(`  How: ${meta.how}`)
  const { severity, from } = explain().rules[id]!
  if (!from.severity.startsWith('profile ')) lines.push(`  ${severity}, says ${from.severity}`)
  if (setting) {
    lines.push(`  ${profile.name}: ${setting.severity}, ${evidenceText(setting.evidence)}`)
    const texts = [setting, ...Object.values(setting.cases ?? {})].flatMap(
      ({ serverText }) => serverText ?? [],
    )
    for (const text of new Set(texts)) lines.push(`  Server: ${text}`)
  }
  return lines.join('\n')
}

function evidenceText({ level, note, cite }: Evidence): string {
  return [level, note && `(${note})`, cite].filter(Boolean).join(' ')
}

/** The problems that these rules see in the files. */
async function showCandidates(
  ids: readonly string[],
  tool: string | undefined,
  inputs: readonly string[],
  rules: Rules,
  args: ConfigArguments,
  color: boolean | undefined,
): Promise<number> {
  const rule = Object.keys(rules).map(id => `${id}=${ids.includes(id) ? 'error' : 'off'}`)
  const { ruleset } = await configsOf({ ...args, rule }).for('-')
  const { files, failures } = await expand(inputs)
  const report: Report = { results: [], skipped: 0, cwd: process.cwd() }
  let candidates = 0
  for (const file of files) {
    const outcome = await lintFile(file, ruleset)
    if (outcome.kind === 'failed') failures.push(outcome.message)
    if (outcome.kind !== 'linted') continue
    const { diagnostics } = outcome.result
    const own = diagnostics.filter(diagnostic => diagnostic.tool === tool && ids.includes(diagnostic.ruleId))
    outcome.result.diagnostics =
      own.length > 0 ? own : diagnostics.filter(({ ruleId }) => ids.includes(ruleId))
    candidates += outcome.result.diagnostics.length
    report.results.push(outcome.result)
  }
  standardOutput.write(
    candidates === 0
      ? '\nNothing in these files breaks these rules.\n'
      : `\n${problems(report, { color: wantsColor(color), width: terminalWidth() }).join('\n')}`,
  )
  for (const failure of failures) process.stderr.write(`strictcall: ${failure}\n`)
  return failures.length > 0 ? 2 : 0
}
