// Writes docs/benchmarks.md from bench/results.json.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { scripts } from './scripts.mjs'

/** As long as the longest bar is. */
const BAR = 30

const results = JSON.parse(readFileSync(path.join(import.meta.dirname, 'results.json'), 'utf8'))
writeFileSync(path.join(import.meta.dirname, '../docs/benchmarks.md'), pageOf(results))

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

function block(rows) {
  const longest = Math.max(...rows.map(({ ratio = 0 }) => ratio))
  const lines = rows.map(row => {
    const { name, ratio } = row
    if (ratio === undefined) return `${name.padEnd(46)} ${figures(row)}`
    const bar = '█'.repeat(Math.max(1, Math.round((ratio / longest) * BAR)))
    return `${name.padEnd(46)} ${figures(row).padStart(34)} ${`${ratio}x`.padStart(8)} ${bar}`
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
  ofParsing,
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
    parts.push(
      `${nanosecondsPerByte.join(', ')} ns a byte at 1x, 10x, 100x; JSON.parse ${ofParsing.join(', ')}`,
    )
  if (row.packages !== undefined) parts.push(`${row.packages} ${row.packages === 1 ? 'package' : 'packages'}`)
  if (target !== undefined) parts.push(`(target ${target.toLocaleString('en')}${bytes ? '' : 'x'})`)
  return parts.join(' ')
}
