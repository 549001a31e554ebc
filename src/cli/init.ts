import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline/promises'
import { configIn } from '../config/find.ts'
import { describe, expand } from '../files.ts'
import { lintFile } from '../lint-file.ts'
import { rulesetOf } from '../registry.ts'
import { count, type FileResult } from '../report.ts'
import { plural } from '../reporters/words.ts'
import { UsageError } from '../usage-error.ts'
import { standardOutput } from './print.ts'

export interface InitArguments {
  profile: string
  yes: boolean
}

const target = 'strictcall.config.json'

/** So many files are listed, at most. */
const MOST_FILES = 20

/** `strictcall init`: says which files hold tools, and writes a configuration. */
export async function initCommand({ profile, yes }: InitArguments): Promise<number> {
  const cwd = process.cwd()
  const existing = configIn(cwd)
  if (existing !== undefined)
    throw new UsageError(`${path.basename(existing)} already has a configuration: change it there.`)
  const ruleset = rulesetOf({ profile })
  const { files } = await expand(['.'])
  const results: FileResult[] = []
  for (const file of files) {
    const outcome = await lintFile(file, ruleset)
    if (outcome.kind === 'linted') results.push(outcome.result)
  }
  const errors = results.reduce((sum, { diagnostics }) => sum + count(diagnostics, 'error'), 0)
  standardOutput.write(table(results))
  if (!yes && !(await agreed())) return 0
  await writeConfig(cwd, profile)
  standardOutput.write(`Wrote ${target}. Now run: strictcall lint\n`)
  if (errors > 0) {
    standardOutput.write(
      `For the ${plural(errors, 'error')}: strictcall lint --fix repairs what it can without changing what tools accept;\n` +
        'strictcall lint --suppress-all leaves what is there now, so that only new ones count.\n',
    )
  }
  return 0
}

/** Whether the person at the terminal wants it written; without one, nobody is asked. */
async function agreed(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return true
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  // Ctrl-C and Ctrl-D are a no.
  const answer = await terminal.question(`Write ${target} here? [Y/n] `).catch(() => 'n')
  terminal.close()
  return !/^\s*n/i.test(answer)
}

async function writeConfig(cwd: string, profile: string): Promise<void> {
  const shipped = 'node_modules/strictcall/schema/config.schema.json'
  const $schema = existsSync(path.join(cwd, shipped))
    ? `./${shipped}`
    : 'https://unpkg.com/strictcall/schema/config.schema.json'
  const text = `${JSON.stringify({ $schema, profile, rules: {} }, null, 2)}\n`
  try {
    await writeFile(path.join(cwd, target), text, { flag: 'wx' })
  } catch (error) {
    throw new UsageError(`cannot write ${describe(error, target, 'write')}`)
  }
}

function table(results: readonly FileResult[]): string {
  if (results.length === 0) return 'No file here holds tools.\n'
  const tools = results.reduce((sum, result) => sum + result.tools.length, 0)
  const shown = results.slice(0, MOST_FILES)
  const width = Math.max(...shown.map(({ file }) => file.length))
  const lines = shown.map(({ file, tools, diagnostics }) => {
    const errors = count(diagnostics, 'error')
    const found = errors > 0 ? plural(errors, 'error') : 'no errors'
    return `  ${file.padEnd(width)}  ${plural(tools.length, 'tool').padStart(8)}, ${found}`
  })
  const rest = results.length - shown.length
  if (rest > 0) lines.push(`  and ${plural(rest, 'file')} more`)
  return `Found ${plural(tools, 'tool')} in ${plural(results.length, 'file')}:\n${lines.join('\n')}\n`
}
