import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type Ran, temporaryFolder } from './command.ts'

/** A git repository of a test, in which commands run as they would on a developer's machine. */
export interface Repository {
  folder: string
  /** Runs a program; `output` holds both streams in their order as far as that is known. */
  run(program: string, ...args: string[]): Ran & { output: string }
  write(name: string, text: string): void
  read(name: string): string
  /** Stages everything and commits. */
  commit(message?: string): Ran & { output: string }
}

/** An empty repository, apart from the settings of whoever runs the tests. */
export function createRepository(env: NodeJS.ProcessEnv = {}, folder = temporaryFolder()): Repository {
  const environment = { ...plain(), ...env }
  const repository: Repository = {
    folder,
    run(program, ...args) {
      const ran = spawnSync(program, args, { cwd: folder, encoding: 'utf8', env: environment })
      if (ran.error) throw ran.error
      const { status, stdout, stderr } = ran
      return { code: status, stdout, stderr, output: stdout + stderr }
    },
    write(name, text) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      writeFileSync(path.join(folder, name), text)
    },
    read: name => readFileSync(path.join(folder, name), 'utf8'),
    commit(message = 'Work') {
      repository.run('git', 'add', '--all')
      return repository.run('git', 'commit', '--message', message)
    },
  }
  mkdirSync(folder, { recursive: true })
  repository.run('git', 'init', '--quiet', '--initial-branch', 'main')
  return repository
}

/** Whether a program can be run here. */
export function hasProgram(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`]).status === 0
}

/** Without what a surrounding git hook, continuous integration or user brings along. */
function plain(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(GIT_|GITHUB_|PRE_COMMIT|VIRTUAL_ENV|FORCE_COLOR|NO_COLOR|CI$)/.test(name),
  )
  return {
    ...Object.fromEntries(inherited),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'Ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_COMMITTER_NAME: 'Ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
  }
}
