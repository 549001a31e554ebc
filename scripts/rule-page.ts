import type { Evidence, Profile, Rule } from '../src/types.ts'

export interface Sample {
  /** `bad`, `bad-union`, `ok`, … */
  name: string
  /** The file, and what `strictcall lint` prints for it. */
  text: string
  output: string
  /** What `--fix` makes of the file, and `--fix --unsafe`, where they do something. */
  fixed?: string | undefined
  unsafe?: string | undefined
}

/** Writes the documentation of a rule: from its meta, its fixtures and what the profiles know about it. */
export function rulePage(
  id: string,
  { meta }: Rule,
  profiles: readonly Profile[],
  samples: readonly Sample[],
): string {
  const bad = samples.filter(({ name }) => name.startsWith('bad'))
  const ok = samples.filter(({ name }) => name.startsWith('ok'))
  return [
    `# ${id}`,
    meta.description,
    profiles.map(profile => settingLine(id, profile)).join('\n'),
    `**Why.** ${meta.why}`,
    `**What to do.** ${meta.how}`,
    ...bad.flatMap(({ name, text, output, fixed, unsafe }) => [
      name === 'bad' ? '## Wrong' : `## Wrong: ${name.slice('bad-'.length).replaceAll('-', ' ')}`,
      fence('json', shorten(text)),
      fence('text', shorten(output)),
      ...(fixed ? ['### Fixed by `--fix`', fence('json', shorten(fixed))] : []),
      ...(unsafe ? ['### Fixed by `--fix --unsafe`', fence('json', shorten(unsafe))] : []),
    ]),
    ...ok.flatMap(({ text }) => ['## Right', fence('json', shorten(text))]),
    ...profiles.flatMap(profile => evidenceSection(id, profile)),
    `<!-- Written by \`npm run docs\` from rules/${id}.ts, its fixtures and the profiles. -->`,
    '',
  ].join('\n\n')
}

/** Lists all rules, with a link to the page of each. */
export function ruleList(rules: Readonly<Record<string, Rule>>, profiles: readonly Profile[]): string {
  const names = profiles.map(({ name }) => name)
  const rows = Object.entries(rules).map(([id, { meta }]) => {
    const settings = profiles.map(profile => {
      const { severity, evidence } = profile.rules[id]!
      return severity === 'off' ? 'off' : `${severity}, ${evidence.level}`
    })
    return `| [${id}](${id}.md) | ${meta.description} | ${[...settings, meta.fixable ?? ''].join(' | ')} |`
  })
  return [
    '# Rules',
    [`| rule | | ${names.join(' | ')} | fix |`, `|---|---|${'---|'.repeat(names.length + 1)}`, ...rows].join(
      '\n',
    ),
    '<!-- Written by `npm run docs`. -->',
    '',
  ].join('\n\n')
}

function settingLine(id: string, { name, rules }: Profile): string {
  const setting = rules[id]!
  return `- \`${name}\`: **${setting.severity}** (${setting.evidence.level})`
}

function evidenceSection(id: string, { title, rules, checked }: Profile): string[] {
  const setting = rules[id]!
  const cases = Object.entries(setting.cases ?? {})
  const rows = [
    row(cases.length > 0 ? 'in general' : '', setting, setting.gate),
    ...cases.map(([name, special]) =>
      row(name, { ...setting, ...special }, special.gate === undefined ? setting.gate : special.gate),
    ),
  ]
  return [
    `## Evidence: ${title}`,
    `As of ${checked}. Gate 1 refuses every request, gate 2 strict ones only.`,
    ['| case | known | gate | the server answers |', '|---|---|---|---|', ...rows].join('\n'),
  ]
}

interface Known {
  evidence?: Evidence | undefined
  serverText?: string | null | undefined
}

function row(name: string, { evidence, serverText }: Known, gate: number | null | undefined): string {
  return `| ${name} | ${evidence ? evidenceCell(evidence) : ''} | ${gate ?? ''} | ${serverText ? code(serverText) : ''} |`
}

function evidenceCell({ level, note, cite }: Evidence): string {
  return [level, note && `: ${note}`, cite && ` [source](${cite})`]
    .filter(Boolean)
    .join('')
    .replaceAll('|', '\\|')
}

/** Inline code, whatever backticks are in it. */
function code(text: string): string {
  const marks = text.includes('`') ? '``' : '`'
  const space = text.startsWith('`') || text.endsWith('`') ? ' ' : ''
  return `${marks}${space}${text}${space}${marks}`.replaceAll('|', '\\|')
}

function fence(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``
}

/** A sample that only shows that there is a lot of something need not be shown in full. */
function shorten(text: string): string {
  const lines = text.trimEnd().split('\n')
  return lines.length <= 80 ? text : [...lines.slice(0, 24), `… ${lines.length - 24} more lines`].join('\n')
}
