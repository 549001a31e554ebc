import { readFileSync, statSync } from 'node:fs'
import type { InputFile } from '../files.ts'
import type { Ruleset } from '../lint.ts'
import { failing, type LintFileOptions, lintFile, lintJsonFile, type Outcome } from '../lint-file.ts'

/** A file to be linted, by this thread or another. */
export interface Job {
  file: InputFile
  name: string
  /** Of a result that is to be kept: all that it depends on, the file's bytes apart. */
  settings?: string | undefined
  /** The key of the result that is known. */
  known?: string | undefined
}

/** What came of it. */
export interface Done {
  /** Undefined: what is known of the file still holds. */
  outcome: Outcome | undefined
  /** What the outcome is to be kept under. */
  key?: string
}

/** Of larger files, no result is kept: they would have to be read as a whole. */
const MOST_BYTES = 1 << 28

/** Lints a file, unless a result for these very bytes is known. Of a file of JSON nobody waits. */
export function lintOne(job: Job, ruleset: Ruleset, options: LintFileOptions): Done | Promise<Done> {
  if (job.settings !== undefined) return lintAnew(job, job.settings, ruleset, options)
  const outcome = lintJsonFile(job.file, ruleset, job.name, options)
  return outcome ? { outcome } : lintWhole(job, ruleset, options)
}

async function lintWhole({ file, name }: Job, ruleset: Ruleset, options: LintFileOptions): Promise<Done> {
  return { outcome: await lintFile(file, ruleset, name, options) }
}

async function lintAnew(
  job: Job,
  settings: string,
  ruleset: Ruleset,
  options: LintFileOptions,
): Promise<Done> {
  const { file, name, known } = job
  const bytes = await failing(name, async () =>
    statSync(file.path).size > MOST_BYTES ? undefined : readFileSync(file.path),
  )
  if (bytes && 'kind' in bytes) return { outcome: bytes }
  if (!bytes) return lintWhole(job, ruleset, options)
  const { keyOf } = await import('../cache/key.ts')
  const key = keyOf(settings, bytes)
  if (key === known) return { outcome: undefined, key }
  return { outcome: await lintFile(file, ruleset, name, options, bytes), key }
}
