import { cacheFile, readCache, writeCache } from '../cache/file.ts'
import { createStore } from '../cache/store.ts'
import type { LintFileOptions, Outcome } from '../lint-file.ts'
import type { FileResult } from '../report.ts'
import { type ChosenFile, keepsOnDisk, type SpeedArguments } from './lint-files.ts'
import type { Done, Job } from './lint-one.ts'

/** Results that are kept, so that only what has changed is linted again. */
export interface Kept {
  /** What there is to do about a file. */
  job(file: ChosenFile, options: LintFileOptions): Job
  /** What came of it, now or earlier. */
  outcome(job: Job, done: Done): Outcome
  /** Ends a run. */
  save(): Promise<void>
  /** Puts the results in front that are of this run. */
  newFirst(results: readonly FileResult[]): FileResult[]
}

/** Results are kept in a file, when that is asked for, and else as long as this process runs. */
export async function openKept(args: SpeedArguments): Promise<Kept> {
  const location = keepsOnDisk(args) ? cacheFile(args.cacheLocation) : undefined
  const { store, warning } = location === undefined ? { store: createStore() } : await readCache(location)
  warn(warning)
  let saved = 0
  const anew = new WeakSet<FileResult>()
  return {
    job({ file, name, config }, options) {
      if (file.path === '-' || !config.isCacheable) return { file, name }
      const settings = JSON.stringify([config.hash, name, file.named, options])
      return { file, name, settings, known: store.keyOf(name) }
    },
    outcome({ name }, { outcome, key }) {
      if (!outcome) return store.get(name) as Outcome
      if (key !== undefined && outcome.kind !== 'failed') store.put(name, key, outcome)
      if (outcome.kind === 'linted') anew.add(outcome.result)
      return outcome
    },
    async save() {
      if (location === undefined || store.changes() === saved) return
      saved = store.changes()
      warn(await writeCache(location, store))
    },
    newFirst: results => [
      ...results.filter(result => anew.has(result)),
      ...results.filter(result => !anew.has(result)),
    ],
  }
}

function warn(warning: string | undefined): void {
  if (warning !== undefined) process.stderr.write(`strictcall: ${warning}\n`)
}
