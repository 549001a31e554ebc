import type { Outdated } from '../merge/run.ts'
import { plural } from '../reporters/words.ts'

/** Says that a baseline lists what is gone. Gives the exit code. */
export function tellOutdated({ baseline, problems, passes }: Outdated): number {
  const are = problems === 1 ? 'is' : 'are'
  tell(
    `${baseline} lists ${plural(problems, 'problem')} that ${are} gone: run with --prune-suppressions once.`,
  )
  return passes ? 0 : 1
}

export function tell(message: string): void {
  process.stderr.write(`strictcall: ${message}\n`)
}
