import { unifiedDiff } from '../diff.ts'
import { describe, type InputFile } from '../files.ts'
import { type FixFileOptions, fixFile } from '../fix-file.ts'
import type { Ruleset } from '../lint.ts'
import { type Outcome, titleOf } from '../lint-file.ts'
import { writeFileAtomically } from '../write-file.ts'
import { type FixArguments, fixingOf } from './fixing.ts'
import { standardOutput } from './print.ts'

/** Fixes one file, and writes or prints what comes of it. */
export async function fixAndWrite(
  file: InputFile,
  ruleset: Ruleset,
  name: string,
  args: FixArguments,
  others: Omit<FixFileOptions, 'unsafe' | 'errorsOnly'> = {},
): Promise<Outcome> {
  const { unsafe, quiet, diff } = args
  const options = { ...others, unsafe, errorsOnly: quiet }
  const { outcome, before, after, encode } = await fixFile(file, ruleset, name, options)
  if (before === undefined || after === undefined) return outcome
  if (diff) standardOutput.write(unifiedDiff(titleOf(name), before, after))
  const fixes = outcome.kind === 'linted' ? outcome.result.fixes : undefined
  if (fixingOf(args) === 'shown') {
    if (fixes && after !== before) fixes.output = after
  } else if (file.path === '-') {
    standardOutput.write(encode(after))
  } else if (after !== before) {
    try {
      await writeFileAtomically(file.path, encode(after))
    } catch (error) {
      return { kind: 'failed', message: `cannot write ${describe(error, file.path, 'write')}` }
    }
  }
  return outcome
}
