import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  type CallDiagnostic,
  type CallOptions,
  type CallResult,
  createCallValidator,
} from '../src/calls/index.ts'

interface Fixture {
  why: string
  source: string
  tools: unknown[]
  call?: { function: { arguments?: string } }
  response?: unknown
}

const folder = 'fixtures/calls'
const names = readdirSync(folder).filter(name => name.endsWith('.json'))

function readFixture(name: string): Fixture {
  return JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))
}

function judge({ tools, call, response }: Fixture, options: CallOptions = {}) {
  const validator = createCallValidator(tools as unknown, options)
  if (call) return { calls: [validator.validate(call)] as CallResult[], diagnostics: [] }
  return validator.validateResponse(response)
}

/** The text of an argument, wherever the call was found. */
function argumentText({ call, response }: Fixture): string | undefined {
  if (call) return call.function.arguments
  return /"arguments":("(?:[^"\\]|\\.)*")/
    .exec(JSON.stringify(response))?.[1]
    ?.replace(/^.*$/s, text => JSON.parse(text))
}

function write(fixture: Fixture): string {
  const text = argumentText(fixture)
  const { calls, diagnostics } = judge(fixture)
  const lines = [`# ${fixture.why}`, '', ...(text === undefined ? [] : [text, ''])]
  for (const result of calls) {
    lines.push(
      result.ok ? 'valid' : 'not valid',
      ...result.diagnostics.map(found => writeDiagnostic(found, text)),
    )
    if (!result.ok) lines.push('', ...result.feedback.split('\n').map(line => `> ${line}`))
    lines.push('', `repair: ${writeRepaired(fixture, true)}`, `unsafe: ${writeRepaired(fixture, 'unsafe')}`)
  }
  lines.push(...diagnostics.map(found => writeDiagnostic(found, undefined)))
  return `${lines.join('\n')}\n`
}

function writeDiagnostic(
  { ruleId, messageId, keyword, message, pointer, span }: CallDiagnostic,
  text: string | undefined,
) {
  const which = messageId ?? keyword
  const place =
    span &&
    ` ${span.start}-${span.end}${text === undefined ? '' : ` ${JSON.stringify(text.slice(span.start, span.end))}`}`
  return `${ruleId}${which ? ` ${which}` : ''} at ${JSON.stringify(pointer)}${place ?? ''}\n  ${message}`
}

function writeRepaired(fixture: Fixture, repair: true | 'unsafe'): string {
  const [result] = judge(fixture, { repair }).calls
  if (!result?.ok) return 'no'
  return result.repaired ? JSON.stringify(result.arguments) : 'not needed'
}

describe('what models send instead of valid calls', () => {
  test.each(names)('%s', async name => {
    await expect(write(readFixture(name))).toMatchFileSnapshot(
      `../${folder}/${name.replace('.json', '.out')}`,
    )
  })
})
