// Runs all benchmarks and writes down what came of them: bench/results.json, and docs/benchmarks.md with bars.
//   npm run build && npm ci --prefix bench && npm run bench
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'
import { scripts } from './scripts.mjs'

const folder = mkdtempSync(path.join(tmpdir(), 'strictcall-bench-'))
const results = {
  machine: `${cpus().length} x ${cpus()[0].model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.version}`,
  scripts: {},
}
for (const script of Object.keys(scripts)) {
  const output = path.join(folder, script)
  const { status } = spawnSync(process.execPath, [path.join(import.meta.dirname, script)], {
    stdio: 'inherit',
    env: { ...process.env, JSON_OUT: output },
  })
  if (status !== 0) throw new Error(`${script}: exit ${status}`)
  results.scripts[script] = JSON.parse(readFileSync(output, 'utf8'))
}
rmSync(folder, { recursive: true })
writeFileSync(path.join(import.meta.dirname, 'results.json'), `${JSON.stringify(results, null, 2)}\n`)
await import('./page.mjs')
