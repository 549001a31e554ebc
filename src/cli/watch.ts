import { statSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { UsageError } from '../usage-error.ts'
import { configsOf } from './configs.ts'
import { targetsOf } from './format.ts'
import { openKept } from './kept.ts'
import { type LintArguments, lintOnce } from './lint.ts'
import { defaultLocation } from './suppressions.ts'
import { type WatchedFolder, watchFolders } from './watch-files.ts'

/** Changes that come within so many milliseconds are answered by one run. */
const QUIET = 100

/**
 * Lints, and again whenever something has changed, until the program is told to stop. Gives the exit code: 128 and the
 * number of the signal, as shells count.
 *
 * @throws UsageError when the first run cannot be done
 */
export async function watchCommand(args: LintArguments): Promise<number> {
  check(args)
  const kept = await openKept(args)
  const signalled = nextSignal()
  const changes = createChanges(await ownFiles(args))
  const watching = await watchFolders(await foldersOf(args), changes.add, args.poll)
  try {
    await lintOnce(args, kept)
    for (;;) {
      tell('Watching for changes; Ctrl-C ends.')
      const signal = await Promise.race([signalled, changes.next()])
      if (signal !== undefined) return 128 + constants.signals[signal]
      if (process.stdout.isTTY) process.stdout.write('\u001b[2J\u001b[3J\u001b[H')
      await lintAgain(args, kept)
    }
  } finally {
    watching.stop()
  }
}

/** What is wrong with a configuration while somebody writes it is no reason to end. */
async function lintAgain(...run: Parameters<typeof lintOnce>): Promise<void> {
  try {
    await lintOnce(...run)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    tell(error.message)
  }
}

function check(args: LintArguments): void {
  const others: [string, unknown][] = [
    ['fix', args.fix],
    ['fix-dry-run', args.fixDryRun],
    ['diff', args.diff],
    ['suppress-all', args.suppressAll],
    ['suppress-rule', args.suppressRule],
    ['prune-suppressions', args.pruneSuppressions],
  ]
  const other = others.find(([, value]) => value)
  if (other) throw new UsageError(`--watch does not go with --${other[0]}.`)
  if (args.files?.includes('-')) throw new UsageError('--watch does not go with the standard input.')
}

function nextSignal(): Promise<'SIGINT' | 'SIGTERM' | 'SIGPIPE'> {
  return new Promise(resolve => {
    process.once('SIGINT', () => resolve('SIGINT'))
    process.once('SIGTERM', () => resolve('SIGTERM'))
    // Nobody reads any more.
    process.stdout.once('error', () => resolve('SIGPIPE'))
  })
}

interface Changes {
  add(file: string): void
  /** Waits until there was a change, and none for a moment. */
  next(): Promise<undefined>
}

function createChanges(isOwn: (file: string) => boolean): Changes {
  let timer: NodeJS.Timeout | undefined
  let isPending = false
  let resolve: (() => void) | undefined
  return {
    add(file) {
      if (isOwn(file)) return
      clearTimeout(timer)
      timer = setTimeout(() => {
        isPending = true
        resolve?.()
      }, QUIET)
    },
    async next() {
      if (!isPending) await new Promise<void>(done => (resolve = done))
      isPending = false
    },
  }
}

/** What this program writes itself must not wake it. */
async function ownFiles({
  outputFile,
  cacheLocation,
  format,
}: LintArguments): Promise<(file: string) => boolean> {
  const reports = (await targetsOf(format, outputFile)).map(({ file }) => file)
  const own = new Set([cacheLocation, ...reports].map(file => file && path.resolve(file)))
  return file => own.has(file) || /^\.strictcall(?:cache$|-.*\.tmp$)/.test(path.basename(file))
}

/** Where the inputs are, the configuration and the baseline. */
async function foldersOf(args: LintArguments): Promise<WatchedFolder[]> {
  const here = await configsOf(args).for('-')
  const inputs = (args.files ?? [here.folder]).map(input => path.resolve(input)).map(folderOf)
  const others = [...here.sources, args.suppressionsLocation ?? defaultLocation]
  const shallow = others.map(file => ({ folder: path.dirname(path.resolve(file)), deep: false }))
  const deep = new Set(inputs.filter(input => input.deep).map(({ folder }) => folder))
  const all = [...inputs, ...shallow].filter(({ folder, deep: isDeep }) => isDeep || !deep.has(folder))
  return [...new Map(all.map(input => [input.folder, input])).values()]
}

/** The folder to watch for an input: itself, that of a file, or what stands before the first pattern. */
function folderOf(input: string): WatchedFolder {
  const stats = statSync(input, { throwIfNoEntry: false })
  if (stats)
    return stats.isDirectory() ? { folder: input, deep: true } : { folder: path.dirname(input), deep: false }
  const names = input.split(path.sep)
  const pattern = names.findIndex(name => /[*?{}[\]()!@+]/.test(name))
  return {
    folder: names.slice(0, pattern === -1 ? -1 : pattern).join(path.sep) || path.sep,
    deep: pattern !== -1,
  }
}

function tell(message: string): void {
  process.stderr.write(`strictcall: ${message}\n`)
}
