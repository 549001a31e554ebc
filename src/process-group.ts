import { type ChildProcess, type SpawnOptions, spawn, spawnSync } from 'node:child_process'

/** A program that was started together with whatever it starts itself. */
export interface ProcessGroup {
  child: ChildProcess
  /** Adds to what `lastWords` gives. */
  remember(output: string): void
  /** The last lines that were remembered. */
  lastWords(): string
  /** Ends all of it: its input is closed, then it is asked to end, then it is killed. */
  end(): Promise<void>
}

/** How long a program may take to end when its input is closed, and again when it is asked to. Milliseconds. */
const grace = 1000

const wordsKept = 4096
const linesShown = 10

const running = new Set<ProcessGroup>()

/**
 * Starts a program at the head of a process group, so that nothing it started outlives it. When this process is told to
 * end, it ends the program first.
 */
export function startGroup(command: string, args: readonly string[], options: SpawnOptions): ProcessGroup {
  if (running.size === 0) watch()
  const child = spawn(command, args, { ...options, detached: !onWindows, windowsHide: true })
  let words = ''
  const group: ProcessGroup = {
    child,
    remember: output => {
      words = (words + output).slice(-wordsKept)
    },
    lastWords: () => words.trimEnd().split(/\r?\n/).slice(-linesShown).join('\n'),
    end: async () => {
      child.stdin?.end()
      if (!(await hasEnded(child))) {
        signal(child, 'SIGTERM')
        await hasEnded(child)
      }
      // The program itself may be gone, and what it started still there.
      signal(child, 'SIGKILL')
      for (const stream of child.stdio) stream?.destroy()
      running.delete(group)
      if (running.size === 0) unwatch()
    },
  }
  // Trouble with a pipe shows as the end of the program.
  for (const stream of child.stdio) stream?.on('error', () => {})
  running.add(group)
  return group
}

const onWindows = process.platform === 'win32'

function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return
  if (onWindows) {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { stdio: 'ignore' })
    return
  }
  try {
    process.kill(-pid, name)
  } catch {
    // Nobody is left in the group.
  }
}

/** Waits for the end, but not long. */
function hasEnded(child: ChildProcess): Promise<boolean> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve(true)
  return new Promise(resolve => {
    const timer = setTimeout(resolve, grace, false)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

function watch(): void {
  for (const name of signals) process.on(name, endAll)
  process.on('exit', killAll)
}

function unwatch(): void {
  for (const name of signals) process.off(name, endAll)
  process.off('exit', killAll)
}

function endAll(name: NodeJS.Signals): void {
  void Promise.all([...running].map(group => group.end())).finally(() => {
    unwatch()
    process.kill(process.pid, name)
  })
}

function killAll(): void {
  for (const { child } of running) signal(child, 'SIGKILL')
}

/** An error, and what the program printed before it. */
export function withLastWords(message: string, words: string): string {
  return words === '' ? message : `${message}\nIt printed last:\n${words.replace(/^/gm, '  ')}`
}
