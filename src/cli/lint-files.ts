import type { FileConfig } from '../config/index.ts'
import type { InputFile } from '../files.ts'
import type { LintFileOptions, Outcome } from '../lint-file.ts'
import { UsageError } from '../usage-error.ts'
import type { ConfigArguments } from './configs.ts'
import type { Kept } from './kept.ts'
import { type Done, type Job, lintOne } from './lint-one.ts'
import type { lintInThreads } from './threads.ts'

export interface SpeedArguments extends ConfigArguments {
  cache: boolean
  cacheLocation?: string
  concurrency: string
}

export function keepsOnDisk({ cache, cacheLocation }: SpeedArguments): boolean {
  return cache || cacheLocation !== undefined
}

/** A file to lint, with what holds for it. */
export interface ChosenFile {
  file: InputFile
  name: string
  config: FileConfig
}

/**
 * So many files that are no JSON (which is read so fast that it never pays to send its results from thread to thread) have
 * to be linted before a worker saves more than it costs. Measured with `node bench/threads.mjs`.
 */
const WORTH_A_WORKER = 1000
/** All results come together in one thread, which more workers would only keep waiting. */
const MOST_WORKERS = 4

/**
 * Lints files: one after the other, or in threads; anew, or only those that have changed since their results were kept. What
 * comes of it is the same, and in the order of the files.
 */
export async function lintFiles(
  chosen: readonly ChosenFile[],
  options: LintFileOptions,
  args: SpeedArguments,
  kept?: Kept,
): Promise<Outcome[]> {
  const lint = (job: Job, i: number) => lintOne(job, chosen[i]!.config.ruleset, options)
  const jobs = chosen.map((file): Job => kept?.job(file, options) ?? { file: file.file, name: file.name })
  const threads = await threadsFor(args.concurrency, jobs)
  const done =
    threads > 1 ? await inThreads(jobs, threads, { config: args, options }, lint) : await inTurn(jobs, lint)
  if (!kept) return done.map(({ outcome }) => outcome!)
  const outcomes = done.map((result, i) => kept.outcome(jobs[i]!, result))
  await kept.save()
  return outcomes
}

async function inTurn(
  jobs: readonly Job[],
  lint: (job: Job, i: number) => Done | Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = []
  for (const [i, job] of jobs.entries()) {
    const next = lint(job, i)
    done.push(next instanceof Promise ? await next : next)
  }
  return done
}

async function inThreads(...args: Parameters<typeof lintInThreads>): Promise<Done[]> {
  return (await import('./threads.ts')).lintInThreads(...args)
}

async function threadsFor(concurrency: string, jobs: readonly Job[]): Promise<number> {
  if (concurrency === 'off') return 1
  if (concurrency !== 'auto') return Math.min(Number(concurrency), jobs.length)
  const slow = jobs.filter(({ name, known }) => known === undefined && !/\.json[cl]?$/i.test(name))
  if (slow.length < WORTH_A_WORKER) return 1
  const { availableParallelism } = await import('node:os')
  return Math.min(availableParallelism(), MOST_WORKERS)
}

/** @throws UsageError for what is no number of threads */
export function checkSpeed({ concurrency }: SpeedArguments): void {
  if (!/^(?:auto|off|[1-9]\d?)$/.test(concurrency))
    throw new UsageError(`--concurrency takes a number of threads, auto or off, not "${concurrency}".`)
}
