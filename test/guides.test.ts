import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lintText } from '../src/index.ts'

/** The samples of the guides, and what is wrong with each; four of the strict ones break the page's own rules. */
const samples: Record<string, { verdict: string; problems: string[] }> = {
  'weather.json': {
    verdict: 'non-strict only',
    problems: ['require-strict /0/function', 'require-closed-objects /0/function/parameters'],
  },
  // A trailing comma: not JSON, but nothing else is wrong.
  'weather-strict.json': { verdict: 'strict-ready', problems: ['syntax '] },
  'object.json': { verdict: 'strict-ready', problems: [] },
  'string.json': {
    verdict: 'non-strict only',
    problems: [
      'require-closed-objects ',
      'require-all-properties /properties/user_email',
      'require-all-properties /properties/zip_code',
    ],
  },
  'number.json': { verdict: 'strict-ready', problems: [] },
  'array.json': { verdict: 'strict-ready', problems: [] },
  'enum.json': {
    verdict: 'non-strict only',
    problems: ['require-closed-objects ', 'require-all-properties /properties/order_status'],
  },
  'any-of.json': {
    verdict: 'non-strict only',
    problems: ['require-closed-objects ', 'require-all-properties /properties/account'],
  },
  // `#/$def/author`, where the definition is called `authors`.
  'ref.json': {
    verdict: 'non-strict only',
    problems: ['valid-refs /properties/authors/items/$ref', 'no-unused-definitions /$def/authors'],
  },
  'chat-server.json': {
    verdict: 'refused always',
    problems: [
      'no-legacy-functions /functions',
      'require-root-object /functions/0/parameters',
      'no-legacy-functions /function_call',
    ],
  },
}

test.each(Object.entries(samples))('%s', async (file, { verdict, problems }) => {
  const { diagnostics, tools } = await lintText(readFileSync(`fixtures/guides/${file}`, 'utf8'), {
    format: 'json',
  })
  expect(diagnostics.map(({ ruleId, pointer }) => `${ruleId} ${pointer}`)).toEqual(problems)
  expect(tools.map(tool => tool.verdict)).toEqual([verdict])
})

const pages = '../shared/guides'

/** The pages as text: prose around the programs, which have lost their indentation, and JSON among the Python. */
describe.skipIf(!existsSync(pages))(`the pages as they stand (skipped without ${pages})`, () => {
  test.each<[string, { tools: string[]; problems: string[] }]>([
    [
      'deepseek-function-calling.zh.txt',
      {
        tools: ['get_weather non-strict only', 'get_weather strict-ready'],
        problems: [
          '21:1 require-strict',
          '24:1 require-closed-objects',
          '16:10 require-beta-endpoint',
          '74:11 syntax',
          '85:25 syntax',
        ],
      },
    ],
    [
      'chat-server-function-calling.zh.txt',
      {
        tools: ['get_current_time refused always'],
        problems: ['41:13 no-legacy-functions', '45:1 require-root-object', '53:1 no-legacy-functions'],
      },
    ],
  ])('%s', async (file, { tools, problems }) => {
    const result = await lintText(readFileSync(`${pages}/${file}`, 'utf8'))
    expect(result.tools.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual(tools)
    expect(
      result.diagnostics.map(({ ruleId, location }) => `${location!.line}:${location!.column} ${ruleId}`),
    ).toEqual(problems)
  })
})
