import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from './helpers/command.ts'

interface Endpoint {
  url: string
  /** What it was asked, in order. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the client sends
  requests: { url: string | undefined; body: Record<string, any> }[]
}

/** A model's endpoint on loopback that answers with these messages, one after another. */
async function scriptedEndpoint(messages: readonly object[]): Promise<Endpoint> {
  const requests: Endpoint['requests'] = []
  const server = createServer(async (request, response) => {
    requests.push({ url: request.url, body: JSON.parse(await text(request)) })
    const message = messages[requests.length - 1] ?? { role: 'assistant', content: 'The script is over.' }
    const finish = 'tool_calls' in message ? 'tool_calls' : 'stop'
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({
        id: 'c1',
        object: 'chat.completion',
        created: 0,
        model: 'scripted',
        choices: [{ index: 0, message, finish_reason: finish }],
      }),
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/beta`, requests }
}

const call = (id: string, name: string, args: string) => ({
  role: 'assistant',
  content: null,
  tool_calls: [{ id, type: 'function', function: { name, arguments: args } }],
})

const environment = (endpoint: Endpoint) => ({
  ...process.env,
  MODEL_BASE_URL: endpoint.url,
  MODEL_NAME: 'scripted',
  API_KEY: 'none',
  PORT: '0',
})

function runWeather(endpoint: Endpoint): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      ['examples/weather/main.mjs', 'How is the weather in Graz?'],
      { env: environment(endpoint), timeout: 20_000 },
      (error, stdout, stderr) => (error ? reject(error) : resolve({ stdout, stderr })),
    )
  })
}

async function startServer(endpoint: Endpoint): Promise<string> {
  const child: ChildProcess = spawn(process.execPath, ['examples/chat-server/server.mjs'], {
    env: environment(endpoint),
  })
  onTestFinished(() => void child.kill())
  const [url] = await new Promise<string[]>((resolve, reject) => {
    child.stdout!.on('data', chunk => resolve(String(chunk).trim().split('\n')))
    child.on('exit', code => reject(new Error(`The server ended with ${code}.`)))
  })
  return url!
}

test('weather: ask, call, answer', async () => {
  const endpoint = await scriptedEndpoint([
    call('a1', 'get_weather', '{"location": "Graz, Styria", "unit": "celsius"}'),
    { role: 'assistant', content: 'It is warm.' },
  ])
  const { stdout, stderr } = await runWeather(endpoint)
  expect(stdout).toBe('It is warm.\n')
  expect(stderr).toBe('called get_weather: 24 degrees celsius in Graz, Styria\n')
  expect(endpoint.requests[0]).toMatchObject({
    url: '/beta/chat/completions',
    body: { tools: [{ function: { strict: true } }] },
  })
  expect(endpoint.requests[1]!.body.messages.at(-1)).toEqual({
    role: 'tool',
    tool_call_id: 'a1',
    content: '24 degrees celsius in Graz, Styria',
  })
})

test('weather: a wrong call is sent back, and the right one made', async () => {
  const endpoint = await scriptedEndpoint([
    call('a1', 'get_weather', '{"location": "Graz", "unit": "Celsius"}'),
    call('a2', 'get_weather', '{"location": "Graz", "unit": "celsius"}'),
    { role: 'assistant', content: 'It is warm.' },
  ])
  const { stdout } = await runWeather(endpoint)
  expect(stdout).toBe('It is warm.\n')
  const answer = endpoint.requests[1]!.body.messages.at(-1)
  expect(answer).toMatchObject({ role: 'tool', tool_call_id: 'a1' })
  expect(answer.content).toContain('"celsius"')
})

test('chat server: calls the function of the map', async () => {
  const endpoint = await scriptedEndpoint([
    call('a1', 'get_current_time', '{"zone": "Europe/Berlin"}'),
    { role: 'assistant', content: 'Hello.' },
  ])
  const url = await startServer(endpoint)
  const post = (body: string) =>
    fetch(url, { method: 'POST', body }).then(async response => [response.status, await response.json()])
  expect(await post('{"user_input": "What time is it?"}')).toEqual([
    200,
    { function_result: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) },
  ])
  expect(await post('{"user_input": "Hi"}')).toEqual([200, { model_response: 'Hello.' }])
  expect(await post('{')).toEqual([400, { error: expect.any(String) }])
  expect(endpoint.requests[0]!.body.messages).toEqual([{ role: 'user', content: 'What time is it?' }])
})

test('chat server: a call of a function that is not there is not made', async () => {
  const endpoint = await scriptedEndpoint([call('a1', 'get_time', '{}')])
  const url = await startServer(endpoint)
  const response = await fetch(url, { method: 'POST', body: '{"user_input": "What time is it?"}' })
  expect(await response.json()).toEqual({ error: expect.stringContaining('get_current_time') })
})

test('the README shows how to adopt it as the files do that are run', () => {
  const readme = readFileSync('README.md', 'utf8')
  for (const file of ['ci/github.yml', 'pre-commit/lint.yaml', 'api/check.mjs']) {
    expect(readme).toContain(readFileSync(`examples/${file}`, 'utf8'))
  }
})

test('the program of the README says what is wrong with tools, and fails', () => {
  const program = readFileSync('examples/api/check.mjs', 'utf8')
  const good = path.resolve('examples/weather/tools.mjs')
  const bad = path.join(temporaryFolder(), 'tools.mjs')
  writeFileSync(bad, readFileSync(good, 'utf8').replace(", 'unit']", ']'))
  const run = (tools: string) => {
    const source = program.replace('../weather/tools.mjs', pathToFileURL(tools).href)
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', source], {
      encoding: 'utf8',
    })
    return { status, stdout }
  }
  expect(run(good)).toEqual({ status: 0, stdout: '' })
  expect(run(bad)).toEqual({
    status: 1,
    stdout:
      'error: get_weather: Property `unit` is not in `required`. (/0/function/parameters/properties/unit)\n',
  })
})
