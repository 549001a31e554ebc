import { UsageError } from '../usage-error.ts'
import { type Command, parseCommand } from './parse.ts'

/** Runs the command line. Gives the exit code: 0 no errors, 1 errors found, 2 could not run. */
export async function run(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', ignoreClosedPipe)
  try {
    const command: Command | undefined =
      parseCommand(argv) ?? (await (await import('./program.ts')).parse(argv))
    return command ? await command.verb.run(command.args) : 0
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`strictcall: ${error.message}\n`)
    return 2
  }
}

/** Whoever reads our output may stop reading: `strictcall lint . | head`. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
