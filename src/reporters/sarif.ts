import path from 'node:path'
import type { Log, ReportingDescriptor, Result, Run } from 'sarif'
import type { FileResult, Report, ReporterOptions } from '../report.ts'
import type { Diagnostic } from '../types.ts'
import { fingerprintsOf } from './fingerprint.ts'
import { type Meta, metaOf } from './rule-meta.ts'

/** GitHub refuses a run with more. */
const MOST_RESULTS = 25_000

const home = 'https://github.com/strictcall/strictcall'
const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/** SARIF 2.1.0, for GitHub code scanning and other viewers. Files are named from the working directory, `%SRCROOT%`. */
export function sarif(report: Report, options: ReporterOptions): string {
  const all = report.results.flatMap(result => {
    const fingerprints = fingerprintsOf(result)
    const shown = result.diagnostics.map(diagnostic => ({ diagnostic, result, fingerprints }))
    const suppressed = (result.suppressed ?? []).map(diagnostic => ({ diagnostic, result, fingerprints }))
    return [...shown, ...suppressed]
  })
  const kept = worstFirst(all, MOST_RESULTS)
  const ids = [...new Set(kept.map(({ diagnostic }) => diagnostic.ruleId))].sort()
  const indexes = new Map(ids.map((id, index) => [id, index]))
  const run: Run = {
    tool: {
      driver: {
        name: 'strictcall',
        semanticVersion: options.version,
        informationUri: home,
        rules: ids.map(id =>
          ruleOf(id, kept.find(({ diagnostic }) => diagnostic.ruleId === id)!.diagnostic, options),
        ),
      },
    },
    originalUriBaseIds: { '%SRCROOT%': { uri: `${uriOf(report.cwd.replace(/[\\/]*$/, ''))}/` } },
    columnKind: 'utf16CodeUnits',
    invocations: [{ executionSuccessful: true, ...notificationOf(all.length - kept.length) }],
    results: kept.map(({ diagnostic, result, fingerprints }) => ({
      ...resultOf(diagnostic, result),
      ruleIndex: indexes.get(diagnostic.ruleId)!,
      ...fingerprintOf(fingerprints.get(diagnostic)),
    })),
  }
  const log: Log = { $schema: schema, version: '2.1.0', runs: [run] }
  return `${JSON.stringify(log, null, 2)}\n`
}

/** As many as fit, in their order; where not all do, warnings are left out before errors. */
function worstFirst<Item extends { diagnostic: Diagnostic }>(
  items: readonly Item[],
  most: number,
): readonly Item[] {
  if (items.length <= most) return items
  const errors = items.filter(({ diagnostic }) => diagnostic.severity === 'error')
  const warnings = items.filter(({ diagnostic }) => diagnostic.severity === 'warning')
  return [...errors, ...warnings].slice(0, most)
}

function notificationOf(
  left: number,
): Pick<NonNullable<Run['invocations']>[number], 'toolExecutionNotifications'> {
  if (left === 0) return {}
  const text = `${left} more results are left out, for a run may have no more than ${MOST_RESULTS}.`
  return { toolExecutionNotifications: [{ level: 'warning', message: { text } }] }
}

function ruleOf(
  id: string,
  { url, evidence, severity }: Diagnostic,
  { rules }: ReporterOptions,
): ReportingDescriptor {
  const meta = metaOf(id, rules)
  const page = url ? `\n\n[The page of this rule](${url})` : ''
  return {
    id,
    ...(meta && {
      shortDescription: { text: plain(meta.description) },
      fullDescription: { text: plain(meta.why ?? meta.description) },
      ...helpOf(meta, page),
    }),
    ...(url && { helpUri: url }),
    defaultConfiguration: { level: severity },
    properties: {
      tags: [id.startsWith('call/') ? 'tool-call' : 'tool-definition', ...(evidence ? [evidence.level] : [])],
      'problem.severity': severity,
    },
  }
}

/** A plug-in need not say why and how. */
function helpOf({ why, how }: Meta, page: string): Pick<ReportingDescriptor, 'help'> {
  if (!why && !how) return {}
  const parts = [why && `**Why:** ${why}`, how && `**How:** ${how}`].filter(Boolean)
  const text = plain([why, how].filter(Boolean).join(' '))
  return { help: { text, markdown: `${parts.join('\n\n')}${page}` } }
}

function resultOf(diagnostic: Diagnostic, result: FileResult): Result {
  const { ruleId, severity, message, location, suppression, serverText, pointer, tool, callIndex } =
    diagnostic
  const artifactLocation = artifactOf(result.file)
  const region = location && {
    startLine: location.line,
    startColumn: location.column,
    endLine: location.endLine,
    endColumn: location.endColumn,
  }
  const place = diagnostic.documentPointer ?? pointer
  const physicalLocation = { artifactLocation, ...(region && { region }) }
  const logical = {
    fullyQualifiedName: `${tool ?? ''}#${place}`,
    kind: 'member',
    ...(tool && { name: tool }),
  }
  const edit = result.edits?.get(diagnostic)
  return {
    ruleId,
    level: severity,
    message: { text: plain(serverText ? `${message} The server answers: ${serverText}` : message) },
    locations: [{ ...(!result.isLive && { physicalLocation }), logicalLocations: [logical] }],
    ...(suppression && {
      suppressions: [
        {
          kind: suppression.kind === 'directive' ? 'inSource' : 'external',
          justification: suppression.justification,
        },
      ],
    }),
    ...(edit && {
      fixes: [
        {
          description: {
            text: diagnostic.fix?.safe ? 'Fix it.' : 'Fix it, which changes what the tool accepts.',
          },
          artifactChanges: [
            {
              artifactLocation,
              replacements: [
                {
                  deletedRegion: { charOffset: edit.start, charLength: edit.end - edit.start },
                  insertedContent: { text: edit.text },
                },
              ],
            },
          ],
        },
      ],
    }),
    properties: { pointer, ...(callIndex !== undefined && { callIndex }) },
  }
}

/** GitHub follows an alert by `primaryLocationLineHash`, others by whatever name. */
function fingerprintOf(fingerprint: string | undefined): Pick<Result, 'partialFingerprints'> {
  if (!fingerprint) return {}
  return { partialFingerprints: { primaryLocationLineHash: fingerprint, 'strictcall/v1': fingerprint } }
}

function artifactOf(file: string) {
  return isAbsolute(file) ? { uri: uriOf(file) } : { uri: encodePath(file), uriBaseId: '%SRCROOT%' }
}

function isAbsolute(file: string): boolean {
  return path.posix.isAbsolute(file) || path.win32.isAbsolute(file)
}

/** `/home/tools` is `file:///home/tools`, `C:\tools` is `file:///C:/tools`. */
function uriOf(folder: string): string {
  const slashes = /^[A-Za-z]:|^\\\\/.test(folder) ? folder.replaceAll('\\', '/') : folder
  const drive = /^[A-Za-z]:/.exec(slashes)?.[0] ?? ''
  const rest = encodePath(slashes.slice(drive.length))
  return rest.startsWith('//') ? `file:${rest}` : `file://${drive && '/'}${drive}${rest}`
}

function encodePath(file: string): string {
  return file.toWellFormed().split('/').map(encodeURIComponent).join('/')
}

/** Viewers read `[text](1)` as a link to a place, and `{0}` as a placeholder. */
function plain(text: string): string {
  return text
    .toWellFormed()
    .replace(/\](?=\()/g, '\\]')
    .replace(/\{(\d+)\}/g, '{{$1}}')
}
