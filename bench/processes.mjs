// Times whole processes side by side: A B C A B C …, in medians.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

const environment = { ...process.env, NO_COLOR: '1' }
// Node 20 reads such a file at every start, which takes longer than all that is measured here.
delete environment.NODE_EXTRA_CA_CERTS

/**
 * @param {Record<string, string[]>} commands by name
 * @returns {Record<string, {seconds: number, mebibytes?: number}>} medians of the wall time, and of the peak memory of what runs in node
 */
export function timeProcesses(commands, rounds) {
  const folder = mkdtempSync(path.join(tmpdir(), 'strictcall-bench-'))
  const peakFile = path.join(folder, 'peak')
  const times = new Map(Object.keys(commands).map(name => [name, []]))
  const peaks = new Map(Object.keys(commands).map(name => [name, []]))
  for (let round = -1; round < rounds; round++) {
    for (const [name, [program, ...args]] of Object.entries(commands)) {
      const started = process.hrtime.bigint()
      const { error, status } = spawnSync(program, args, { env: environment, stdio: 'ignore' })
      const time = Number(process.hrtime.bigint() - started) / 1e9
      if (error || status === null || status > 2) throw new Error(`${name}: ${error ?? `exit ${status}`}`)
      if (round >= 0) times.get(name).push(time)
    }
  }
  for (const [name, [program, ...args]] of Object.entries(commands)) {
    if (program !== process.execPath) continue
    const preload = path.join(import.meta.dirname, 'peak.cjs')
    spawnSync(program, ['--require', preload, ...args], {
      env: { ...environment, PEAK_FILE: peakFile },
      stdio: 'ignore',
    })
    peaks.get(name).push(Number(readFileSync(peakFile, 'utf8')) / 1024)
  }
  rmSync(folder, { recursive: true })
  return Object.fromEntries(
    [...times].map(([name, list]) => {
      const [mebibytes] = peaks.get(name)
      return [name, { seconds: median(list), ...(mebibytes && { mebibytes }) }]
    }),
  )
}

export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]
}
