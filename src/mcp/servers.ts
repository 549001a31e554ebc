import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { decode } from '../decode.ts'
import { describe } from '../files.ts'
import { loadJson } from '../loaders/index.ts'
import type { JsonObject } from '../types.ts'
import { UsageError } from '../usage-error.ts'
import { isObject } from '../walk.ts'
import type { Server } from './index.ts'

/** A server, and what to call it; or why it cannot be asked. */
export type NamedServer = { name: string } & ({ server: Server } | { failure: string })

/**
 * What `--mcp` names: the address of a server, a file that lists servers as MCP clients do, or else a command.
 *
 * @param folder where commands run and files are looked for; the working directory when left out
 * @throws UsageError for a file that cannot be read
 */
export async function serversOf(argument: string, folder?: string): Promise<NamedServer[]> {
  if (/^https?:\/\//i.test(argument)) return [{ name: argument, server: { url: checkedUrl(argument) } }]
  if (
    /\.jsonc?$/i.test(argument) &&
    (!/\s/.test(argument) || existsSync(path.resolve(folder ?? '', argument)))
  )
    return serversInFile(argument, folder)
  return [{ name: argument, server: { command: argument, ...(folder && { cwd: folder }) } }]
}

function checkedUrl(url: string): string {
  if (URL.canParse(url)) return url
  throw new UsageError(`${url}: this is no address of a server.`)
}

/** The members that the files of the various clients list their servers in. */
const lists = ['mcpServers', 'servers', 'context_servers']

async function serversInFile(file: string, folder = ''): Promise<NamedServer[]> {
  const bytes = await readFile(path.resolve(folder, file)).catch((error: unknown) => {
    throw new UsageError(describe(error, file))
  })
  const decoded = decode(bytes)
  if ('error' in decoded) throw new UsageError(`${file}: ${decoded.error}`)
  const { value, readable, syntax } = loadJson(decoded.text, 'jsonc')
  if (!readable) throw new UsageError(`${file}: ${syntax[0]?.message ?? 'it cannot be read.'}`)
  const holder = isObject(value) && isObject(value.mcp) ? value.mcp : value
  const list = isObject(holder) ? lists.map(key => holder[key]).find(isObject) : undefined
  if (!list) throw new UsageError(`${file}: it lists no MCP servers, in \`mcpServers\` or in \`servers\`.`)
  const servers = Object.entries(list).filter(([, entry]) => !(isObject(entry) && entry.disabled === true))
  if (servers.length === 0) throw new UsageError(`${file}: the list of MCP servers is empty.`)
  return servers.map(([name, entry]) => ({
    name: `${file}#${name}`,
    ...serverOf(entry, path.resolve(folder)),
  }))
}

function serverOf(entry: unknown, folder: string): { server: Server } | { failure: string } {
  try {
    return { server: readServer(entry, folder) }
  } catch (error) {
    if (error instanceof UsageError) return { failure: error.message }
    throw error
  }
}

function readServer(entry: unknown, folder: string): Server {
  if (!isObject(entry)) throw new UsageError('this is no object with a `command` or a `url`.')
  const fill = (text: string) => filled(text, folder)
  const fillMembers = (key: 'env' | 'headers') =>
    Object.fromEntries(membersOf(entry, key).map(([name, value]) => [name, fill(String(value))]))
  const url = entry.url ?? entry.serverUrl ?? entry.httpUrl
  if (typeof url === 'string') return { url: checkedUrl(fill(url)), headers: fillMembers('headers') }
  const { command, cwd, args = [] } = entry
  if (typeof command !== 'string') throw new UsageError('the server has neither a `command` nor a `url`.')
  if (!Array.isArray(args) || !args.every(arg => typeof arg === 'string'))
    throw new UsageError('`args` is no array of strings.')
  return {
    command: fill(command),
    args: args.map(fill),
    env: fillMembers('env'),
    cwd: path.resolve(folder, typeof cwd === 'string' ? fill(cwd) : ''),
  }
}

function membersOf(entry: JsonObject, key: 'env' | 'headers'): [string, unknown][] {
  const members = entry[key] ?? {}
  if (!isObject(members)) throw new UsageError(`\`${key}\` is no object.`)
  return Object.entries(members)
}

/** Fills in what clients fill in: `${HOME}`, `${HOME:-/root}`, `${env:HOME}`, `${workspaceFolder}`. */
function filled(text: string, folder: string): string {
  return text.replace(/\$\{(?:env:)?([^}]*?)(?::-([^}]*))?\}/g, (whole, name: string, instead?: string) => {
    if (name === 'workspaceFolder') return folder
    const value = process.env[name] ?? instead
    if (value !== undefined) return value
    throw new UsageError(
      /^\w+$/.test(name)
        ? `the environment has no variable ${name}, which \`${whole}\` asks for.`
        : `\`${whole}\` can be filled in by the client alone.`,
    )
  })
}
