// Runs all benchmarks and writes down what came of them: bench/results.json, and docs/benchmarks.md with bars.
//   npm run build && npm ci --prefix bench && npm run bench
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import path from 'node:path'

const scripts = {
  'commands.mjs': 'The command line, whole processes',
  'library.mjs': 'The library in a warm process',
  'calls.mjs': 'Judging calls, parsing included',
  'first-call.mjs': 'The first call of a tool',
}

const root = path.join(import.meta.dirname, '..')
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
writeFileSync(path.join(root, 'docs/benchmarks.md'), pageOf(results))

function pageOf({ machine, scripts: found }) {
  const parts = [
    '# Benchmarks',
    `Written by \`npm run bench\` (peers are installed apart, by \`npm ci --prefix bench\`). ${machine}. Medians; what is in one block ran in turns.`,
  ]
  for (const [script, rows] of Object.entries(found)) {
    parts.push(`## ${scripts[script]}`, `\`node bench/${script}\``)
    for (const [work, own] of groups(rows)) parts.push(`${work}:`, block(own))
  }
  return `${parts.join('\n\n')}\n`
}

/** Rows by what they are about. */
function groups(rows) {
  const byWork = new Map()
  for (const row of rows) {
    const work = row.work ?? row.workload
    byWork.set(work, [...(byWork.get(work) ?? []), row])
  }
  return byWork
}

const BAR = 30

function block(rows) {
  const longest = Math.max(...rows.map(({ ratio = 0 }) => ratio))
  const lines = rows.map(row => {
    const { name, ratio } = row
    if (ratio === undefined) return `${name.padEnd(46)} ${figures(row)}`
    const bar = '█'.repeat(Math.max(1, Math.round((ratio / longest) * BAR)))
    return `${name.padEnd(46)} ${figures(row).padStart(24)} ${`${ratio}x`.padStart(8)} ${bar}`
  })
  return ['```', ...lines, '```'].join('\n')
}

function figures({
  seconds,
  milliseconds,
  nanoseconds,
  mebibytes,
  bytes,
  nanosecondsPerByte,
  target,
  ...row
}) {
  const parts = []
  if (seconds !== undefined) parts.push(`${seconds.toFixed(3)} s`)
  if (milliseconds !== undefined) parts.push(`${milliseconds} ms`)
  if (nanoseconds !== undefined) parts.push(`${nanoseconds} ns`)
  if (row.µs !== undefined) parts.push(`${row.µs} µs`)
  if (row.ms !== undefined) parts.push(`${row.ms} ms`)
  if (mebibytes !== undefined) parts.push(`${mebibytes} MiB`)
  if (bytes !== undefined) parts.push(`${bytes.toLocaleString('en')} bytes`)
  if (nanosecondsPerByte !== undefined)
    parts.push(`${nanosecondsPerByte.join(', ')} ns a byte at 1x, 10x, 100x`)
  if (target !== undefined) parts.push(`(target ${target.toLocaleString('en')}${bytes ? '' : 'x'})`)
  return parts.join(' ')
}
