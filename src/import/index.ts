import { statSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { LiveTools } from '../live.ts'
import { nearest } from '../nearest.ts'
import { startGroup, withLastWords } from '../process-group.ts'
import { UsageError } from '../usage-error.ts'
import type { Answer, ExportedTools } from './child.ts'

/** What a module exports, an entry an export. */
export interface Imported {
  tools: LiveTools[]
  /** What cannot be converted, in words. */
  failures: string[]
}

export interface ImportOptions {
  /** Seconds that the module may take to load. */
  timeout: number
  cwd?: string
}

/**
 * Imports a module in a process of its own, and gives the tools that it exports as plain JSON. The module is a file or a
 * package, and may name an export: `./tools.ts#tools`. Without that it is the default export, or every one with tools.
 *
 * @throws UsageError when the module cannot be imported, or has no such export
 */
export async function importTools(
  spec: string,
  { timeout, cwd = process.cwd() }: ImportOptions,
): Promise<Imported> {
  const module = readSpec(spec, cwd)
  const answer = await ask(module, timeout).catch((error: unknown) => {
    throw error instanceof UsageError ? new UsageError(`${spec}: ${error.message}`) : error
  })
  if ('error' in answer) throw new UsageError(`${spec}: ${answer.error}${hint(answer.code)}`)
  if ('missing' in answer) throw new UsageError(`${spec}: ${noExport(module.wanted, answer.missing)}`)
  if (answer.exports.length === 0)
    throw new UsageError(`${spec}: none of its exports holds tools; name one that is a schema: ${spec}#name`)
  const nameOf = ({ name }: ExportedTools) => (module.wanted || name === 'default' ? spec : `${spec}#${name}`)
  return {
    tools: answer.exports.map(exported => ({ name: nameOf(exported), value: exported.value })),
    failures: answer.exports.flatMap(exported =>
      exported.failures.map(
        ({ tool, reason }) => `${nameOf(exported)}: ${whose(tool)} no JSON Schema: ${reason}`,
      ),
    ),
  }
}

function whose(tool: string): string {
  return tool === '' ? 'it has' : `the tool "${tool}" has`
}

interface Module {
  /** A file's URL, or the name of a package. */
  address: string
  /** Where packages are looked for. */
  folder: string
  /** The export; empty when none is named. */
  wanted: string
}

function readSpec(spec: string, cwd: string): Module {
  const at = isFile(path.resolve(cwd, spec)) ? -1 : spec.lastIndexOf('#')
  const source = at === -1 ? spec : spec.slice(0, at)
  const wanted = at === -1 ? '' : spec.slice(at + 1)
  const file = path.resolve(cwd, source)
  if (isFile(file)) return { address: pathToFileURL(file).href, folder: path.dirname(file), wanted }
  if (source.startsWith('.') || path.isAbsolute(source))
    throw new UsageError(`${source}: there is no such file`)
  return { address: source, folder: cwd, wanted }
}

function isFile(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isFile() === true
}

const child = fileURLToPath(new URL('import-child.mjs', import.meta.url))

async function ask({ address, folder, wanted }: Module, timeout: number): Promise<Answer> {
  const options = ['--no-warnings', '--experimental-import-meta-resolve', ...loaderOf(address, folder)]
  const group = startGroup(process.execPath, [...options, child, address, folder, wanted], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [, stdout, stderr, channel] = group.child.stdio
  // What the module prints is shown when something goes wrong.
  for (const stream of [stdout, stderr]) stream!.on('data', data => group.remember(String(data)))
  let timer: NodeJS.Timeout | undefined
  try {
    return await new Promise((resolve, reject) => {
      const fail = (reason: string) => reject(new UsageError(withLastWords(reason, group.lastWords())))
      timer = setTimeout(
        () => fail(`it was not loaded after ${timeout} s; --timeout gives it longer.`),
        timeout * 1000,
      )
      const pieces: Buffer[] = []
      const isRead = new Promise(read => channel!.once('end', read))
      channel!.on('data', (piece: Buffer) => pieces.push(piece))
      group.child.on('error', error => fail(error.message))
      group.child.on('exit', async (code, signal) => {
        await isRead
        const text = Buffer.concat(pieces).toString()
        if (text !== '') resolve(JSON.parse(text))
        else
          fail(
            signal
              ? `it was ended by ${signal} while it was loaded.`
              : `it ended with exit code ${code} while it was loaded.`,
          )
      })
    })
  } finally {
    clearTimeout(timer)
    await group.end()
  }
}

/** What Node needs to load TypeScript: the project's own tsx, or a flag where it does not strip types unasked. */
function loaderOf(address: string, folder: string): string[] {
  if (!/\.([cm]?ts|tsx|jsx)$/.test(address)) return []
  try {
    const tsx = createRequire(path.join(folder, 'importer.js')).resolve('tsx')
    return ['--import', pathToFileURL(tsx).href]
  } catch {
    const flag = '--experimental-strip-types'
    return process.allowedNodeEnvironmentFlags.has(flag) ? [flag] : []
  }
}

const hints: Readonly<Record<string, string>> = {
  ERR_UNKNOWN_FILE_EXTENSION:
    '\nThis version of Node does not load TypeScript: install tsx in the project (npm install --save-dev tsx), or use Node 22.18 or later.',
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX: '\nInstall tsx in the project to load it: npm install --save-dev tsx',
}

function hint(code: string | undefined): string {
  return (code && hints[code]) ?? ''
}

function noExport(wanted: string, names: readonly string[]): string {
  const meant = nearest(wanted, names)
  if (meant) return `it has no export "${wanted}": did you mean "${meant}"?`
  return `it has no export "${wanted}"${names.length > 0 ? `: there is ${names.join(', ')}.` : ', nor any other.'}`
}
