import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { unifiedDiff } from '../src/diff.ts'
import { temporaryFolder } from './helpers/command.ts'

const line = fc.constantFrom('{', '}', '  "type": "string",', '  "a": 1', 'x', '', 'y\r')
const text = fc
  .tuple(fc.array(line, { maxLength: 60 }), fc.boolean())
  .map(([lines, ends]) => lines.join('\n') + (ends ? '\n' : ''))
/** A text and what a few edits make of it. */
const edited = fc
  .tuple(
    fc.array(line, { minLength: 1, maxLength: 400 }),
    fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.array(line, { maxLength: 3 })), { maxLength: 6 }),
  )
  .map(([lines, edits]): [string, string] => {
    const after = [...lines]
    for (const [at, count, fresh] of edits) after.splice(at % lines.length, count, ...fresh)
    return [lines.join('\n'), after.join('\n')]
  })

/** Reads a diff as strictly as `patch` does: every line of context and every count must be right. */
function apply(diff: string, before: string): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const out: string[] = []
  let at = 0
  for (const [hunk, start, , length, , newLength] of diff.matchAll(
    /^@@ -(\d+)(,(\d+))? \+\d+(,(\d+))? @@\n((?:[ +\\-][^\n]*\n)*)/gm,
  )) {
    const body = hunk.slice(hunk.indexOf('\n') + 1).replace(/\n\\ No newline at end of file\n/g, '\0')
    const first = length === '0' ? Number(start) : Number(start) - 1
    while (at < first) out.push(old[at++]!)
    const counts = { old: 0, new: 0 }
    for (const [, sign, content, end] of body.matchAll(/([ +-])([^\n\0]*)(\n|\0)/g)) {
      const whole = content! + (end === '\n' ? '\n' : '')
      if (sign !== '+') {
        expect(old[at++]).toBe(whole)
        counts.old++
      }
      if (sign !== '-') {
        out.push(whole)
        counts.new++
      }
    }
    expect(counts).toEqual({ old: Number(length ?? 1), new: Number(newLength ?? 1) })
  }
  return [...out, ...old.slice(at)].join('')
}

describe('a diff', () => {
  test('makes the one text of the other', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(text, text), edited), ([before, after]) => {
        expect(apply(unifiedDiff('a.json', before, after), before)).toBe(after)
      }),
      { numRuns: 2000 },
    )
  })

  test('has not much more lines than it must', () => {
    fc.assert(
      fc.property(edited, ([before, after]) => {
        const changed = unifiedDiff('a.json', before, after).match(/^[+-](?![+-]{2} )/gm)?.length ?? 0
        expect(changed).toBeLessThanOrEqual(6 * (3 + 3) + 2)
      }),
    )
  })

  test('is what git and patch take', () => {
    const cwd = temporaryFolder()
    const before = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\n'
    const after = 'one\ntwo\n2.5\nthree\nfour\nfive\nsix\nseven\neight\nnine\nTEN\neleven'
    const diff = unifiedDiff('numbers.txt', before, after)
    expect(diff).toMatchInlineSnapshot(`
      "--- a/numbers.txt
      +++ b/numbers.txt
      @@ -1,5 +1,6 @@
       one
       two
      +2.5
       three
       four
       five
      @@ -7,5 +8,5 @@
       seven
       eight
       nine
      -ten
      -eleven
      +TEN
      +eleven
      \\ No newline at end of file
      "
    `)
    for (const command of [
      ['git', 'apply'],
      ['patch', '-s', '-p1'],
    ] as const) {
      writeFileSync(path.join(cwd, 'numbers.txt'), before)
      const [program, ...args] = command
      const { status, stderr } = spawnSync(program, args, { cwd, input: diff, encoding: 'utf8' })
      expect([status, stderr]).toEqual([0, ''])
      expect(readFileSync(path.join(cwd, 'numbers.txt'), 'utf8')).toBe(after)
    }
  })

  test('of 400,000 lines with 40,000 changes takes seconds, and shows the changes alone', () => {
    const lines = Array.from({ length: 400_000 }, (_, i) =>
      i % 10 === 0 ? `  "name": "tool ${i}",\n` : '  "type": "string",\n',
    )
    const after = lines.map((old, i) => (i % 10 === 5 ? '  "type": "number",\n  "minimum": 1,\n' : old))
    const diff = unifiedDiff('a.json', lines.join(''), after.join(''))
    expect(diff.match(/^[+-]/gm)!.length - 2).toBe(3 * 40_000)
  }, 20_000)
})
