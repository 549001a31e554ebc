import { UsageError } from '../usage-error.ts'
import { version } from '../version.ts'
import { type Command, parseCommand } from './parse.ts'
import { standardOutput } from './print.ts'

/** Runs the command line. Gives the exit code: 0 no errors, 1 errors found, 2 could not run. */
export async function run(argv: readonly string[]): Promise<number> {
  // Scripts ask for it often: yargs would take longer to load than to answer.
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
    standardOutput.write(`${version}\n`)
    return 0
  }
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
