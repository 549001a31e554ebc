import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { CallValidator } from '../calls/index.ts'
import { describe, type InputFile } from '../files.ts'
import { failing } from '../lint-file.ts'
import { judgeRows, type RowTally } from '../validate-rows.ts'
import { writeFileAtomically } from '../write-file.ts'
import type { ValidateArguments } from './validate.ts'

/**
 * `strictcall validate --format jsonl`: a row for a row, written while the rows come in and no faster than somebody reads
 * them. Adds what cannot be read or written to `failures`.
 */
export async function writeRows(
  files: readonly InputFile[],
  validator: CallValidator,
  tally: RowTally,
  failures: string[],
  { outputFile, quiet, stdinFilename }: ValidateArguments,
): Promise<void> {
  async function* rows(): AsyncGenerator<string> {
    for (const file of files) {
      // What comes through a pipe has no name that says how it is written.
      const name = file.path === '-' ? (stdinFilename ?? 'stdin.jsonl') : file.path
      const title = file.path === '-' ? '<stdin>' : name
      const lines = judgeRows(file, validator, tally, name, {
        ...(files.length > 1 && { file: title }),
        errorsOnly: quiet,
      })
      for (;;) {
        const next = await failing(title, () => lines.next())
        if ('kind' in next) failures.push(next.message)
        if ('kind' in next || next.done) break
        yield next.value
      }
    }
  }
  if (outputFile === undefined) return print(rows())
  try {
    await writeFileAtomically(outputFile, rows())
  } catch (error) {
    failures.push(`cannot write ${describe(error, outputFile, 'write')}`)
  }
}

async function print(rows: AsyncIterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(rows, { objectMode: false }), process.stdout, { end: false })
  } catch (error) {
    // Whoever reads may stop reading.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
  }
}
