import { importTools } from '../import/index.ts'
import type { Ruleset } from '../lint.ts'
import { type LiveTools, lintLive } from '../live.ts'
import { serversOf, toolsOfServer } from '../mcp/index.ts'
import type { FileResult } from '../report.ts'
import { UsageError } from '../usage-error.ts'
import { type FixArguments, fixingOf } from './fixing.ts'
import { writeText } from './output.ts'
import { listOf } from './terminal.ts'

export interface LiveArguments {
  import?: string | string[]
  mcp?: string | string[]
  timeout?: number
  save?: string
  /** Where servers are started and files that name them are looked for, when it is not the working directory. */
  serverFolder?: string
}

/** Seconds; npx may have to fetch a server first. */
const defaultTimeout = 60
const longestTimeout = 86_400

/** Lints what modules export and what servers list; what fails does not keep the others from it. */
export async function lintLiveTools(
  args: LiveArguments & FixArguments,
  ruleset: Ruleset,
  options: { listings?: boolean } = {},
): Promise<{ results: FileResult[]; failures: string[] }> {
  const timeout = args.timeout ?? defaultTimeout
  check(args, timeout)
  const found: LiveTools[] = []
  const failures: string[] = []
  for (const spec of listOf(args.import)) {
    await failing(failures, async () => {
      const imported = await importTools(spec, { timeout })
      found.push(...imported.tools)
      failures.push(...imported.failures)
    })
  }
  for (const argument of listOf(args.mcp)) {
    await failing(failures, () => askServers(argument, args.serverFolder, timeout, found, failures))
  }
  if (args.save !== undefined) await writeText(textOf(found), args.save)
  const results = found.map(live => lintLive(live, ruleset, options))
  for (const { file, tools } of results) {
    const isExplained = failures.some(failure => failure.startsWith(`${file}:`))
    if (tools.length === 0 && !isExplained) failures.push(`${file}: no tools in it.`)
  }
  return { results: results.filter(({ tools }) => tools.length > 0), failures }
}

function check(args: LiveArguments & FixArguments, timeout: number): void {
  if (args.import === undefined && args.mcp === undefined)
    throw new UsageError('--save goes with --import or --mcp.')
  if (fixingOf(args))
    throw new UsageError('What --import and --mcp give is no file to fix: --save it into one.')
  if (!(Number.isInteger(timeout) && timeout >= 1 && timeout <= longestTimeout))
    throw new UsageError(`--timeout takes a number of seconds, from 1 to ${longestTimeout}.`)
}

async function askServers(
  argument: string,
  folder: string | undefined,
  timeout: number,
  found: LiveTools[],
  failures: string[],
): Promise<void> {
  for (const named of await serversOf(argument, folder)) {
    const { name } = named
    if ('failure' in named) failures.push(`${name}: ${named.failure}`)
    else {
      await failing(failures, async () => {
        try {
          found.push({ name, value: { tools: await toolsOfServer(named.server, timeout) } })
        } catch (error) {
          if (error instanceof UsageError) throw new UsageError(`${name}: ${error.message}`)
          throw error
        }
      })
    }
  }
}

async function failing(failures: string[], run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    failures.push(error.message)
  }
}

/** The tools as a file that can be linted and converted: those of one source as they are, of several by its name. */
function textOf(found: readonly LiveTools[]): string {
  const [first] = found
  const value =
    found.length === 1 ? first!.value : Object.fromEntries(found.map(({ name, value }) => [name, value]))
  try {
    return `${JSON.stringify(value, null, 2)}\n`
  } catch {
    throw new UsageError('the tools are nested too deeply to be saved.')
  }
}
