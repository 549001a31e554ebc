import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verbs } from '../src/cli/options/index.ts'
import { camel, parseCommand } from '../src/cli/parse.ts'
import { parse } from '../src/cli/program.ts'

const words = fc.constantFrom(
  'a.json',
  '-',
  'src/**/*.json',
  'text',
  '3',
  'x=y',
  'über',
  '-h',
  '--nothing',
  '',
)

/** A command line: some of it makes sense, some of it does not. */
const lines = fc.constantFrom(...Object.keys(verbs), undefined).chain(verb => {
  const options = Object.entries(verbs[verb ?? 'lint']!.options).flatMap(
    ([name, { type }]): fc.Arbitrary<string[]>[] =>
      type === 'boolean'
        ? [fc.constantFrom([`--${name}`], [`--no-${name}`])]
        : [words.map(word => [`--${name}`, word]), words.map(word => [`--${name}=${word}`])],
  )
  const part = fc.oneof(
    words.map(word => [word]),
    ...options,
  )
  return fc.array(part, { maxLength: 5 }).map(parts => [...(verb ? [verb] : []), ...parts.flat()])
})

describe('a command line', () => {
  test('means the same to the quick reader as to yargs, or is left to yargs', async () => {
    let read = 0
    await fc.assert(
      fc.asyncProperty(lines, async argv => {
        const quick = parseCommand(argv)
        if (!quick) return
        read++
        const slow = await parse(argv)
        expect(slow?.verb).toBe(quick.verb)
        expect(slow && known(slow)).toEqual(known(quick))
      }),
      { numRuns: 500 },
    )
    expect(read).toBeGreaterThan(100)
  })

  test('takes what is behind -- for files', () => {
    expect(parseCommand(['lint', '--', '--fix'])?.args).toMatchObject({ files: ['--fix'], fix: false })
  })

  test.each([
    ['lint tools.json --format json --no-ignore', true],
    ['tools.json --rule valid-refs=off --rule valid-types=warning', true],
    ['validate --tools tools.json -', true],
    ['--help', false],
    ['lint --nothing', false],
    ['lint --max-warnings many', false],
    ['lint --profile a --profile b', false],
    ['explain', false],
  ])('%s', (line, isQuick) => {
    expect(parseCommand(line.split(' ')) !== undefined).toBe(isQuick)
  })
})

/** What the verb knows of: yargs says everything in several spellings. */
function known({ verb, args }: NonNullable<ReturnType<typeof parseCommand>>): Record<string, unknown> {
  const names = [...Object.keys(verb.options).map(camel), ...Object.keys(verb.positionals)]
  const given = names.map(name => [name, args[name]] as const)
  return Object.fromEntries(given.filter(([, value]) => value !== undefined && !isEmpty(value)))
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
