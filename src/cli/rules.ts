import { styleText } from 'node:util'
import { nearest } from '../nearest.ts'
import { rules } from '../registry.ts'
import { UsageError } from '../usage-error.ts'
import { type ConfigArguments, configsOf } from './configs.ts'
import { standardOutput } from './print.ts'
import { wantsColor } from './terminal.ts'

export interface RulesArguments extends Omit<ConfigArguments, 'rule'> {
  format: string
  color?: boolean
}

/** `strictcall rules`: the table of rules, as they are set for this folder. */
export async function rulesCommand({ format, color, ...args }: RulesArguments): Promise<number> {
  if (format !== 'text' && format !== 'json') {
    const meant = nearest(format, ['text', 'json'])
    throw new UsageError(
      `There is no format "${format}"${meant ? `: did you mean "${meant}"?` : ': there are text and json.'}`,
    )
  }
  const here = await configsOf(args).for('-')
  const settings = here.explain().rules
  const rows = Object.entries({ ...rules, ...here.pluginRules }).map(([id, { meta }]) => ({
    id,
    severity: settings[id]!.severity,
    evidence: here.profile.rules[id]?.evidence.level ?? 'local',
    fixable: meta.fixable ?? null,
    description: meta.description,
  }))
  if (format === 'json') {
    standardOutput.write(`${JSON.stringify(rows, null, 2)}\n`)
    return 0
  }
  const width = Math.max(...rows.map(({ id }) => id.length))
  const paint = wantsColor(color)
    ? (style: 'dim' | 'red' | 'yellow', text: string) => styleText(style, text, { validateStream: false })
    : (_: string, text: string) => text
  for (const { id, severity, evidence, description } of rows) {
    const shade = severity === 'error' ? 'red' : severity === 'warning' ? 'yellow' : 'dim'
    standardOutput.write(
      `${id.padEnd(width)}  ${paint(shade, severity.padEnd(7))}  ${evidence.padEnd(10)}  ${paint('dim', description)}\n`,
    )
  }
  return 0
}
