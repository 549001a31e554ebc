// From how many files on it pays to lint in two threads: `npm run build && node bench/threads.mjs`, on an idle machine with two
// cores or more. A row a number of files; the times are medians, in milliseconds.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { dump } from 'js-yaml'

const ROUNDS = 9
const folder = mkdtempSync(path.join(tmpdir(), 'strictcall-bench-'))
const cli = path.resolve(import.meta.dirname, '../dist/cli.cjs')

function tool(name) {
  const fields = Array.from({ length: 6 }, (_, i) => `field_${i}`)
  const property = { type: 'string', description: 'What this field is about, in some words.' }
  const parameters = {
    type: 'object',
    properties: Object.fromEntries(fields.map(field => [field, property])),
    required: fields,
    additionalProperties: false,
  }
  return { type: 'function', function: { name, description: 'Finds orders.', strict: true, parameters } }
}

function time(files, concurrency) {
  const start = performance.now()
  const args = [cli, 'lint', ...files, '--concurrency', concurrency]
  const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: 'ignore' })
  if (status !== 0) throw new Error(`It ended with ${status}.`)
  return performance.now() - start
}

function median(numbers) {
  return Math.round(numbers.sort((a, b) => a - b)[numbers.length >> 1])
}

const formats = {
  json: value => JSON.stringify(value, null, 2),
  yaml: value => dump(value, { noRefs: true }),
}
try {
  for (const [format, print] of Object.entries(formats)) {
    const text = print(['a', 'b', 'c'].map(tool))
    const files = Array.from({ length: 4000 }, (_, i) => `${i}.${format}`)
    for (const file of files) writeFileSync(path.join(folder, file), text)
    for (const number of [100, 300, 1000, 2000, 4000]) {
      const times = { off: [], 2: [] }
      for (let round = 0; round < ROUNDS; round++)
        for (const concurrency of ['off', '2'])
          times[concurrency].push(time(files.slice(0, number), concurrency))
      console.log(`${number} ${format}: one thread ${median(times.off)}, two ${median(times[2])}`)
    }
  }
} finally {
  rmSync(folder, { recursive: true })
}
