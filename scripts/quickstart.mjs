// What a CI step would see of the sample tools: the report, and the exit code that fails the step.
import { spawnSync } from 'node:child_process'

const { status } = spawnSync(process.execPath, ['dist/cli.cjs', 'lint', 'fixtures/quickstart'], {
  stdio: 'inherit',
})
console.log(
  `\nstrictcall lint fixtures/quickstart: exit code ${status} (0 no errors, 1 errors found, 2 could not run)`,
)
process.exitCode = status === 1 ? 0 : 1
