import { unifiedDiff } from '../diff.ts'
import { describe, type InputFile } from '../files.ts'
import { fixFile } from '../fix-file.ts'
import type { Ruleset } from '../lint.ts'
import { type Outcome, titleOf } from '../lint-file.ts'
import { UsageError } from '../usage-error.ts'
import { writeFileAtomically } from '../write-file.ts'

export interface FixArguments {
  fix: boolean
  unsafe: boolean
  fixDryRun: boolean
  diff: boolean
  quiet: boolean
  format: string
}

/** What becomes of the fixes: nothing, they are written, or it is only said what they would do. */
export function fixingOf({ fix, unsafe, fixDryRun, diff }: FixArguments): 'written' | 'shown' | undefined {
  if (fixDryRun || diff) return 'shown'
  if (fix) return 'written'
  if (unsafe) throw new UsageError('--unsafe goes with --fix, --fix-dry-run or --diff.')
  return undefined
}

/** Fixes one file, and writes or prints what comes of it. */
export async function fixAndWrite(
  file: InputFile,
  ruleset: Ruleset,
  name: string,
  args: FixArguments,
): Promise<Outcome> {
  const { unsafe, quiet, format, diff } = args
  const options = { unsafe, errorsOnly: quiet, edits: format === 'json' }
  const { outcome, before, after, encode } = await fixFile(file, ruleset, name, options)
  if (before === undefined || after === undefined) return outcome
  if (diff) process.stdout.write(unifiedDiff(titleOf(name), before, after))
  const fixes = outcome.kind === 'linted' ? outcome.result.fixes : undefined
  if (fixingOf(args) === 'shown') {
    if (fixes && after !== before) fixes.output = after
  } else if (file.path === '-') {
    process.stdout.write(encode(after))
  } else if (after !== before) {
    try {
      await writeFileAtomically(file.path, encode(after))
    } catch (error) {
      return { kind: 'failed', message: `cannot write ${describe(error, file.path, 'write')}` }
    }
  }
  return outcome
}
