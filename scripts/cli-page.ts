import { verbs } from '../src/cli/options/index.ts'
import type { Option, Verb } from '../src/cli/options/option.ts'

/** The reference of the command line, docs/cli.md, from the same tables that the parser and the help are made of. */
export function cliPage(): string {
  return `# Command line

\`strictcall <command> [options]\`. Where no command is given, \`lint\` is meant. \`strictcall <command> --help\` says what this page says;
\`strictcall --version\` prints the version.

| exit code | means |
|---|---|
| 0 | nothing at error level, and no more warnings than \`--max-warnings\` |
| 1 | errors were found |
| 2 | could not run: a wrong option, a file that cannot be read |

Colours: \`--color\` or \`--no-color\`, else \`FORCE_COLOR\`, else \`NO_COLOR\`, else whether a terminal reads.

From Node 22.1 on, Node keeps the compiled command line for the next run, in \`NODE_COMPILE_CACHE\` or among the temporary files;
\`NODE_DISABLE_COMPILE_CACHE=1\` forbids it.

${Object.entries(verbs)
  .map(([name, verb]) => section(name, verb))
  .join('\n')}`
}

function section(name: string, { usage, describe, positionals, options, examples }: Verb): string {
  const parts = [`## ${name}`, `${describe}.`, block([`strictcall ${usage}`])]
  const taken = Object.entries(positionals).map(([positional, text]) => row(positional, text))
  if (taken.length > 0) parts.push(table('argument', taken))
  for (const [group, listed] of groupsOf(options)) {
    parts.push(
      table(
        group,
        listed.map(([option, spec]) => row(spelling(option, spec), meaning(spec))),
      ),
    )
  }
  const lines = examples.flatMap(([line, purpose]) => [`# ${purpose}`, line.replaceAll('$0', 'strictcall')])
  return [...parts, block(lines), ''].join('\n\n').trimEnd().concat('\n')
}

function groupsOf(options: Verb['options']): Map<string, [string, Option][]> {
  const groups = new Map<string, [string, Option][]>()
  for (const entry of Object.entries(options)) {
    const heading = entry[1].group?.replace(/:$/, '') ?? 'option'
    groups.set(heading, [...(groups.get(heading) ?? []), entry])
  }
  return groups
}

function spelling(name: string, { type, default: value }: Option): string {
  if (type !== 'boolean') return `--${name} <${type === 'number' ? 'n' : 'value'}>`
  return value === true ? `--no-${name}` : `--${name}`
}

function meaning({ describe, default: value }: Option): string {
  return typeof value === 'string' ? `${describe}. Default: \`${value}\`` : describe
}

function row(name: string, text: string): string {
  return `| \`${name}\` | ${text.replaceAll('|', '\\|')} |`
}

function table(heading: string, rows: readonly string[]): string {
  return [`| ${heading} | |`, '|---|---|', ...rows].join('\n')
}

function block(lines: readonly string[]): string {
  return ['```sh', ...lines, '```'].join('\n')
}
