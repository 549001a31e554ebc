import { parentPort, workerData } from 'node:worker_threads'
import { UsageError } from '../usage-error.ts'
import { configsOf } from './configs.ts'
import { type Done, type Job, lintOne } from './lint-one.ts'
import type { Answer, WorkerSettings } from './threads.ts'

const { config, options } = workerData as WorkerSettings
const configs = configsOf(config)

parentPort!.on('message', async (jobs: readonly Job[]) => {
  const message = await answer(jobs)
  try {
    parentPort!.postMessage(message)
  } catch {
    parentPort!.postMessage('unsendable' satisfies Answer)
  }
})

async function answer(jobs: readonly Job[]): Promise<Answer> {
  try {
    const done: Done[] = []
    for (const job of jobs) done.push(await lintOne(job, (await configs.for(job.name)).ruleset, options))
    return { done }
  } catch (error) {
    if (error instanceof UsageError) return { usageError: error.message }
    throw error
  }
}
