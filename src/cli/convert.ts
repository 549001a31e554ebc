import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import {
  type ConvertOptions,
  type ConvertReport,
  convertFound,
  reportMarkdown,
  reportText,
} from '../convert/index.ts'
import { expand } from '../files.ts'
import { nearest } from '../nearest.ts'
import { readTools } from '../read-tools.ts'
import { plural } from '../reporters/words.ts'
import type { Profile, Tool } from '../types.ts'
import { UsageError } from '../usage-error.ts'
import { type ConfigArguments, configsOf } from './configs.ts'
import { writeText } from './output.ts'
import { standardOutput } from './print.ts'
import { listOf } from './terminal.ts'

export interface ConvertArguments extends Omit<ConfigArguments, 'rule'> {
  files?: string[]
  output?: string
  codec?: string
  envelope: string
  open: string
  report?: string
  stdinFilename?: string
  ignorePattern?: string | string[]
  ignore: boolean
  ignoreUnknown: boolean
}

/** `strictcall convert`: gives the exit code, 1 when a tool could not be made strict. */
export async function convertCommand(args: ConvertArguments): Promise<number> {
  const options: ConvertOptions = {
    envelope: choice('envelope', args.envelope, ['chat', 'same']),
    open: choice('open', args.open, ['close', 'encode']),
  }
  const report = args.report === undefined ? undefined : reporters[choice('report', args.report, formats)]
  const sources = await readSources(args)
  options.profile = await profileOf(sources, args)
  const {
    tools,
    codec,
    report: changes,
  } = convertFound(
    sources.flatMap(source => source.tools),
    options,
  )
  if (args.output === undefined) standardOutput.write(`${JSON.stringify(tools, null, 2)}\n`)
  else await writeTools(args.output, sources, tools)
  if (args.codec !== undefined) await writeText(`${JSON.stringify(codec, null, 2)}\n`, args.codec)
  // Where the tools go to the standard output, what is said about them does not.
  const stream = args.output === undefined ? process.stderr : standardOutput
  stream.write(report ? report(changes) : summary(changes))
  return changes.tools.some(({ outcome }) => outcome === 'non-strict only') ? 1 : 0
}

const formats = ['json', 'text', 'markdown'] as const

const reporters: Record<(typeof formats)[number], (report: ConvertReport) => string> = {
  json: report => `${JSON.stringify(report, null, 2)}\n`,
  text: reportText,
  markdown: reportMarkdown,
}

function choice<Name extends string>(option: string, name: string, names: readonly Name[]): Name {
  if ((names as readonly string[]).includes(name)) return name as Name
  const meant = nearest(name, names)
  throw new UsageError(
    `--${option} takes ${names.join(' or ')}, not "${name}"${meant ? `: did you mean "${meant}"?` : '.'}`,
  )
}

interface Source {
  name: string
  tools: Tool[]
}

async function readSources({
  files = [],
  stdinFilename,
  ignorePattern,
  ignore,
  ignoreUnknown,
}: ConvertArguments): Promise<Source[]> {
  if (files.length === 0) {
    throw new UsageError('Name the files with the tools to convert, or -. See strictcall convert --help.')
  }
  const expanded = await expand(files, {
    ignorePatterns: listOf(ignorePattern),
    gitignore: ignore,
    ignoreUnknown,
  })
  const sources: Source[] = []
  const [failure] = expanded.failures
  if (failure !== undefined) throw new UsageError(failure)
  for (const { path: file, named } of expanded.files) {
    const name = file === '-' ? (stdinFilename ?? '-') : file
    try {
      sources.push({ name, tools: await readTools(file, name) })
    } catch (error) {
      // What is found in a folder need not hold tools.
      if (named || !(error instanceof UsageError)) throw error
    }
  }
  if (sources.length === 0) throw new UsageError('No file holds tools.')
  return sources
}

/** All tools make one list, and so they are for one profile: that of their configurations. */
async function profileOf(sources: readonly Source[], args: ConvertArguments): Promise<Profile> {
  const configs = configsOf(args)
  const [first, ...others] = sources
  const { profile } = await configs.for(first!.name)
  for (const { name } of others) {
    const other = (await configs.for(name)).profile
    if (other.name !== profile.name) {
      throw new UsageError(
        `${first!.name} is for ${profile.name} and ${name} for ${other.name}: convert them apart, or say --profile.`,
      )
    }
  }
  return profile
}

/** Into one file, or each file's tools into a file of the same name in a folder. */
async function writeTools(
  output: string,
  sources: readonly Source[],
  tools: readonly unknown[],
): Promise<void> {
  const print = (list: readonly unknown[], file: string) =>
    writeText(`${JSON.stringify(list, null, 2)}\n`, file)
  if (!isFolder(output)) return print(tools, output)
  mkdirSync(output, { recursive: true })
  const written = new Map<string, string>()
  let start = 0
  for (const { name, tools: own } of sources) {
    const base = `${name === '-' ? 'tools' : path.basename(name).replace(/\.[^.]+$/, '')}.json`
    const other = written.get(base)
    if (other !== undefined) throw new UsageError(`${other} and ${name} would both be written to ${base}.`)
    written.set(base, name)
    await print(tools.slice(start, start + own.length), path.join(output, base))
    start += own.length
  }
}

function isFolder(output: string): boolean {
  return /[/\\]$/.test(output) || (statSync(output, { throwIfNoEntry: false })?.isDirectory() ?? false)
}

/** Two lines: how many became strict, and why the others did not. */
function summary({ tools }: ConvertReport): string {
  const count = (outcome: string) => tools.filter(tool => tool.outcome === outcome).length
  const lines = [
    `${plural(tools.length, 'tool')}: ${count('unchanged')} unchanged, ${count('converted')} converted, ${count('non-strict only')} non-strict only`,
  ]
  for (const { name, outcome, reason } of tools) {
    if (outcome === 'non-strict only') lines.push(`  ${name ?? '(no name)'}: ${reason}`)
  }
  return `${lines.join('\n')}\n`
}
