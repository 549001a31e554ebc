import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type FixFileOptions, fixFile } from '../src/fix-file.ts'
import type { Ruleset } from '../src/lint.ts'
import { profiles, rules, rulesetOf } from '../src/registry.ts'

/* What the fix of each rule makes of a file: to be read as the one who has to review it would. */

const fixable = Object.keys(rules).filter(id => rules[id]!.meta.fixable)

/** The samples of a folder, without what was made of them. */
function samplesIn(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder).filter(name => pattern.test(name))
}

/** Rules that are off by default are on for their own samples. */
function rulesetFor(id: string): Ruleset {
  const isOff = profiles.deepseek!.rules[id]!.severity === 'off'
  return rulesetOf(isOff ? { rules: { [id]: 'warning' } } : {})
}

/** The text with its fixes; what is left cannot be fixed. */
async function fixed(path: string, ruleset: Ruleset, options: FixFileOptions): Promise<string> {
  const { outcome, after } = await fixFile({ path, named: true }, ruleset, path, { ...options, fixes: true })
  if (outcome.kind !== 'linted') throw new Error(`${path}: ${outcome.kind}`)
  const { diagnostics, fixes } = outcome.result
  expect(diagnostics.filter(({ fix }) => fix && (fix.safe || options.unsafe))).toEqual([])
  expect(fixes!.unwritten).toBe(0)
  return after!
}

/** Compares with `name.fixed.ext`, and with `name.unsafe.ext` where unsafe fixes do more. */
async function expectFixed(id: string, path: string): Promise<void> {
  const ruleset = rulesetFor(id)
  const text = readFileSync(path, 'utf8')
  const safe = await fixed(path, ruleset, {})
  const unsafe = await fixed(path, ruleset, { unsafe: true })
  const results = { fixed: safe === text ? undefined : safe, unsafe: unsafe === safe ? undefined : unsafe }
  for (const [kind, result] of Object.entries(results)) {
    const file = path.replace(/\.\w+$/, `.${kind}$&`)
    if (result === undefined) expect(existsSync(file), `${file} is not needed`).toBe(false)
    else await expect(result).toMatchFileSnapshot(`../${file}`)
  }
}

describe.each(Object.keys(rules))('%s', id => {
  const folder = `fixtures/rules/${id}`

  test.each(samplesIn(folder, /^bad[\w-]*\.json$/))('%s', file => expectFixed(id, `${folder}/${file}`))
})

describe('with comments, and in YAML', () => {
  const folder = 'fixtures/edit'

  test('every rule that can fix shows it in each format', () => {
    const wanted = fixable.flatMap(id => [`${id}.jsonc`, `${id}.yaml`])
    expect(samplesIn(folder, /^[\w-]+\.(jsonc|yaml)$/)).toEqual(wanted.sort())
    for (const id of fixable) {
      for (const path of [`fixtures/rules/${id}/bad.json`, `${folder}/${id}.jsonc`, `${folder}/${id}.yaml`]) {
        const results = ['fixed', 'unsafe'].map(kind => path.replace(/\.\w+$/, `.${kind}$&`))
        // What is in `bad.json` may be just what cannot be fixed; then another sample of the rule can.
        const all = path.startsWith(folder)
          ? results
          : readdirSync(`fixtures/rules/${id}`).map(name => `fixtures/rules/${id}/${name}`)
        expect(
          all.some(file => /\.(fixed|unsafe)\./.test(file) && existsSync(file)),
          path,
        ).toBe(true)
      }
    }
  })

  test.each(samplesIn(folder, /^[\w-]+\.(jsonc|yaml)$/))('%s', file =>
    expectFixed(file.replace(/\.\w+$/, ''), `${folder}/${file}`),
  )
})
