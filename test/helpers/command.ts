import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

export const built = path.resolve('dist/cli.cjs')

export interface Ran {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs the built command line. */
export function strictcall(
  args: readonly string[],
  options: { cwd?: string; input?: string | Uint8Array } = {},
): Promise<Ran> {
  return new Promise(resolve => {
    const env = plainEnvironment()
    const child = execFile(
      process.execPath,
      [built, ...args],
      { cwd: options.cwd, env, maxBuffer: 1 << 28, timeout: 60_000 },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    )
    child.stdin!.on('error', () => {})
    child.stdin!.end(options.input ?? '')
  })
}

/** Runs a line of a shell in which `strictcall` is the built command. */
export function shell(line: string, cwd: string): Ran {
  const bin = temporaryFolder()
  symlinkSync(built, path.join(bin, 'strictcall'))
  const { status, stdout, stderr } = spawnSync('sh', ['-c', `{ ${line}\n} 2>&1`], {
    cwd,
    encoding: 'utf8',
    env: { ...plainEnvironment(), PATH: `${bin}:${path.dirname(process.execPath)}:${process.env.PATH}` },
  })
  return { code: status, stdout, stderr }
}

/** Without what makes a terminal of a pipe. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env
  return env
}

/** A folder that is gone when the test is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'strictcall-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
