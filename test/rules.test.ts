import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ruleList, rulePage, type Sample } from '../scripts/rule-page.ts'
import { lintFile } from '../src/lint-file.ts'
import { profiles, rules, rulesetOf } from '../src/registry.ts'
import type { FileResult } from '../src/report.ts'
import { text } from '../src/reporters/text.ts'

const folder = 'fixtures/rules'

/** The whole pipeline, from the file to what is printed. Rules that are off by default are on for their own fixtures. */
async function lintFixture(id: string, file: string): Promise<{ result: FileResult; output: string }> {
  const isOff = profiles.deepseek!.rules[id]?.severity === 'off'
  const ruleset = rulesetOf(isOff ? { rules: { [id]: 'warning' } } : {})
  const path = `${folder}/${id}/${file}`
  const outcome = await lintFile({ path, named: true }, ruleset)
  if (outcome.kind !== 'linted') throw new Error(`${path}: ${outcome.kind}`)
  const report = { results: [outcome.result], skipped: 0, cwd: process.cwd() }
  return { result: outcome.result, output: text(report, { color: false, width: 100 }) }
}

describe.each(Object.keys(rules))('%s', id => {
  const files = existsSync(`${folder}/${id}`)
    ? readdirSync(`${folder}/${id}`).filter(name => /^[\w-]+\.json$/.test(name))
    : []

  test('has a sample that breaks it and one that does not', () => {
    expect(files).toContain('bad.json')
    expect(files).toContain('ok.json')
  })

  test.each(files.filter(name => name.startsWith('ok')))('%s: nobody says anything', async file => {
    const { result } = await lintFixture(id, file)
    expect(result.diagnostics).toEqual([])
    expect(result.tools.length).toBeGreaterThan(0)
  })

  test.each(files.filter(name => name.startsWith('bad')))('%s: says what is wrong, and where', async file => {
    const { result, output } = await lintFixture(id, file)
    expect(result.diagnostics.map(({ ruleId }) => ruleId)).toContain(id)
    await expect(output).toMatchFileSnapshot(`../${folder}/${id}/${file.replace('.json', '.out')}`)
    const places = result.diagnostics.map(({ ruleId, pointer, location }) => {
      const { line, column, endLine, endColumn } = location!
      return `${line}:${column}-${endLine}:${endColumn} ${ruleId} ${pointer}`
    })
    await expect(`${places.join('\n')}\n`).toMatchFileSnapshot(
      `../${folder}/${id}/${file.replace('.json', '.places')}`,
    )
  })

  test('has a page that is up to date', async () => {
    const samples: Sample[] = []
    for (const file of files) {
      const { output } = await lintFixture(id, file)
      const path = `${folder}/${id}/${file}`
      const read = (kind: string) => {
        const result = path.replace('.json', `.${kind}.json`)
        return existsSync(result) ? readFileSync(result, 'utf8') : undefined
      }
      samples.push({
        name: file.replace('.json', ''),
        text: readFileSync(path, 'utf8'),
        output,
        fixed: read('fixed'),
        unsafe: read('unsafe'),
      })
    }
    const page = rulePage(id, rules[id]!, Object.values(profiles), samples)
    await expect(page).toMatchFileSnapshot(`../docs/rules/${id}.md`)
  })
})

test('the list of rules is up to date', async () => {
  await expect(ruleList(rules, Object.values(profiles))).toMatchFileSnapshot('../docs/rules/README.md')
})
