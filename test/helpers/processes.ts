import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** A word by which the processes that are given it can be found. */
export function processMark(): string {
  return `strictcall-test-${randomUUID()}`
}

function isRunning(mark: string): boolean {
  return execFileSync('ps', ['-A', '-o', 'args'], { encoding: 'utf8', maxBuffer: 1 << 26 }).includes(mark)
}

/** Waits until a process with the mark is there, or until there is none. */
export async function untilRunning(mark: string, wanted: boolean): Promise<void> {
  while (isRunning(mark) !== wanted) await sleep(50)
}
