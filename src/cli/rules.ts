import { styleText } from 'node:util'
import { nearest } from '../nearest.ts'
import { profileNamed, rules } from '../registry.ts'
import { UsageError } from '../usage-error.ts'
import { wantsColor } from './terminal.ts'

export interface RulesArguments {
  profile: string
  format: string
  color?: boolean
}

/** `strictcall rules`: the table of rules. */
export async function rulesCommand({ profile, format, color }: RulesArguments): Promise<number> {
  if (format !== 'text' && format !== 'json') {
    const meant = nearest(format, ['text', 'json'])
    throw new UsageError(
      `There is no format "${format}"${meant ? `: did you mean "${meant}"?` : ': there are text and json.'}`,
    )
  }
  const { rules: settings } = profileNamed(profile)
  const rows = Object.entries(rules).map(([id, { meta }]) => ({
    id,
    severity: settings[id]?.severity ?? 'off',
    evidence: settings[id]?.evidence.level ?? 'local',
    fixable: meta.fixable ?? null,
    description: meta.description,
  }))
  if (format === 'json') {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`)
    return 0
  }
  const width = Math.max(...rows.map(({ id }) => id.length))
  const paint = wantsColor(color)
    ? (style: 'dim' | 'red' | 'yellow', text: string) => styleText(style, text, { validateStream: false })
    : (_: string, text: string) => text
  for (const { id, severity, evidence, description } of rows) {
    const shade = severity === 'error' ? 'red' : severity === 'warning' ? 'yellow' : 'dim'
    process.stdout.write(
      `${id.padEnd(width)}  ${paint(shade, severity.padEnd(7))}  ${evidence.padEnd(10)}  ${paint('dim', description)}\n`,
    )
  }
  return 0
}
