import { createHash } from 'node:crypto'
import type { FileResult } from '../report.ts'
import type { Diagnostic } from '../types.ts'

/**
 * What tells the diagnostics of a file apart and stays when lines move or tools change places: the rule, the tool, the
 * place in it and the message; what is there several times is counted.
 */
export function fingerprintsOf(result: FileResult, salt = ''): Map<Diagnostic, string> {
  const times = new Map<string, number>()
  const fingerprints = new Map<Diagnostic, string>()
  for (const diagnostic of [...result.diagnostics, ...(result.suppressed ?? [])]) {
    const { ruleId, tool, pointer, message } = diagnostic
    const owner = result.owners?.get(diagnostic)
    const place = owner ? pointer.slice(owner.pointer.length) : pointer
    const identity = JSON.stringify([salt, ruleId, tool ?? null, place, message])
    const hash = createHash('sha256').update(identity).digest('hex').slice(0, 32)
    const time = (times.get(hash) ?? 0) + 1
    times.set(hash, time)
    fingerprints.set(diagnostic, `${hash}:${time}`)
  }
  return fingerprints
}
