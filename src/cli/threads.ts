import { Worker } from 'node:worker_threads'
import type { LintFileOptions } from '../lint-file.ts'
import { UsageError } from '../usage-error.ts'
import type { ConfigArguments } from './configs.ts'
import type { Done, Job } from './lint-one.ts'

/** What a worker is started with. */
export interface WorkerSettings {
  /** It finds the configurations again: rules are functions, which cannot be sent. */
  config: ConfigArguments
  options: LintFileOptions
}

/** A worker's answer: what came of a batch, or why it cannot be linted. */
export type Answer = { done: Done[] } | { usageError: string } | 'unsendable'

/** A worker is given so many files at a time, and fewer when few are left. */
const BATCH = 32

/**
 * Lints files in several threads; this one is the first of them. The results are in the order of the jobs, whoever made
 * them.
 *
 * @param lint how this thread lints a file
 */
export async function lintInThreads(
  jobs: readonly Job[],
  threads: number,
  settings: WorkerSettings,
  lint: (job: Job, index: number) => Done | Promise<Done>,
): Promise<Done[]> {
  const results = new Array<Done>(jobs.length)
  let next = 0

  function take(most: number): number[] {
    const end = Math.min(
      jobs.length,
      next + Math.max(1, Math.min(most, Math.floor((jobs.length - next) / threads / 2))),
    )
    const indexes = Array.from({ length: end - next }, (_, i) => next + i)
    next = end
    return indexes
  }

  async function lintHere(): Promise<void> {
    for (let [index] = take(1); index !== undefined; [index] = take(1)) {
      results[index] = await lint(jobs[index]!, index)
      // What the workers say is heard in between.
      await new Promise(resolve => setImmediate(resolve))
    }
  }

  async function lintThere(): Promise<void> {
    const worker = new Worker(new URL('./cli-worker.cjs', import.meta.url), { workerData: settings })
    try {
      for (let batch = take(BATCH); batch.length > 0; batch = take(BATCH)) {
        const answer = await ask(
          worker,
          batch.map(index => jobs[index]!),
        )
        if (answer === 'unsendable')
          for (const index of batch) results[index] = await lint(jobs[index]!, index)
        else if ('usageError' in answer) throw new UsageError(answer.usageError)
        else for (const [i, index] of batch.entries()) results[index] = answer.done[i]!
      }
    } finally {
      await worker.terminate()
    }
  }

  /** When one fails, the others need not go on. */
  function fail(error: unknown): never {
    next = jobs.length
    throw error
  }

  const workers = Array.from({ length: threads - 1 }, () => lintThere().catch(fail))
  await Promise.all([lintHere().catch(fail), ...workers])
  return results
}

function ask(worker: Worker, jobs: readonly Job[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.removeAllListeners()
    worker.once('message', resolve)
    // What is nested too deep for this thread.
    worker.once('messageerror', () => resolve('unsendable'))
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('A worker has ended before its work was done.')))
    worker.postMessage(jobs)
  })
}
