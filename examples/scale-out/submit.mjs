// node submit.mjs tools.json calls.jsonl 8: queues the shards, waits for the workers, and puts the parts together.
import { execFileSync } from 'node:child_process'
import { Queue, QueueEvents } from 'bullmq'
import { connection, name } from './queue.mjs'

const [tools, calls, count] = process.argv.slice(2)
const shards = Number(count)

const queue = new Queue(name, { connection })
const events = new QueueEvents(name, { connection })
await events.waitUntilReady()

const numbers = Array.from({ length: shards }, (_, i) => i + 1)
const jobs = await queue.addBulk(
  numbers.map(shard => ({ name: 'validate', data: { tools, calls, shard, shards }, opts: { attempts: 3 } })),
)
await Promise.all(jobs.map(job => job.waitUntilFinished(events)))
await Promise.all([queue.close(), events.close()])

const parts = numbers.map(shard => `part-${shard}.json`)
try {
  execFileSync('strictcall', ['merge', ...parts, '--format', 'json:whole.json', '--format', 'text'], {
    stdio: 'inherit',
  })
} catch (error) {
  process.exitCode = error.status
}
