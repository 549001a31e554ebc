import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
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
