import { matchServerText } from '../explain.ts'
import { expand, readBytes } from '../files.ts'
import { lintFile } from '../lint-file.ts'
import { nearest } from '../nearest.ts'
import { profileNamed, rules, rulesetOf } from '../registry.ts'
import type { Report } from '../report.ts'
import { problems } from '../reporters/text.ts'
import type { Evidence, Profile } from '../types.ts'
import { UsageError } from '../usage-error.ts'
import { terminalWidth, wantsColor } from './terminal.ts'

export interface ExplainArguments {
  query: string
  files?: string[]
  profile: string
  color?: boolean
}

/** `strictcall explain`: 0 when the rule or the text is known, 1 when not. */
export async function explainCommand({
  query,
  files = [],
  profile: name,
  color,
}: ExplainArguments): Promise<number> {
  const profile = profileNamed(name)
  const asked = query === '-' ? new TextDecoder().decode(await readBytes('-')).trim() : query
  const out = (line = '') => process.stdout.write(`${line}\n`)
  if (Object.hasOwn(rules, asked)) {
    out(describeRule(asked, profile))
    return files.length > 0 ? showCandidates([asked], undefined, files, name, color) : 0
  }
  const match = matchServerText(asked, profile)
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
  for (const id of match.rules) out(`\n${describeRule(id, profile)}`)
  if (files.length === 0) {
    out('\nName files to see the places in them that this answer may be about.')
    return 0
  }
  return showCandidates(match.rules, match.parts.name, files, name, color)
}

function describeRule(id: string, profile: Profile): string {
  const { meta } = rules[id]!
  const setting = profile.rules[id]
  const lines = [id, `  ${meta.description}`, '', `  Why: ${meta.why}`, `  How: ${meta.how}`]
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
  profile: string,
  color: boolean | undefined,
): Promise<number> {
  const off = Object.fromEntries(
    Object.keys(rules).map(id => [id, ids.includes(id) ? ('error' as const) : ('off' as const)]),
  )
  const ruleset = rulesetOf({ profile, rules: off })
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
  process.stdout.write(
    candidates === 0
      ? '\nNothing in these files breaks these rules.\n'
      : `\n${problems(report, { color: wantsColor(color), width: terminalWidth() }).join('\n')}`,
  )
  for (const failure of failures) process.stderr.write(`strictcall: ${failure}\n`)
  return failures.length > 0 ? 2 : 0
}
