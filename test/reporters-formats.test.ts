import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { load } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { writeJobSummary } from '../src/cli/job-summary.ts'
import { output } from '../src/cli/output.ts'
import { listingOf } from '../src/listing.ts'
import type { FileResult, Report } from '../src/report.ts'
import { formats } from '../src/reporters/index.ts'
import { restoreResult, saveResult } from '../src/saved-result.ts'
import type { Diagnostic, ToolReport } from '../src/types.ts'
import { temporaryFolder } from './helpers/command.ts'
import { program, projectReport, render } from './helpers/reports.ts'

const golden = {
  sarif: 'report.sarif',
  github: 'github.txt',
  gitlab: 'gitlab.json',
  junit: 'junit.xml',
  checkstyle: 'checkstyle.xml',
  markdown: 'report.md',
  html: 'report.html',
  tap: 'report.tap',
  json: 'eslint.json',
  report: 'report.json',
  text: 'report.txt',
}

describe('what each format makes of a project', () => {
  test.each(Object.entries(golden))('%s', async (format, file) => {
    const output = await render(format, await projectReport())
    await expect(output).toMatchFileSnapshot(`../fixtures/reporters/golden/${file}`)
  })

  test('no format is left out', () => {
    expect(Object.keys(golden).sort()).toEqual(Object.keys(formats).sort())
  })

  test.each(Object.keys(golden))('%s of nothing', async format => {
    const empty: Report = { results: [], skipped: 0, cwd: '/project' }
    expect(wellFormed[format]?.(await render(format, empty), empty)).not.toBe(false)
  })
})

/* ---------------------------------------------------------------------- hostile words */

const pieces = fc.constantFrom(
  ...['\u0000', '\u001b[31m', '\u009b2J', '\r\n', '\n', '\t', '\ud800', '\udc00', '🙂', '\uffff', '\u2028'],
  ...[']]>', '<script>alert(1)</script>', '<!--', '&amp;', '"', "'", '</div>', '--!>', '<![CDATA['],
  ...['::error file=a::b', '::endgroup::', '##[error]x', '%0A', '%25', ',', ':', '\u202e'],
  ...['|', '`', '``', '*', '[a](b)', '{0}', '# SKIP', '\\', '...', '---', 'not ok 1', '__proto__', ' ', 'a'],
)
const words = fc.array(pieces, { maxLength: 6 }).map(parts => parts.join(''))

const toolReport: fc.Arbitrary<ToolReport> = fc.record({
  name: fc.option(words, { nil: undefined }),
  pointer: fc.nat({ max: 3 }).map(index => `/${index}`),
  verdict: fc.constantFrom('strict-ready', 'non-strict only', 'refused always'),
  envelope: fc.constantFrom('chat', 'schema'),
})

const diagnosticOf = (tools: readonly ToolReport[]): fc.Arbitrary<[Diagnostic, ToolReport | undefined]> =>
  fc
    .record({
      ruleId: fc.oneof(fc.constantFrom('valid-refs', 'syntax', 'call/invalid-json'), words),
      severity: fc.constantFrom('error', 'warning'),
      message: words,
      serverText: fc.option(words, { nil: undefined }),
      gate: fc.constantFrom(1, 2, undefined),
      line: fc.integer({ min: 1, max: 9 }),
      owner: fc.option(fc.nat({ max: Math.max(tools.length - 1, 0) }), { nil: undefined }),
      place: words,
    })
    .map(({ line, owner, place, ...rest }) => {
      const tool = owner === undefined ? undefined : tools[owner]
      const pointer = tool ? `${tool.pointer}/${place}` : ''
      const location = { line, column: 1, endLine: line, endColumn: 2 }
      return [{ ...rest, pointer, location, tool: tool?.name } as Diagnostic, tool]
    })

const fileResult: fc.Arbitrary<FileResult> = fc
  .array(toolReport, { maxLength: 3 })
  .chain(tools => fc.tuple(words, words, fc.constant(tools), fc.array(diagnosticOf(tools), { maxLength: 5 })))
  .map(([file, line, tools, pairs]) => ({
    file,
    tools,
    diagnostics: pairs.map(([diagnostic]) => diagnostic),
    lines: new Map(Array.from({ length: 9 }, (_, i) => [i + 1, line])),
    owners: new Map(pairs.flatMap(([diagnostic, tool]) => (tool ? [[diagnostic, tool]] : []))),
    listings: new Map(tools.map(tool => [tool, { lines: [line, 'x'], marks: new Map() }])),
    edits: new Map(pairs.map(([diagnostic]) => [diagnostic, { start: 1, end: 2, text: line }])),
  }))

const hostile: fc.Arbitrary<Report> = fc
  .array(fileResult, { maxLength: 3 })
  .map(results => ({ results, skipped: 0, cwd: '/project' }))

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what must not be there
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/

const sarifSchema = new Ajv2020({ validateSchema: false, meta: false, strict: false, logger: false }).compile(
  JSON.parse(readFileSync('fixtures/reporters/sarif-2.1.0.schema.json', 'utf8')),
)

const gitlabSchema = new Ajv2020().compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string' },
      check_name: { type: 'string' },
      fingerprint: { type: 'string', minLength: 1 },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: { type: 'string', not: { pattern: '^\\./' } },
          lines: {
            type: 'object',
            required: ['begin'],
            properties: { begin: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  },
})

const savedSchema = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync('schema/report.schema.json', 'utf8')),
)

const problemsIn = ({ results }: Report) => results.flatMap(({ diagnostics }) => diagnostics)

/** What a reader of each format may count on; each checks that no problem is lost, too. */
const wellFormed: Record<string, (output: string, report: Report) => void> = {
  sarif(output, report) {
    const log = JSON.parse(output)
    expect(sarifSchema(log), JSON.stringify(sarifSchema.errors)).toBe(true)
    const [{ results, tool }] = log.runs
    expect(results).toHaveLength(problemsIn(report).length)
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId)
  },
  gitlab(output, report) {
    const issues: { fingerprint: string }[] = JSON.parse(output)
    expect(gitlabSchema(issues), JSON.stringify(gitlabSchema.errors)).toBe(true)
    expect(issues).toHaveLength(problemsIn(report).length)
    // A file is there once in a run.
    const isOnce = new Set(report.results.map(({ file }) => file)).size === report.results.length
    if (isOnce) expect(new Set(issues.map(issue => issue.fingerprint)).size).toBe(issues.length)
  },
  github(output, report) {
    expect(output).not.toMatch(controls)
    const commands = output.split('\n').filter(line => line.trimStart().startsWith('::'))
    for (const command of commands) {
      expect(command).toMatch(/^::(group::|endgroup::$|(error|warning) (\w+=[^,:]*,?)+::)/)
    }
    expect(output).not.toContain('##[')
    for (const severity of ['error', 'warning']) {
      const number = problemsIn(report).filter(problem => problem.severity === severity).length
      const shown = commands.filter(command => command.startsWith(`::${severity} `)).length
      expect(shown).toBe(Math.min(number, 10))
    }
  },
  tap(output, report) {
    expect(output).not.toMatch(controls)
    const [version, plan, ...lines] = output.trimEnd().split('\n')
    expect(version).toBe('TAP version 14')
    const points = lines.filter(line => !line.startsWith(' '))
    expect(plan).toMatch(new RegExp(`^1\\.\\.${points.length}(?= |$)`))
    for (const [i, point] of points.entries()) {
      expect(point).toMatch(new RegExp(`^(not )?ok ${i + 1} - `))
      expect(point.replace(/\\[\\#]/g, '')).not.toContain('#')
    }
    const blocks = lines
      .join('\n')
      .split(/^ {2}---$/m)
      .slice(1)
    const messages = blocks.flatMap(block => {
      const { diagnostics } = load(block.slice(0, block.indexOf('\n  ...'))) as {
        diagnostics: { message: string }[]
      }
      return diagnostics.map(({ message }) => message)
    })
    expect(messages.sort()).toEqual(
      problemsIn(report)
        .map(({ message }) => message)
        .sort(),
    )
  },
  markdown(output, report) {
    expect(output).not.toMatch(controls)
    const rows = output.split('\n').filter(line => /\| (error|warning) \|/.test(line))
    expect(rows).toHaveLength(problemsIn(report).length)
    for (const row of rows) expect(row.replaceAll('\\\\', '').match(/(?<!\\)\|/g)).toHaveLength(5)
    expect(output.replace(/`[^`\n]*`/g, '')).not.toContain('<script')
  },
  html(output) {
    expect(output).not.toMatch(controls)
    expect(output.match(/<script/g)).toHaveLength(1)
    const tags = new Set(output.match(/<\/?[a-z!][a-z0-9]*/gi)?.map(tag => tag.replace(/[</!]/g, '')))
    const known =
      'a b body code details div doctype form h1 h2 h3 head header html input label li main meta option p pre q script section select small span style summary title ul'
    for (const tag of tags) expect(known.split(' ')).toContain(tag)
  },
  json(output, report) {
    const messages = JSON.parse(output).flatMap((result: { messages: unknown[] }) => result.messages)
    expect(messages).toHaveLength(problemsIn(report).length)
  },
  report(output) {
    expect(savedSchema(JSON.parse(output)), JSON.stringify(savedSchema.errors)).toBe(true)
  },
}

describe('whatever the words are made of', () => {
  test.each(Object.keys(wellFormed))('%s', async format => {
    const check = wellFormed[format]!
    await fc.assert(
      fc.asyncProperty(hostile, async report => check(await render(format, report), report)),
      { numRuns: 300 },
    )
  })

  const xmllint = program('xmllint')
  test.skipIf(!xmllint.exists).each(['junit', 'checkstyle'])(`%s${xmllint.needed}`, async format => {
    const folder = temporaryFolder()
    const files: string[] = []
    for (const [i, report] of fc.sample(hostile, 300).entries()) {
      const file = path.join(folder, `${i}.xml`)
      writeFileSync(file, await render(format, report))
      files.push(file)
    }
    const schema = format === 'junit' ? ['--schema', 'fixtures/reporters/junit.xsd'] : []
    const { status, stderr } = spawnSync('xmllint', ['--noout', ...schema, ...files], { encoding: 'utf8' })
    expect(stderr.replace(/^.* validates\n/gm, '')).toBe('')
    expect(status).toBe(0)
  })

  test('a result is the same after it was saved and read', () => {
    fc.assert(
      fc.property(fileResult, result => {
        const saved = JSON.parse(JSON.stringify(saveResult(result)))
        const again = saveResult(restoreResult(structuredClone(saved)))
        expect(JSON.parse(JSON.stringify(again))).toEqual(saved)
      }),
    )
  })
})

/* ---------------------------------------------------------------------- single promises */

function reportOf(diagnostics: Diagnostic[], file = 'tools.json'): Report {
  return { results: [{ file, diagnostics, tools: [], lines: new Map() }], skipped: 0, cwd: '/project' }
}

const problem = (more: Partial<Diagnostic> = {}): Diagnostic => ({
  ruleId: 'valid-refs',
  severity: 'error',
  message: 'There is no `#/$defs/city`.',
  pointer: '/0',
  location: { line: 3, column: 5, endLine: 3, endColumn: 9 },
  ...more,
})

describe('sarif', () => {
  const fingerprints = async (report: Report) =>
    JSON.parse(await render('sarif', report)).runs[0].results.map(
      (result: { partialFingerprints: object }) => result.partialFingerprints,
    )

  test('fingerprints stay when lines move and tools change places, and tell repeats apart', async () => {
    const tool = (pointer: string): ToolReport => ({
      name: 'a',
      pointer,
      verdict: 'strict-ready',
      envelope: 'chat',
    })
    const at = (line: number, pointer: string) => {
      const owner = tool(pointer)
      const location = { line, column: 1, endLine: line, endColumn: 2 }
      const twice = [1, 2].map(() => problem({ location, pointer: `${pointer}/x`, tool: 'a' }))
      const report = reportOf(twice)
      report.results[0]!.tools.push(owner)
      report.results[0]!.owners = new Map(twice.map(diagnostic => [diagnostic, owner]))
      return report
    }
    const before = await fingerprints(at(3, '/0'))
    expect(await fingerprints(at(30, '/7'))).toEqual(before)
    expect(before[0]).not.toEqual(before[1])
  })

  test('a run has no more results than GitHub takes, and drops warnings first', async () => {
    const warnings = Array.from({ length: 25_000 }, () => problem({ severity: 'warning' }))
    const [run] = JSON.parse(await render('sarif', reportOf([...warnings, problem()]))).runs
    expect(run.results).toHaveLength(25_000)
    expect(run.results[0].level).toBe('error')
    expect(run.invocations[0].toolExecutionNotifications[0].message.text).toMatch(/^1 more results/)
  })

  test.each([
    ['tools.json', { uri: 'tools.json', uriBaseId: '%SRCROOT%' }],
    ['my tools/a#b%.json', { uri: 'my%20tools/a%23b%25.json', uriBaseId: '%SRCROOT%' }],
    ['/srv/tools.json', { uri: 'file:///srv/tools.json' }],
    ['C:/work/tools.json', { uri: 'file:///C:/work/tools.json' }],
  ])('%s as a URI', async (file, expected) => {
    const [run] = JSON.parse(await render('sarif', reportOf([problem()], file))).runs
    expect(run.results[0].locations[0].physicalLocation.artifactLocation).toEqual(expected)
  })

  test('fixes say what to replace', async () => {
    const [run] = JSON.parse(await render('sarif', await projectReport())).runs
    const source = readFileSync('fixtures/reporters/project/tools.json', 'utf8')
    const { fixes } = run.results.find(
      (result: { ruleId: string; locations: never[] }) =>
        result.ruleId === 'require-closed-objects' && JSON.stringify(result.locations).includes('book'),
    )
    const [{ deletedRegion, insertedContent }] = fixes[0].artifactChanges[0].replacements
    const { charOffset: start, charLength } = deletedRegion
    const fixed = source.slice(0, start) + insertedContent.text + source.slice(start + charLength)
    expect(JSON.parse(fixed)[2].function.parameters.additionalProperties).toBe(false)
  })
})

test('a report that is longer than a string can be is refused in words', async () => {
  const endless = { name: 'html', file: undefined, needs: {}, load: async () => () => 'x'.repeat(2 ** 30) }
  const report = { results: [], failures: [], cwd: '/' } as unknown as Report
  await expect(
    output([endless], report, [], { format: 'html', quiet: false }, { write() {} }),
  ).rejects.toThrow('The html report would be longer than 512 MB: lint fewer files at once.')
})

test('github shows the worst, and counts the rest', async () => {
  const lax = Array.from({ length: 12 }, (_, i) => problem({ message: `Lax ${i}.`, gate: 2 }))
  const output = await render('github', reportOf([...lax, problem({ message: 'Refused always.', gate: 1 })]))
  const errors = output.split('\n').filter(line => line.startsWith('::error'))
  expect(errors).toHaveLength(10)
  expect(errors[0]).toContain('Refused always.')
  expect(output).toContain('\n3 errors more: ')
})

test('the guide shows every format, and the formatter that is tried', () => {
  const guide = readFileSync('docs/formats.md', 'utf8')
  for (const format of Object.keys(formats)) expect(guide).toContain(`| \`${format}\` |`)
  expect(guide).toContain(readFileSync('fixtures/reporters/formatters/by-rule.mjs', 'utf8'))
})

describe('the summary of a job', () => {
  const limit = 1 << 20
  const long = reportOf(Array.from({ length: 20_000 }, () => problem({ message: 'Es fehlt „größe“ 🙂.' })))

  test('is added to what is there, within what GitHub takes', async () => {
    const file = path.join(temporaryFolder(), 'summary.md')
    writeFileSync(file, 'Before.\n'.repeat(1000))
    await writeJobSummary(long, file)
    const text = readFileSync(file, 'utf8')
    expect(text).toMatch(/^Before\.\n/)
    expect(text).toMatch(/\|\n\nThe rest is left out: the summary of a step has no room for it\.\n$/)
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit)
    expect(Buffer.byteLength(text)).toBeGreaterThan(limit - 1000)
    expect(text).not.toContain('\ufffd')
  })

  test('is left out where there is no room at all', async () => {
    const file = path.join(temporaryFolder(), 'summary.md')
    const full = 'x'.repeat(limit)
    writeFileSync(file, full)
    await writeJobSummary(long, file)
    expect(readFileSync(file, 'utf8')).toBe(full)
  })
})

describe('the listing of a tool', () => {
  const at = (pointer: string) => problem({ pointer })

  test('marks the line of each place, or of what it is in', () => {
    const value = { name: 'a', parameters: { enum: [1, 2], properties: { city: { type: 'string' } } } }
    const places = [
      '',
      '/parameters/enum',
      '/parameters/properties/city/type',
      '/parameters/properties/town',
      '/x',
    ]
    const problems = places.map(place => at(`/0${place}`))
    const { lines, marks } = listingOf(value, '/0', problems)
    expect(problems.map(diagnostic => lines[marks.get(diagnostic)!]!.trim())).toEqual([
      '{',
      '"enum": [1, 2],',
      '"type": "string"',
      '"properties": {',
      '{',
    ])
    const [element] = [at('/0/parameters/enum/1')]
    const expanded = listingOf(value, '/0', [element!])
    expect(expanded.lines[expanded.marks.get(element!)!]!.trim()).toBe('2')
  })

  test('is JSON again, for what is neither long nor deep', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), value => {
        const text = listingOf(value, '', []).lines.join('\n')
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test('is short of what is deep, wide or long', () => {
    let deep: unknown = {}
    for (let level = 0; level < 100_000; level++) deep = { a: deep }
    const place = at('/a'.repeat(100_000))
    const { lines, marks } = listingOf(deep, '', [place])
    expect(lines.length).toBeLessThan(100)
    expect(marks.get(place)).toBe(40)
    expect(listingOf(Array(1_000_000).fill({ a: 1 }), '', []).lines.length).toBeLessThan(2100)
    expect(listingOf('x'.repeat(1_000_000), '', []).lines.join('').length).toBeLessThan(500)
  })
})
