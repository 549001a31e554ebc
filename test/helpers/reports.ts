import { spawnSync } from 'node:child_process'
import { lintFile } from '../../src/lint-file.ts'
import { rules, rulesetOf } from '../../src/registry.ts'
import type { FileResult, Report, ReporterOptions } from '../../src/report.ts'
import { formats } from '../../src/reporters/index.ts'

export const options: ReporterOptions = {
  color: false,
  width: 100,
  version: '1.2.3',
  rules: Object.fromEntries(Object.entries(rules).map(([id, { meta }]) => [id, meta])),
}

export async function render(format: string, report: Report): Promise<string> {
  return (await formats[format]!.load())(report, options)
}

/** What linting the files of `fixtures/reporters/project` gives, as if that folder were `/project`. */
export async function projectReport(): Promise<Report> {
  const ruleset = rulesetOf({ rules: { 'require-type': 'warning' } })
  const results: FileResult[] = []
  for (const name of ['agent.yaml', 'tools.json']) {
    const file = { path: `fixtures/reporters/project/${name}`, named: true }
    const outcome = await lintFile(file, ruleset, name, { edits: true, listings: true })
    if (outcome.kind !== 'linted') throw new Error(`${name} holds no tools`)
    results.push(outcome.result)
  }
  return { results, skipped: 0, cwd: '/project' }
}

/** Whether a program is there, and words for the name of a test that needs it. */
export function program(name: string): { exists: boolean; needed: string } {
  const exists = spawnSync('sh', ['-c', `command -v ${name}`]).status === 0
  return { exists, needed: exists ? '' : ` (skipped: there is no ${name})` }
}
