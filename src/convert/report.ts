import type { Change, ConvertReport, ToolConversion } from './types.ts'

/** The report for a terminal: each tool, and each of its changes. */
export function reportText({ tools, profile }: ConvertReport): string {
  const lines = [totals(tools, profile)]
  for (const tool of tools) {
    if (tool.outcome === 'unchanged') continue
    lines.push('', `${titleOf(tool)}: ${outcomeOf(tool)}`)
    const width = Math.max(...tool.changes.map(({ kind }) => kind.length))
    for (const change of tool.changes)
      lines.push(`  ${change.kind.padEnd(width)}  ${change.message} ${placesOf(change)}`)
  }
  return `${lines.join('\n')}\n`
}

/** The report as Markdown: a table of changes for each tool. */
export function reportMarkdown({ tools, profile }: ConvertReport): string {
  const blocks = [`# Conversion\n\n${totals(tools, profile)}`]
  for (const tool of tools) {
    const rows = tool.changes.map(
      change =>
        `| ${change.kind} | ${cell(change.message)} | ${cell(code(change.from))} | ${cell(code(change.to))} |`,
    )
    const table = ['| change | | before | after |', '|---|---|---|---|', ...rows].join('\n')
    blocks.push(`## ${cell(titleOf(tool))}\n\n${outcomeOf(tool)}${rows.length > 0 ? `\n\n${table}` : ''}`)
  }
  return `${blocks.join('\n\n')}\n`
}

function totals(tools: readonly ToolConversion[], profile: string): string {
  const count = (outcome: ToolConversion['outcome']) => tools.filter(tool => tool.outcome === outcome).length
  return `${tools.length} ${tools.length === 1 ? 'tool' : 'tools'} for ${profile}: ${count('unchanged')} unchanged, ${count('converted')} converted, ${count('non-strict only')} non-strict only.`
}

function titleOf({ name, as }: ToolConversion): string {
  const title = name ?? '(no name)'
  return as === undefined || as === name ? title : `${title}, now ${as}`
}

function outcomeOf({ outcome, reason, size }: ToolConversion): string {
  if (outcome === 'non-strict only') return `non-strict only. ${reason ?? ''}`.trimEnd()
  return `${outcome}, ${size.before} → ${size.after} bytes`
}

function placesOf({ from, to }: Change): string {
  return to === undefined || to === from ? `[${from}]` : `[${from} → ${to}]`
}

function code(pointer: string | undefined): string {
  return pointer === undefined ? '' : `\`${pointer}\``
}

/** Text that neither ends a cell of a table nor a line of it. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ')
}
