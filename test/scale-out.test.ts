import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { built, temporaryFolder } from './helpers/command.ts'
import { hasProgram } from './helpers/repository.ts'

const rows = 20_000
const shards = 6

/** A folder with tools and a log of calls, some of them wrong, and `strictcall` on the path. */
function createJob() {
  const folder = temporaryFolder()
  const bin = temporaryFolder()
  symlinkSync(built, path.join(bin, 'strictcall'))
  cpSync('examples/scale-out', folder, { recursive: true })
  cpSync('fixtures/cli/files/weather-tools.json', path.join(folder, 'tools.json'))
  const lines = readFileSync('fixtures/cli/files/calls.jsonl', 'utf8').trim().split('\n')
  const log = Array.from({ length: rows }, (_, i) => lines[i % 1_000 < lines.length ? i % 1_000 : 0])
  writeFileSync(path.join(folder, 'calls.jsonl'), `${log.join('\n')}\n`)
  const env = { ...process.env, PATH: `${bin}:${path.dirname(process.execPath)}:${process.env.PATH}` }
  return {
    folder,
    bin,
    env,
    run(program: string, ...args: string[]) {
      const ran = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 1 << 28 })
      return { code: ran.status, stdout: ran.stdout, output: `${ran.stdout}${ran.stderr}` }
    },
    read: (name: string) => readFileSync(path.join(folder, name), 'utf8'),
  }
}

type Job = ReturnType<typeof createJob>

function expectWhole({ run, read }: Job): void {
  const single = run('strictcall', 'validate', '--tools', 'tools.json', 'calls.jsonl', '--format', 'json')
  expect(single.code).toBe(1)
  expect(JSON.parse(read('whole.json'))).toEqual(JSON.parse(single.stdout))
}

/** Puts a `strictcall` in front that is killed in the middle of its work, the first time that it does the second part. */
function killOnce({ bin, folder }: Job): void {
  const file = path.join(bin, 'strictcall')
  const script = `#!/bin/sh
case " $* " in
  *" --shard 2/"*)
    if mkdir '${folder}/killed' 2> /dev/null; then
      '${built}' "$@" & sleep 0.1; kill -9 $!; wait $!; exit 137
    fi ;;
esac
exec '${built}' "$@"
`
  spawnSync('rm', [file])
  writeFileSync(file, script)
  chmodSync(file, 0o755)
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

function start(program: string, args: readonly string[], options: object = {}): ChildProcess {
  const child = spawn(program, args, options)
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

const missing = (...programs: string[]) => {
  const absent = programs.filter(program => !hasProgram(program))
  return absent.length > 0 ? ` (skipped: ${absent.join(' and ')} not installed)` : ''
}

describe.skipIf(missing('parallel'))(`GNU parallel${missing('parallel')}`, () => {
  test('the parts make the whole', () => {
    const job = createJob()
    const { code, output } = job.run('./parallel.sh', 'tools.json', 'calls.jsonl', `${shards}`)
    expect(code, output).toBe(1)
    expectWhole(job)
  })

  test('a part that is killed in the middle is done again', () => {
    const job = createJob()
    killOnce(job)
    const { code, output } = job.run('./parallel.sh', 'tools.json', 'calls.jsonl', `${shards}`)
    expect(code, output).toBe(1)
    expect(existsSync(path.join(job.folder, 'killed'))).toBe(true)
    expectWhole(job)
  })

  const sshd = missing('ssh', 'sshd', 'ssh-keygen')
  test.skipIf(sshd)(`over ssh, to two servers${sshd}`, async () => {
    const job = createJob()
    const keys = temporaryFolder()
    for (const key of ['host', 'user']) {
      spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(keys, key)])
    }
    spawnSync('mkdir', ['-p', '/run/sshd'])
    const sshd = spawnSync('sh', ['-c', 'command -v sshd'], { encoding: 'utf8' }).stdout.trim()
    const logins: string[] = []
    for (let server = 0; server < 2; server++) {
      const port = await freePort()
      const config = path.join(keys, `sshd-${server}`)
      writeFileSync(
        config,
        `ListenAddress 127.0.0.1:${port}\nHostKey ${keys}/host\nAuthorizedKeysFile ${keys}/user.pub\nStrictModes no\nUsePAM no\nPidFile none\n`,
      )
      start(sshd, ['-D', '-f', config])
      const ssh = `ssh -p ${port} -i ${keys}/user -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o ConnectionAttempts=20`
      logins.push('--sshlogin', `1/${ssh} ${userInfo().username}@127.0.0.1`)
    }
    const { code, output } = job.run('./parallel.sh', 'tools.json', 'calls.jsonl', `${shards}`, ...logins)
    expect(code, output).toBe(1)
    // The second column says where a part was done.
    const hosts = job
      .read('jobs.log')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.split('\t')[1])
    expect(new Set(hosts)).toEqual(
      new Set(logins.filter((_, i) => i % 2).map(login => login.replace('1/', ''))),
    )
    expectWhole(job)
  })

  test('as a filter in a pipe of its own: a row for a row, in order', () => {
    const job = createJob()
    const filter = 'strictcall validate --tools tools.json --format jsonl -'
    const commands = [
      `${filter} < calls.jsonl`,
      `parallel --pipe --block 100k --keep-order "${filter} || [ \\$? -eq 1 ]" < calls.jsonl`,
    ]
    const [single, parallel] = commands.map(command => {
      const { stdout } = job.run('bash', '-c', command)
      return stdout
        .trim()
        .split('\n')
        .map(row => ({ ...JSON.parse(row), index: 0, line: 0 }))
    })
    expect(single).toHaveLength(rows)
    expect(parallel).toEqual(single)
  })

  test('docs/scale-out.md shows the script', () => {
    expect(readFileSync('docs/scale-out.md', 'utf8')).toContain(
      readFileSync('examples/scale-out/parallel.sh', 'utf8'),
    )
  })
})

const wanted = process.env.STRICTCALL_SCALE_OUT
  ? missing('redis-server')
  : ' (skipped: it installs BullMQ; set STRICTCALL_SCALE_OUT)'

test.skipIf(wanted)(`Redis and BullMQ: a worker that is killed loses nothing${wanted}`, async () => {
  const job = createJob()
  killOnce(job)
  const installed = job.run('npm', 'install', '--silent', '--no-audit', '--no-fund')
  expect(installed.code, installed.output).toBe(0)
  const port = await freePort()
  start('redis-server', ['--port', `${port}`, '--save', '', '--dir', job.folder], { stdio: 'ignore' })
  const env = { ...job.env, REDIS_URL: `redis://127.0.0.1:${port}` }
  const options = { cwd: job.folder, env, stdio: ['ignore', 'pipe', 'inherit'] }
  const first = start(process.execPath, ['worker.mjs'], options)
  const submit = start(process.execPath, ['submit.mjs', 'tools.json', 'calls.jsonl', `${shards}`], {
    ...options,
    stdio: 'ignore',
  })
  const done = new Promise(resolve => submit.on('exit', resolve))
  // The only worker is killed while it is at its first shard; another one comes afterwards.
  await new Promise(resolve => first.stdout!.once('data', resolve))
  first.kill('SIGKILL')
  start(process.execPath, ['worker.mjs'], options)
  expect(await done).toBe(1)
  expectWhole(job)
})
