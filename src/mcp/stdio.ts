import { type ProcessGroup, startGroup } from '../process-group.ts'
import { UsageError } from '../usage-error.ts'
import type { Connection } from './index.ts'
import { createRpc } from './rpc.ts'

/** A server that is started as a program, and talks through its standard input and output. */
export interface StdioServer {
  /** A program, or with no `args` a line for the shell. */
  command: string
  args?: readonly string[]
  env?: Readonly<Record<string, string>>
  cwd?: string
}

/** Starts a server and talks with it, a line a message. What else it prints is for people. */
export function connectStdio({ command, args, env, cwd }: StdioServer): Connection {
  // On Windows, programs such as npx are scripts, which only its shell can start.
  const inShell = args === undefined || process.platform === 'win32'
  const group = startGroup(inShell ? commandLine(command, args) : command, inShell ? [] : args, {
    shell: inShell,
    cwd,
    env: { ...process.env, ...env },
  })
  const { stdin, stdout, stderr } = group.child
  const rpc = createRpc(
    message =>
      new Promise(resolve => {
        stdin!.write(`${JSON.stringify(message)}\n`, () => resolve())
      }),
  )
  stderr!.setEncoding('utf8').on('data', group.remember)
  readLines(stdout!, line => {
    const message = parse(line)
    if (message === undefined) group.remember(`${line}\n`)
    else rpc.receive(message)
  })
  watchEnd(group, cwd === undefined ? command : `${command} in ${cwd}`, rpc.fail)
  return { rpc, lastWords: group.lastWords, close: group.end }
}

function commandLine(command: string, args: readonly string[] = []): string {
  return [
    command,
    ...args.map(arg => (/[\s"&|<>^]/.test(arg) ? `"${arg.replaceAll('"', '""')}"` : arg)),
  ].join(' ')
}

/** `close` comes when all has been read of what the program printed before its end. */
function watchEnd({ child }: ProcessGroup, command: string, fail: (error: Error) => void): void {
  child.on('error', error => {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    fail(new UsageError(isMissing ? `there is no program ${command}.` : error.message))
  })
  child.on('close', (code, signal) => {
    const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`
    fail(new UsageError(`the server ${how} before it had listed its tools.`))
  })
}

function parse(line: string): unknown {
  if (!/^\s*[{[]/.test(line)) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  let pending: string[] = []
  stream.setEncoding('utf8')
  stream.on('data', (text: string) => {
    const lines = text.split('\n')
    const last = lines.pop()!
    for (const end of lines) {
      onLine(pending.join('') + end)
      pending = []
    }
    pending.push(last)
  })
  stream.on('end', () => {
    const rest = pending.join('')
    if (rest !== '') onLine(rest)
  })
}
