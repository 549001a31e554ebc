import { appendFile, stat } from 'node:fs/promises'
import { describe } from '../files.ts'
import type { Report } from '../report.ts'
import { UsageError } from '../usage-error.ts'

/** GitHub shows no summary of a step that is larger. */
const MOST_BYTES = 1 << 20

const ending = '\n\nThe rest is left out: the summary of a step has no room for it.\n'

/** Adds the report to the page of the job that GitHub Actions shows, as far as there is room for it. */
export async function writeJobSummary(report: Report, file: string): Promise<void> {
  const { markdown } = await import('../reporters/markdown.ts')
  try {
    const used = await stat(file).then(
      ({ size }) => size,
      () => 0,
    )
    await appendFile(file, cutToBytes(`${markdown(report)}\n`, MOST_BYTES - used))
  } catch (error) {
    throw new UsageError(`cannot write the job summary ${describe(error, file, 'write')}`)
  }
}

/** Whole lines, as many as fit; with words that say so where not all do. */
function cutToBytes(text: string, most: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= most) return text
  const room = most - Buffer.byteLength(ending)
  const end = room > 0 ? bytes.lastIndexOf('\n', room - 1) : -1
  return end === -1 ? '' : bytes.toString('utf8', 0, end) + ending
}
