import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { readEvents } from '../src/mcp/events.ts'
import { serversOf, toolsOfServer } from '../src/mcp/index.ts'
import { startGroup } from '../src/process-group.ts'
import { built, strictcall, temporaryFolder } from './helpers/command.ts'
import { processMark, untilRunning } from './helpers/processes.ts'

const fixture = (behaviour: string, ...more: string[]) => ({
  command: process.execPath,
  args: ['fixtures/mcp/stdio.mjs', behaviour, ...more],
})
const namesOf = (tools: readonly unknown[]) => tools.map(tool => (tool as { name: string }).name)
const seconds = 60

describe('servers that are programs', () => {
  test('all pages are listed', async () => {
    const tools = await toolsOfServer(fixture('pages'), seconds)
    expect(namesOf(tools)).toEqual(['open_account', 'move_money', 'close_account'])
  })

  test.each([
    ['circle', 'the server gives the cursor "again" again: its pages never end.'],
    ['endless', 'the server gives more than 1000 pages of tools.'],
    ['error', 'the server answered `tools/list` with error -32603: the database is locked'],
    ['toolless', 'the server has no tools: it does not know `tools/list`.'],
    [
      'crash',
      'the server ended with exit code 70 before it had listed its tools.\nIt printed last:\n  out of memory',
    ],
  ])('%s', async (behaviour, message) => {
    await expect(toolsOfServer(fixture(behaviour), seconds)).rejects.toThrow(message)
  })

  test('one that does not answer is given up on', async () => {
    await expect(toolsOfServer(fixture('silent'), 1)).rejects.toThrow(
      'the server had not listed its tools after 1 s; --timeout gives it longer.',
    )
  })

  test('a program that is not there, and a folder', async () => {
    await expect(toolsOfServer({ command: 'no-such-server', args: [] }, seconds)).rejects.toThrow(
      'there is no program no-such-server.',
    )
    await expect(toolsOfServer({ ...fixture('pages'), cwd: '/no/such' }, seconds)).rejects.toThrow(
      'in /no/such.',
    )
  })

  test('what is printed between the messages is passed over', async () => {
    expect(namesOf(await toolsOfServer(fixture('chatty'), seconds))).toEqual(['open_account'])
  })

  test('the reference server', async () => {
    const command = 'node node_modules/@modelcontextprotocol/server-everything/dist/index.js'
    const { code, stdout } = await strictcall(['lint', '--mcp', command, '--format', 'json'])
    expect(code).toBe(1)
    const [result] = JSON.parse(stdout)
    expect(result.filePath).toBe(command)
    expect(result.tools).toHaveLength(13)
    expect(namesOf(result.tools)).toContain('get-sum')
  })
})

describe('nothing is left running', () => {
  test.each(['stubborn', 'parent', 'mute'])('%s', async behaviour => {
    const mark = processMark()
    const listing = toolsOfServer(fixture(behaviour, mark), behaviour === 'mute' ? 1 : seconds)
    await listing.catch(() => {})
    await untilRunning(mark, false)
  })

  test.each(['SIGINT', 'SIGTERM'] as const)('after %s', async signal => {
    const mark = processMark()
    const child = spawn(process.execPath, [
      built,
      'lint',
      '--mcp',
      `node fixtures/mcp/stdio.mjs mute ${mark}-x`,
    ])
    // Its own command line has the mark too.
    await untilRunning(`stdio.mjs mute ${mark}-x`, true)
    child.stdout.resume()
    const ended = once(child, 'exit')
    child.kill(signal)
    expect((await ended)[1]).toBe(signal)
    await untilRunning(mark, false)
  })

  test('when the program that was started is gone before its children', async () => {
    const mark = processMark()
    const sleeper = `setInterval(() => {}, 1000) // ${mark}`
    const script = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(sleeper)}]).unref(); process.exit()`
    const group = startGroup(process.execPath, ['-e', script], { stdio: 'ignore' })
    await once(group.child, 'exit')
    await group.end()
    await untilRunning(mark, false)
  })
})

describe('servers over HTTP', () => {
  async function started(style: string): Promise<{ url: string; printed(): string }> {
    const child = spawn(process.execPath, ['fixtures/mcp/http.mjs', style])
    onTestFinished(() => void child.kill('SIGKILL'))
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      printed += text
    })
    while (!printed.includes('\n')) await once(child.stdout, 'data')
    return { url: printed.trim(), printed: () => printed }
  }

  test.each(['streamable', 'json', 'stateless', 'sse'])('%s', async style => {
    const { url } = await started(style)
    const tools = await toolsOfServer({ url }, seconds)
    expect(namesOf(tools)).toEqual(['open_account', 'close_account'])
  })

  test('the session is closed', async () => {
    const server = await started('streamable')
    await toolsOfServer({ url: server.url }, seconds)
    expect(server.printed()).toContain('session closed')
  })

  test('headers are sent, and missed', async () => {
    const { url } = await started('locked')
    await expect(toolsOfServer({ url }, seconds)).rejects.toThrow(
      'the server answered with status 401: a token is needed\nName the server in an mcp.json',
    )
    const headers = { Authorization: 'Bearer open sesame' }
    expect(await toolsOfServer({ url, headers }, seconds)).toHaveLength(2)
  })

  test('nobody is there', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    taken.close()
    await once(taken, 'close')
    await expect(toolsOfServer({ url: `http://127.0.0.1:${port}/mcp` }, seconds)).rejects.toThrow(
      'the server cannot be reached: connect ECONNREFUSED',
    )
  })

  test('events are read whole, however they come', async () => {
    const text = ': hello\r\nevent: message\r\ndata: {"a":\r\ndata: "ü"}\r\n\r\ndata: 2\n\nevent: lost\n\n'
    const bytes = Buffer.from(text)
    for (const size of [1, 2, 3, 7, bytes.length]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      )
      const events = []
      for await (const event of readEvents(ReadableStream.from(pieces))) events.push(event)
      expect(events).toEqual([
        { event: 'message', data: '{"a":\n"ü"}' },
        { event: 'message', data: '2' },
      ])
    }
  })
})

describe('what --mcp names', () => {
  test('a command, an address, a file', async () => {
    expect(await serversOf('npx -y server --config a.json')).toMatchObject([
      { server: { command: 'npx -y server --config a.json' } },
    ])
    expect(await serversOf('https://example.com/mcp')).toMatchObject([
      { server: { url: 'https://example.com/mcp' } },
    ])
    await expect(serversOf('http://')).rejects.toThrow('http://: this is no address of a server.')
    await expect(serversOf('missing.json')).rejects.toThrow('missing.json: there is no such file')
    await expect(serversOf('package.json')).rejects.toThrow('it lists no MCP servers')
  })

  test('the servers of a file, with what clients fill in', async () => {
    const cwd = process.cwd()
    expect(await serversOf('fixtures/mcp/mcp.json')).toEqual([
      {
        name: 'fixtures/mcp/mcp.json#bank',
        server: { command: 'node', args: ['stdio.mjs', 'pages'], env: {}, cwd },
      },
      {
        name: 'fixtures/mcp/mcp.json#broken',
        server: { command: 'node', args: ['stdio.mjs', 'crash'], env: {}, cwd },
      },
      {
        name: 'fixtures/mcp/mcp.json#configured',
        server: {
          command: 'node',
          args: [`${cwd}/stdio.mjs`, 'environment'],
          env: { TOOL_NAME: 'close_account' },
          cwd,
        },
      },
      {
        name: 'fixtures/mcp/mcp.json#keyed',
        failure: `\`$\{input:token}\` can be filled in by the client alone.`,
      },
    ])
  })

  test('one server that fails does not keep the others from being linted', async () => {
    const { code, stdout, stderr } = await strictcall(['lint', '--mcp', 'mcp.json', '--format', 'json'], {
      cwd: 'fixtures/mcp',
    })
    expect(code).toBe(2)
    expect(JSON.parse(stdout).map(({ filePath }: { filePath: string }) => filePath)).toEqual([
      'mcp.json#bank',
      'mcp.json#configured',
    ])
    expect(stderr).toContain('mcp.json#broken: the server ended with exit code 70')
  })
})

test('the list can be saved, and is linted again to the same effect', async () => {
  const file = path.join(temporaryFolder(), 'tools.json')
  const command = 'node fixtures/mcp/stdio.mjs pages'
  const live = await strictcall(['lint', '--mcp', command, '--save', file, '--format', 'json'])
  expect(namesOf(JSON.parse(readFileSync(file, 'utf8')).tools)).toHaveLength(3)
  const saved = await strictcall(['lint', file, '--format', 'json'])
  const said = (stdout: string) =>
    JSON.parse(stdout)[0].messages.map(({ ruleId, message, pointer }: Record<string, string>) => ({
      ruleId,
      message,
      pointer,
    }))
  expect(said(saved.stdout)).toEqual(said(live.stdout))
})
