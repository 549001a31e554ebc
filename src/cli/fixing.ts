import { UsageError } from '../usage-error.ts'

export interface FixArguments {
  fix: boolean
  unsafe: boolean
  fixDryRun: boolean
  diff: boolean
  quiet: boolean
}

/** What becomes of the fixes: nothing, they are written, or it is only said what they would do. */
export function fixingOf({ fix, unsafe, fixDryRun, diff }: FixArguments): 'written' | 'shown' | undefined {
  if (fixDryRun || diff) return 'shown'
  if (fix) return 'written'
  if (unsafe) throw new UsageError('--unsafe goes with --fix, --fix-dry-run or --diff.')
  return undefined
}
