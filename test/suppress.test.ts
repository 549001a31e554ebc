import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixDocuments } from '../src/fix-documents.ts'
import { lintText, rules } from '../src/index.ts'
import { load } from '../src/loaders/index.ts'
import { rulesetOf } from '../src/registry.ts'
import type { Diagnostic } from '../src/types.ts'

/** A tool with a problem on lines 4, 6 and 7: `require-closed-objects`, then twice `no-unsupported-keywords`. */
const yaml = `name: find
description: Finds a thing.
# first
parameters:
  properties: # second
    a: { type: string, minLength: 1 } # third
    b: { type: string, minLength: 1 }
  type: object
  required: [a, b]
`

function said({ ruleId, location }: Diagnostic): string {
  return `${location!.line} ${ruleId}`
}

async function heed(text: string) {
  const { diagnostics, suppressed = [] } = await lintText(text)
  return { reported: diagnostics.map(said), suppressed: suppressed.map(said) }
}

const all = ['4 require-closed-objects', '6 no-unsupported-keywords', '7 no-unsupported-keywords']

describe('where a comment suppresses', () => {
  test('nowhere, when it is no directive', async () => {
    expect(await heed(yaml)).toEqual({ reported: all, suppressed: [] })
  })

  test.each([
    ['# first', '# strictcall-disable-next-line', [0]],
    ['# first', '# strictcall-disable-next-line require-closed-objects', [0]],
    ['# first', '# strictcall-disable-next-line valid-refs, require-closed-objects -- why', [0]],
    ['# second', '# strictcall-disable-next-line no-unsupported-keywords', [1]],
    ['# third', '# strictcall-disable-next-line -- why', [2]],
    ['# third', '# strictcall-disable-line', [1]],
    ['# third', '#strictcall-disable-line', [1]],
    ['# first', '# strictcall-disable-file', [0, 1, 2]],
    ['# third', '# strictcall-disable-file no-unsupported-keywords', [1, 2]],
  ] as const)('%s → %s', async (mark, comment, expected) => {
    const { reported, suppressed } = await heed(yaml.replace(mark, comment))
    const rest = all.filter((_, i) => !(expected as readonly number[]).includes(i))
    expect(suppressed).toEqual(expected.map(i => all[i]))
    expect(reported.filter(line => !line.includes('unused'))).toEqual(rest)
  })

  test('what is inside a value that begins on the line is not covered', async () => {
    const { reported } = await heed(yaml.replace('# first', '# strictcall-disable-next-line'))
    expect(reported).toEqual(all.slice(1))
  })

  test('a file of several YAML documents is one file', async () => {
    const { reported, suppressed } = await heed(`# strictcall-disable-file\n${yaml}---\n${yaml}`)
    expect(reported).toEqual([])
    expect(suppressed).toHaveLength(6)
  })

  test('block comments, and several directives on a line', async () => {
    const text = `{ "name": "find", "description": "Finds.",
      /* strictcall-disable-next-line require-closed-objects */ /* strictcall-disable-next-line valid-refs
         -- both are about the next line */ // and so on

      "parameters": { "type": "object", "required": ["a"], "properties": { "a": { "type": "string" } } } }`
    const { diagnostics, suppressed } = await lintText(text, { format: 'jsonc' })
    expect(suppressed?.map(({ ruleId }) => ruleId)).toEqual(['require-closed-objects'])
    expect(diagnostics.map(({ message }) => message)).toEqual([
      '`valid-refs` reports nothing here: remove it.',
    ])
  })

  test('the reason is kept', async () => {
    const text = yaml.replace('# first', '# strictcall-disable-next-line --  we close it -- really ')
    const { suppressed } = await lintText(text)
    expect(suppressed?.map(({ suppression }) => suppression)).toEqual([
      { kind: 'directive', justification: 'we close it -- really' },
    ])
  })

  test('verdicts are about the server, which sees no comments', async () => {
    const before = await lintText(yaml)
    const after = await lintText(`# strictcall-disable-file\n${yaml}`)
    expect(after.tools).toEqual(before.tools)
  })

  test('errors in the text cannot be suppressed', async () => {
    const text = `// strictcall-disable-file\n{ "name": "find" "parameters": {} }`
    const { diagnostics } = await lintText(text, { format: 'jsonc' })
    expect(diagnostics.map(({ ruleId }) => ruleId)).toContain('syntax')
  })

  test('a text that cannot be read has no directives', async () => {
    const { diagnostics } = await lintText('# strictcall-disable-file\n{ a: [1 }', { format: 'yaml' })
    expect(diagnostics.map(({ ruleId }) => ruleId)).toEqual(['syntax'])
  })
})

describe('docs', () => {
  test('the sample of docs/suppressions.md is in order', async () => {
    const sample = /^```yaml\n(.*?)^```/ms.exec(readFileSync('docs/suppressions.md', 'utf8'))![1]!
    const { diagnostics, suppressed } = await lintText(sample)
    expect(diagnostics).toEqual([])
    expect(suppressed?.map(said)).toEqual([
      '3 require-strict',
      '10 no-unsupported-keywords',
      '11 no-unsupported-formats',
    ])
  })

  test.each(['suppressions', 'adopt'])('what docs/%s.md prints is printed', page => {
    const transcript = readFileSync('fixtures/cli/suppress.txt', 'utf8')
    const blocks = readFileSync(`docs/${page}.md`, 'utf8').matchAll(/^```(\w*)\n(.*?)^```/gms)
    for (const [, language, block] of blocks) {
      if (language === 'yaml') continue
      for (const line of block!.trimEnd().split('\n')) {
        expect(transcript).toContain(line.replace(/^\$ /, ''))
      }
    }
  })
})

describe('what suppresses nothing', () => {
  test.each([
    ['strictcall-disable-next-line valid-refs', '`valid-refs` reports nothing here: remove it.'],
    ['strictcall-disable-next-line', 'This suppresses nothing: remove it.'],
    [
      'strictcall-disable-file require-closed-object',
      'There is no rule `require-closed-object`: did you mean `require-closed-objects`?',
    ],
    ['strictcall-disable-file because we want it', 'There is no rule `because`: a reason goes behind `--`.'],
    ['strictcall-disable-file syntax', 'A `syntax` error cannot be suppressed: correct the text.'],
    [
      'strictcall-disable-lines',
      'There is no directive `strictcall-disable-lines`: did you mean `strictcall-disable-line`?',
    ],
    [
      'strictcall-enable',
      'There is no directive `strictcall-enable`: did you mean `strictcall-disable-next-line`?',
    ],
  ])('%s', async (comment, message) => {
    const { diagnostics } = await lintText(`${yaml}# ${comment}\n`)
    const unused = diagnostics.find(({ ruleId }) => ruleId === 'unused-suppression')
    expect(unused?.message).toBe(message)
    expect(unused?.severity).toBe('warning')
  })

  test('belongs to the tool that it stands in', async () => {
    const comment = '# strictcall-disable-line valid-refs'
    const text = `${comment}\ntools:\n  - name: find # ${comment}\n    parameters: {}\n  - name: list # ${comment}\n    parameters: {}\n`
    const { diagnostics } = await lintText(text)
    const unused = diagnostics.filter(({ ruleId }) => ruleId === 'unused-suppression')
    expect(unused.map(({ pointer, tool }) => [pointer, tool])).toEqual([
      ['', undefined],
      ['/tools/0', 'find'],
      ['/tools/1', 'list'],
    ])
  })

  test('the second of two that say the same', async () => {
    const comment = '# strictcall-disable-line no-unsupported-keywords'
    const { reported } = await heed(
      yaml.replace('# third', `# strictcall-disable-line`).replace('# second', comment),
    )
    expect(reported).toContain('5 unused-suppression')
  })

  test('a rule that is off in this run may be on in another', async () => {
    const text = yaml.replace('# first', '# strictcall-disable-next-line require-closed-objects')
    const { diagnostics } = await lintText(text, { rules: { 'require-closed-objects': 'off' } })
    expect(diagnostics.map(said)).toEqual(all.slice(1))
  })
})

/** The samples of all rules, printed so that there is much to put a comment in front of. */
const samples = Object.keys(rules).flatMap(id =>
  readdirSync(`fixtures/rules/${id}`)
    .filter(name => /^bad.*\.json$/.test(name))
    .flatMap(name => {
      try {
        return [JSON.stringify(JSON.parse(readFileSync(`fixtures/rules/${id}/${name}`, 'utf8')), null, 2)]
      } catch {
        return []
      }
    }),
)

/** Puts a comment in front of some of the lines; where each line of the text is then. */
function annotate(text: string, comments: ReadonlyMap<number, string>, mark: string) {
  const out: string[] = []
  const places = text.split('\n').map((line, i) => {
    const comment = comments.get(i)
    if (comment !== undefined) out.push(`${mark} strictcall-disable-next-line ${comment}`)
    out.push(line)
    return out.length
  })
  return { text: out.join('\n'), places }
}

describe('laws, over the samples of all rules', () => {
  const annotated = fc.record({
    sample: fc.constantFrom(...samples),
    lines: fc.uniqueArray(fc.nat({ max: 60 }), { minLength: 1, maxLength: 30 }),
    ids: fc.array(fc.constantFrom('', ...Object.keys(rules)), { minLength: 1, maxLength: 4 }),
  })
  const formats = [
    ['jsonc', '//'],
    ['yaml', '#'],
  ] as const

  test.each(formats)(
    'in %s, a comment takes out what its next line begins, and nothing else',
    async (format, mark) => {
      await fc.assert(
        fc.asyncProperty(annotated, async ({ sample, lines, ids }) => {
          const before = (await lintText(sample, { format })).diagnostics
          const count = sample.split('\n').length
          const comments = new Map(lines.map((line, i) => [line % count, ids[i % ids.length]!]))
          const { text, places } = annotate(sample, comments, mark)
          const after = await lintText(text, { format })
          const isCovered = (line: number, ruleId: string) =>
            comments.has(line) && ['', ruleId].includes(comments.get(line)!) && ruleId !== 'syntax'
          const moved = before.map(({ ruleId, message, location }) => ({
            ruleId,
            message,
            line: places[location!.line - 1]!,
            covered: isCovered(location!.line - 1, ruleId),
          }))
          const seen = (list: readonly Diagnostic[], covered: boolean) =>
            list
              .filter(({ ruleId }) => ruleId !== 'unused-suppression')
              .map(({ ruleId, message, location }) => ({ ruleId, message, line: location!.line, covered }))
          expect(
            [...seen(after.diagnostics, false), ...seen(after.suppressed ?? [], true)].sort(byLine),
          ).toEqual(moved.sort(byLine))
          expect(after.tools).toEqual((await lintText(sample, { format })).tools)
        }),
        { numRuns: 300 },
      )
    },
  )

  test('fixing changes nothing that is suppressed', async () => {
    await fc.assert(
      fc.asyncProperty(annotated, async ({ sample, lines, ids }) => {
        const count = sample.split('\n').length
        const comments = new Map(lines.map((line, i) => [line % count, ids[i % ids.length]!]))
        const { text } = annotate(sample, comments, '//')
        const { suppressed = [] } = await lintText(text, { format: 'jsonc' })
        const everything = annotate(sample, new Map([...comments, [0, '']]), '//').text
        const whole = everything.replace('-next-line', '-file')
        const untouched = fixDocuments(await load(whole, 'jsonc'), rulesetOf(), { unsafe: true })
        expect(untouched.text).toBe(whole)
        const fixed = fixDocuments(await load(text, 'jsonc'), rulesetOf(), { unsafe: true }).text
        // What no fix has moved away is still there, and still suppressed.
        const left = (await lintText(fixed, { format: 'jsonc' })).suppressed ?? []
        const lineOf = ({ location }: Diagnostic, from: string) =>
          from.split('\n')[location!.line - 1]!.trim()
        for (const diagnostic of suppressed) {
          if (!fixed.includes(lineOf(diagnostic, text))) continue
          expect(left.map(({ ruleId }) => ruleId)).toContain(diagnostic.ruleId)
        }
      }),
      { numRuns: 100 },
    )
  })
})

function byLine(a: { line: number; message: string }, b: { line: number; message: string }): number {
  return a.line - b.line || (a.message < b.message ? -1 : 1)
}

describe('hostile texts', () => {
  test('a hundred thousand directives, above each other and on one line', async () => {
    const comment = '# strictcall-disable-next-line valid-refs\n'
    const stacked = await lintText(comment.repeat(100_000) + yaml, { format: 'yaml' })
    expect(stacked.diagnostics).toHaveLength(100_003)
    const line = `{ "name": "find", ${'/* strictcall-disable-line valid-refs */'.repeat(100_000)}
      "parameters": { "type": "object" } }`
    const { diagnostics } = await lintText(line, { format: 'jsonc' })
    expect(diagnostics.filter(({ ruleId }) => ruleId === 'unused-suppression')).toHaveLength(100_000)
  })

  test('a directive with a hundred thousand names, `__proto__` among them', async () => {
    const names = `__proto__, constructor, ${'x '.repeat(100_000)}`
    const { diagnostics } = await lintText(`# strictcall-disable-file ${names}\n${yaml}`)
    expect(diagnostics.length).toBeGreaterThan(3)
    expect(diagnostics[0]?.message).toBe('There is no rule `__proto__`: a reason goes behind `--`.')
  })

  test('strings full of escapes and of what looks like comments', async () => {
    const text = JSON.stringify({
      name: 'find',
      description: `${'\n"//\\'.repeat(500_000)} // strictcall-disable-file`,
      parameters: { type: 'object' },
    })
    const { suppressed } = await lintText(`// strictcall-disable-file valid-refs\n${text}`, {
      format: 'jsonc',
    })
    expect(suppressed).toBeUndefined()
  })

  test('any comments are taken without an error', async () => {
    const words = fc.constantFrom(
      'strictcall-disable-line',
      ' ',
      '--',
      ',',
      '*',
      'valid-refs',
      '\n',
      '#',
      '*/',
      '/*',
      '"',
      "'",
      '//',
      'é',
    )
    const texts = fc.array(words).map(parts => parts.join(''))
    await fc.assert(
      fc.asyncProperty(texts, fc.constantFrom('yaml' as const, 'jsonc' as const), async (comment, format) => {
        await lintText(`${format === 'yaml' ? '#' : '//'} strictcall-disable-line ${comment}\n${yaml}`, {
          format,
        })
      }),
    )
  })
})
