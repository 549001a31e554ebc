import { readFile } from 'node:fs/promises'
import { describe } from '../files.ts'
import type { SavedReport } from '../reporters/saved.ts'
import { UsageError } from '../usage-error.ts'
import { isObject } from '../walk.ts'
import type { Run } from './run.ts'

/** The report of a shard, and the file it is from. */
export type ShardReport = SavedReport & Run & { source: string }

/** @throws UsageError for a file that is no report */
export async function readShardReport(file: string): Promise<ShardReport> {
  const value = parse(await read(file), file)
  if (Array.isArray(value)) {
    throw new UsageError(
      `${file} was written with --format json, which cannot be merged: use --format report.`,
    )
  }
  if (!isReport(value))
    throw new UsageError(`${file} is no report of strictcall: write one with --format report.`)
  return { ...value, source: file }
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new UsageError(`cannot read ${describe(error, file)}`)
  }
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UsageError(
      `${file} is no JSON${text.trim() === '' ? ': it is empty' : ''}. Was its shard stopped?`,
    )
  }
}

/** As far as somebody might take another file for a report, or have cut one. */
function isReport(value: unknown): value is SavedReport & Run {
  if (!isObject(value)) return false
  const { strictcall, command, shard, inputs, settings, failures, outdated, skipped, results } = value
  return (
    typeof strictcall === 'string' &&
    (command === 'lint' || command === 'validate') &&
    isObject(shard) &&
    Number.isInteger(shard.index) &&
    Number.isInteger(shard.of) &&
    typeof inputs === 'string' &&
    typeof settings === 'string' &&
    Array.isArray(failures) &&
    (outdated === undefined || isObject(outdated)) &&
    typeof skipped === 'number' &&
    Array.isArray(results) &&
    results.every(isResult)
  )
}

function isResult(value: unknown): boolean {
  if (!isObject(value)) return false
  const { file, tools, diagnostics, lines } = value
  return typeof file === 'string' && [tools, diagnostics, lines].every(Array.isArray)
}
