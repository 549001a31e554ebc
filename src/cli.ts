import { run } from './cli/main.ts'

run(process.argv.slice(2)).then(
  code => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(
      `strictcall: internal error: ${error instanceof Error ? error.stack : String(error)}\n`,
    )
    process.exitCode = 2
  },
)
