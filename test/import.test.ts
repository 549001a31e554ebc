import { copyFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toPlain } from '../src/import/plain.ts'
import { strictcall, temporaryFolder } from './helpers/command.ts'
import { processMark, untilRunning } from './helpers/processes.ts'

interface Result {
  filePath: string
  messages: { ruleId: string; pointer: string; line?: number }[]
  tools: { name: string | null; verdict: string }[]
}

async function lintImport(spec: string, ...more: string[]) {
  const args = ['lint', '--import', `fixtures/import/${spec}`, '--format', 'json', ...more]
  const { code, stdout, stderr } = await strictcall(args)
  return { code, stderr, results: JSON.parse(stdout || '[]') as Result[] }
}

/** `rule pointer`, of all results. */
const complaints = (results: readonly Result[]) =>
  results.flatMap(({ messages }) => messages.map(({ ruleId, pointer }) => `${ruleId} ${pointer}`))

describe('schemas of libraries', () => {
  const open = ['require-all-properties /properties/guests', 'require-closed-objects ']

  test.each([
    ['valibot', [], open],
    ['arktype', [], open],
    ['typebox', [], open],
    [
      'effect',
      ['require-closed-objects /additionalProperties'],
      ['require-all-properties /properties/note', 'require-closed-objects /additionalProperties'],
    ],
  ])('%s: a strict one and an open one', async (library, strict, expected) => {
    const booking = await lintImport(`${library}.mjs#Booking`)
    expect(complaints(booking.results)).toEqual(strict)
    expect(complaints((await lintImport(`${library}.mjs#OpenBooking`)).results)).toEqual(expected)
    expect(booking.results[0]!.filePath).toBe(`fixtures/import/${library}.mjs#Booking`)
  })

  test('zod: alone, and as the parameters of a tool', async () => {
    const { code, results } = await lintImport('zod.mjs#tools')
    expect(code).toBe(0)
    expect(results[0]!.tools).toMatchObject([{ name: 'book_table', verdict: 'strict-ready' }])
    expect(complaints((await lintImport('zod.mjs#Guest')).results)).toEqual([
      'require-all-properties /properties/phone',
      'require-closed-objects ',
      'no-unsupported-keywords /properties/name/minLength',
    ])
  })
})

describe('tools of SDKs', () => {
  test('Vercel AI SDK: a record of tools, as the SDK sends them', async () => {
    const { results } = await lintImport('ai.mjs')
    expect(results[0]!.tools).toMatchObject([
      { name: 'book_table', verdict: 'strict-ready' },
      { name: 'cancel_booking', verdict: 'non-strict only' },
    ])
    expect(complaints(results)).toEqual(['require-all-properties /1/inputSchema/properties/reason'])
  })

  test('LangChain', async () => {
    const { results } = await lintImport('langchain.mjs#tools')
    expect(results[0]!.tools).toMatchObject([{ name: 'book_table' }])
    expect(complaints(results)).toEqual(['require-all-properties /0/inputSchema/properties/guests'])
  })

  test('OpenAI: helpers for chat and for responses', async () => {
    const { results } = await lintImport('openai.mjs')
    expect(results.map(({ filePath }) => filePath)).toEqual([
      'fixtures/import/openai.mjs#chat',
      'fixtures/import/openai.mjs#responses',
    ])
    for (const { tools } of results) expect(tools).toMatchObject([{ verdict: 'strict-ready' }])
  })

  test('MCP: servers are asked for their tools, all pages of them', async () => {
    const { results } = await lintImport('mcp.mjs')
    expect(results.map(({ tools }) => tools.map(({ name }) => name))).toEqual([
      ['book_table', 'cancel_booking'],
      ['book_table'],
    ])
  })

  test('a request body whose tools are promised', async () => {
    const { results } = await lintImport('request.mjs')
    expect(results[0]!.tools.map(({ name }) => name)).toEqual(['book_table', 'cancel_booking'])
    expect(complaints(results)).toContain(
      'no-unsupported-keywords /tools/0/input_schema/properties/when/minLength',
    )
  })
})

describe('modules', () => {
  test('what one prints and leaves running disturbs nobody', async () => {
    const mark = processMark()
    process.env.BOOKING_MARK = mark
    const { results, stderr } = await lintImport('noisy.mjs')
    expect(stderr).toBe('')
    expect(results[0]!.tools).toMatchObject([{ name: 'book_table' }])
    await untilRunning(mark, false)
  })

  test('one that does not end is given up on', async () => {
    const { code, stderr } = await lintImport('hangs.mjs', '--timeout', '1')
    expect(code).toBe(2)
    expect(stderr).toContain('hangs.mjs: it was not loaded after 1 s; --timeout gives it longer.')
  })

  /** With a flag or without one. */
  const loadsTypeScript =
    'typescript' in process.features || process.allowedNodeEnvironmentFlags.has('--experimental-strip-types')

  test('TypeScript, by the tsx of the project or by Node', async () => {
    const { results } = await lintImport('typed.ts')
    expect(results[0]!.tools).toMatchObject([{ name: 'book_table' }])
  })

  test.skipIf(loadsTypeScript)(
    'TypeScript where there is neither (skipped where Node loads it)',
    async () => {
      const project = temporaryFolder()
      copyFileSync('fixtures/import/typed.ts', path.join(project, 'typed.ts'))
      const { code, stderr } = await strictcall(['lint', '--import', path.join(project, 'typed.ts')])
      expect(code).toBe(2)
      expect(stderr).toContain('install tsx in the project')
    },
  )
})

describe('plain values', () => {
  const noProject = async () => undefined

  test('JSON stays as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 8 }), async value => {
        const copy = JSON.parse(JSON.stringify(value))
        expect(await toPlain(copy, noProject)).toEqual({ value: copy, failures: [] })
      }),
    )
  })

  test('rings and graphs end', async () => {
    const graph: Record<string, unknown>[] = Array.from({ length: 64 }, () => ({}))
    for (const node of graph) Object.assign(node, graph)
    await expect(toPlain(graph, noProject)).resolves.toMatchObject({ failures: [] })
  })

  test('a package that is needed and not there is named', async () => {
    const schema = { '~standard': { version: 1, vendor: 'valibot' } }
    const { failures } = await toPlain({ tools: [{ name: 'a', parameters: schema }] }, noProject)
    expect(failures).toEqual([
      {
        tool: 'a',
        reason:
          'the package @valibot/to-json-schema is needed to convert it: npm install --save-dev @valibot/to-json-schema',
      },
    ])
  })
})
