import { UsageError } from '../usage-error.ts'
import type { ShardReport } from './read.ts'

/**
 * Makes sure that reports are the shards of one run: of one version, command and settings, about the same files, each shard
 * once and none missing.
 *
 * @throws UsageError that says what does not fit
 */
export function verify(reports: readonly ShardReport[], version: string): void {
  const [first] = reports
  if (!first) throw new UsageError('Name the reports to merge, written with --format report.')
  for (const report of reports) {
    const where = `${report.source} and ${first.source}`
    if (report.strictcall !== version)
      throw new UsageError(
        `${report.source} was written by strictcall ${report.strictcall}, and this is ${version}: use one version.`,
      )
    if (report.command !== first.command)
      throw new UsageError(
        `${report.source} is of strictcall ${report.command}, ${first.source} of strictcall ${first.command}.`,
      )
    if (report.shard.of !== first.shard.of)
      throw new UsageError(
        `${report.source} is one of ${report.shard.of} shards, ${first.source} one of ${first.shard.of}.`,
      )
    if (report.inputs !== first.inputs) throw new UsageError(`${where} are not about the same files.`)
    if (report.settings !== first.settings)
      throw new UsageError(`${where} were made with different options, configurations, baselines or tools.`)
  }
  verifyShards(reports, first.shard.of)
}

function verifyShards(reports: readonly ShardReport[], of: number): void {
  const sources = new Map<number, string>()
  for (const { shard, source } of reports) {
    const other = sources.get(shard.index)
    if (other !== undefined)
      throw new UsageError(`${other} and ${source} are both shard ${shard.index}/${of}.`)
    sources.set(shard.index, source)
  }
  if (sources.size === of) return
  const missing: string[] = []
  for (let index = 1; index <= of && missing.length < 10; index++)
    if (!sources.has(index)) missing.push(`${index}/${of}`)
  const more = of - sources.size - missing.length
  throw new UsageError(
    `The report of shard ${missing.join(', ')}${more > 0 ? ` and ${more} more` : ''} is missing.`,
  )
}
