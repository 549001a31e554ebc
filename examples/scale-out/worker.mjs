// Takes shards from the queue until it is stopped. Run as many as you like, on as many machines as you like.
import { execFile } from 'node:child_process'
import { Worker } from 'bullmq'
import { connection, name } from './queue.mjs'

/** A part with errors in it exits with 1 and is done. */
function validate({ tools, calls, shard, shards }) {
  const args = ['validate', '--tools', tools, calls, '--shard', `${shard}/${shards}`]
  return new Promise((resolve, reject) => {
    execFile('strictcall', [...args, '--format', `report:part-${shard}.json`], error =>
      !error || error.code === 1 ? resolve() : reject(error),
    )
  })
}

// A worker that dies renews its lock no more: after two seconds, another one gets its job.
const worker = new Worker(name, job => validate(job.data), {
  connection,
  lockDuration: 2_000,
  stalledInterval: 1_000,
  maxStalledCount: 3,
})
worker.on('active', job => console.log(`shard ${job.data.shard}`))
worker.on('error', error => console.error(error.message))
process.on('SIGTERM', () => worker.close())
