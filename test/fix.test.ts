import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fixUntilQuiet } from '../src/fix.ts'
import { type LintOptions, lint, profiles, rules } from '../src/index.ts'
import { applyPatch } from '../src/patch.ts'

const fixtures = Object.keys(rules).flatMap(id =>
  readdirSync(`fixtures/rules/${id}`)
    .filter(name => /^bad[\w-]*\.json$/.test(name))
    .map(name => ({ id, name, path: `fixtures/rules/${id}/${name}` })),
)

function optionsFor(id: string): LintOptions {
  const isOff = profiles.deepseek!.rules[id]!.severity === 'off'
  return { fixes: true, ...(isOff && { rules: { [id]: 'warning' as const } }) }
}

describe('every fix ends the complaint it is for', () => {
  test.each(fixtures)('$id/$name', ({ id, path }) => {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const before = lint(value, optionsFor(id)).diagnostics
    for (const { fix, ruleId } of before) {
      if (!fix) continue
      const after = lint(applyPatch(value, fix.patch), optionsFor(id)).diagnostics
      const times = (list: typeof before) => list.filter(other => other.ruleId === ruleId).length
      expect(times(after)).toBe(times(before) - 1)
    }
  })
})

test('rules say whether they can fix, and how safely', () => {
  const can = new Map<string, Set<'safe' | 'unsafe'>>()
  for (const { id, path } of fixtures) {
    for (const { fix, ruleId } of lint(JSON.parse(readFileSync(path, 'utf8')), optionsFor(id)).diagnostics) {
      if (!fix) continue
      can.set(ruleId, (can.get(ruleId) ?? new Set()).add(fix.safe ? 'safe' : 'unsafe'))
    }
  }
  const stated = Object.fromEntries(Object.entries(rules).map(([id, { meta }]) => [id, meta.fixable]))
  const shown = Object.keys(rules).map(id => {
    const kinds = can.get(id)
    return [id, kinds?.has('safe') ? 'safe' : kinds ? 'unsafe' : undefined]
  })
  expect(Object.fromEntries(shown)).toEqual(stated)
})

test.each(fixtures)('$id/$name: fixed, until nothing is left that can be', async ({ id, path }) => {
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
  const judge = (current: unknown) => lint(current, optionsFor(id)).diagnostics
  for (const unsafe of [false, true]) {
    const { result } = fixUntilQuiet(value, judge, { unsafe })
    expect(judge(result).filter(({ fix }) => fix && (fix.safe || unsafe))).toEqual([])
    expect(fixUntilQuiet(result, judge, { unsafe }).applied).toBe(0)
  }
})
