import { child } from '../pointer.ts'
import { severityOf } from '../settings.ts'
import type { ConfigProblem } from './check.ts'
import type { Config } from './types.ts'

/** What overrides for single tools or places ask that cannot be had: a tool is judged by the profile of its file. */
export function scopeProblems({ overrides = [] }: Config): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  for (const [i, { tools, pointers, profile, baseUrl, rules = {} }] of overrides.entries()) {
    if (!tools && !pointers) continue
    const scope = tools ? 'tools' : 'pointers'
    for (const [key, value] of Object.entries({ profile, baseUrl })) {
      if (value === undefined) continue
      const message = `\`${key}\` holds for whole files: take it out of an override with \`${scope}\`.`
      problems.push({ pointer: `/overrides/${i}/${key}`, message, isKey: true })
    }
    for (const [id, setting] of Object.entries(rules)) {
      if (severityOf(setting) === 'off') continue
      const message = `An override with \`${scope}\` can only switch rules off: "${id}" is set to "${severityOf(setting)}".`
      problems.push({ pointer: child(`/overrides/${i}/rules`, id), message })
    }
  }
  return problems
}
