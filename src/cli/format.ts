import { nearest } from '../nearest.ts'
import type { Needs, Reporter } from '../report.ts'
import { formats } from '../reporters/index.ts'
import { UsageError } from '../usage-error.ts'
import { listOf } from './terminal.ts'

/** A format, and where it goes: a file, or the standard output. */
export interface Target {
  /** What `--format` names: one of ours, or the path of a formatter. */
  name: string
  file: string | undefined
  needs: Needs
  load(): Promise<Reporter>
}

/**
 * What `--format` asks for: `json`, `html:report.html`, `./my-formatter.mjs:report.txt`, one or several. `--output-file` is
 * the file of the one that names none.
 *
 * @throws UsageError for an unknown format, or when two would be written to one place
 */
export async function targetsOf(format: string | readonly string[], outputFile?: string): Promise<Target[]> {
  const targets = await Promise.all(listOf(format).map(targetOf))
  const open = targets.filter(({ file }) => file === undefined)
  const [first, second] = open
  if (first && second) {
    throw new UsageError(
      `The formats ${first.name} and ${second.name} would both be written to ${outputFile ?? 'the standard output'}: give one a file, like --format ${second.name}:FILE.`,
    )
  }
  if (outputFile !== undefined) {
    if (!first) throw new UsageError('--output-file is for a format without a file, and each has one.')
    first.file = outputFile
  }
  const files = targets.flatMap(({ file }) => file ?? [])
  const twice = files.find((file, i) => files.indexOf(file) !== i)
  if (twice !== undefined) throw new UsageError(`Two formats would both be written to ${twice}.`)
  return targets
}

/** What all targets together need to be known. */
export function needsOf(targets: readonly Target[]): Required<Needs> {
  const some = (need: keyof Needs) => targets.some(({ needs }) => needs[need])
  return { edits: some('edits'), listings: some('listings'), run: some('run') }
}

async function targetOf(asked: string): Promise<Target> {
  const colon = asked.indexOf(':')
  const name = colon === -1 ? asked : asked.slice(0, colon)
  const file = colon === -1 ? undefined : asked.slice(colon + 1)
  if (file === '') throw new UsageError(`--format ${asked} names no file behind the colon.`)
  if (Object.hasOwn(formats, name)) return { name, file, needs: {}, ...formats[name]! }
  return (await customTarget(asked)) ?? unknown(name)
}

/** A path that ends like a module; a file may follow it. It is loaded at once, so that nobody waits for its mistakes. */
async function customTarget(asked: string): Promise<Target | undefined> {
  const [, name, file] = /^(.+?\.[cm]?[jt]s)(?::(.+))?$/.exec(asked) ?? []
  if (name === undefined) return undefined
  const reporter = await (await import('../reporters/custom.ts')).loadFormatter(name)
  return { name, file, needs: { edits: true }, load: async () => reporter }
}

function unknown(name: string): never {
  const names = Object.keys(formats)
  const meant = nearest(name, names)
  throw new UsageError(
    `There is no format "${name}"${meant ? `: did you mean "${meant}"?` : `: there are ${names.join(', ')}. A formatter of your own is named by its path, like ./my-formatter.mjs.`}`,
  )
}
