import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { dump } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { type FixedFile, type FixFileOptions, fixFile } from '../src/fix-file.ts'
import { loadYaml } from '../src/loaders/yaml.ts'
import { rulesetOf } from '../src/registry.ts'
import { strictcall, temporaryFolder } from './helpers/command.ts'
import { corpusFiles, needsCorpus } from './helpers/corpus.ts'

const tool = {
  name: 'a',
  inputSchema: { type: 'object', properties: { b: { type: 'string' } }, required: ['b', 'b'] },
}

async function fixBytes(
  name: string,
  bytes: string | Uint8Array,
  options: FixFileOptions = {},
): Promise<FixedFile> {
  const file = path.join(temporaryFolder(), name)
  writeFileSync(file, bytes)
  return fixFile({ path: file, named: true }, rulesetOf(), file, options)
}

function fixesOf({ outcome }: FixedFile) {
  return outcome.kind === 'linted' ? outcome.result.fixes : undefined
}

describe('what a file is coded in', () => {
  const before = JSON.stringify([tool], null, '\t').replaceAll('\n', '\r\n')
  const after = JSON.stringify(
    [{ ...tool, inputSchema: { ...tool.inputSchema, required: ['b'], additionalProperties: false } }],
    null,
    '\t',
  ).replaceAll('\n', '\r\n')
  const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

  test.each([
    ['UTF-8', Buffer.from(before), Buffer.from(after)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${before}`), Buffer.from(`\ufeff${after}`)],
    ['UTF-16, little end first', utf16(before), utf16(after)],
    ['UTF-16, big end first', utf16(before).swap16(), utf16(after).swap16()],
  ])('%s', async (_, bytes, expected) => {
    const fixed = await fixBytes('tools.json', bytes)
    expect(Buffer.from(fixed.encode(fixed.after!)).equals(expected)).toBe(true)
  })
})

describe('several documents in one file', () => {
  test('JSON Lines: each stays in its line, blank lines and line ends stay', async () => {
    const good =
      '{"name":"c","inputSchema":{"type":"object","properties":{"b":{"type":"string"}},"required":["b"],"additionalProperties":false}}'
    const text = `${JSON.stringify(tool)}\r\n\n  ${good}\n{"broken": \n${JSON.stringify(tool)}`
    const { after, ...fixed } = await fixBytes('tools.jsonl', text)
    const line = JSON.stringify({
      ...tool,
      inputSchema: { ...tool.inputSchema, required: ['b'], additionalProperties: false },
    })
    expect(after).toBe(`${line}\r\n\n  ${good}\n{"broken": \n${line}`)
    expect(fixesOf(fixed as FixedFile)).toEqual({ applied: 4, unwritten: 0 })
  })

  test('JSON Lines under the name of JSON', async () => {
    const { after } = await fixBytes('tools.json', `${JSON.stringify(tool)}\n${JSON.stringify(tool)}\n`)
    expect(after!.match(/"required":\["b"\],"additionalProperties":false/g)).toHaveLength(2)
  })

  test('YAML', async () => {
    const one =
      'name: a\ninputSchema:\n  type: object\n  properties: { b: { type: string } }\n  required: [b, b] # both\n'
    const { after } = await fixBytes('tools.yaml', `# first\n${one}---\n${one}...\n--- # third\n${one}`)
    const fixed = one.replace('[b, b] # both', '[b] # both\n  additionalProperties: false')
    expect(after).toBe(`# first\n${fixed}---\n${fixed}...\n--- # third\n${fixed}`)
  })
})

describe('what cannot be written is not', () => {
  test('a key that is there twice', async () => {
    const text =
      '{ "name": "a", "inputSchema": { "type": "object", "properties": { "b": {} , "b": { "type": "string", "default": "" } }, "required": ["b", "b"] } }'
    const { after, ...fixed } = await fixBytes('tools.json', text)
    expect(after).toBe(text.replace('["b", "b"] }', '["b"], "additionalProperties": false }'))
    expect(fixesOf(fixed as FixedFile)!.applied).toBe(2)
  })

  test('an anchor that an alias repeats; what is beside it, is', async () => {
    const text = [
      'tools:',
      '  - name: a',
      '    inputSchema:',
      '      type: object',
      '      properties: { b: &b { type: object, properties: { c: { type: string } }, required: [c] } }',
      '      required: [b, b]',
      '  - name: b',
      '    inputSchema: { type: object, properties: { b: *b }, required: [b] }',
      '',
    ].join('\n')
    const { after, ...fixed } = await fixBytes('tools.yaml', text)
    expect(after).toBe(
      text
        .replace('[b, b]', '[b]\n      additionalProperties: false')
        .replace('required: [b] }\n', 'required: [b], additionalProperties: false }\n'),
    )
    expect(fixesOf(fixed as FixedFile)).toEqual({ applied: 3, unwritten: 2 })
  })

  test('an anchor that nobody repeats is no hindrance', async () => {
    const text =
      'name: a\ninputSchema: &schema\n  type: object\n  properties: { b: { type: string } }\n  required: [b]\n'
    const { after } = await fixBytes('tools.yaml', text)
    expect(after).toBe(`${text}  additionalProperties: false\n`)
  })

  test('members that a merge key brings in', async () => {
    const text =
      'base: &base { type: object, properties: { b: { type: string } }, required: [b, b] }\ntools:\n  - name: a\n    inputSchema:\n      <<: *base\n      additionalProperties: false\n'
    const { after, ...fixed } = await fixBytes('tools.yaml', text)
    expect(after).toBe(text)
    expect(fixesOf(fixed as FixedFile)).toMatchObject({ applied: 0, unwritten: 1 })
  })

  test('what would lose a comment; all the others are', async () => {
    const tools = Array.from({ length: 20 }, (_, index) =>
      [
        `- name: tool_${index}`,
        '  inputSchema:',
        '    type: object',
        "    properties: { a: { anyOf: [{ $ref: '#/$defs/b' }, { type: 'null' }] } }",
        '    required: [a, a]',
        '    additionalProperties: false',
        '    $defs:',
        '      b:',
        '        type: object',
        '        properties:',
        `          c: { type: string }${index === 7 ? ' # of any length' : ''}`,
        '        required: [c]',
        '        additionalProperties: false',
        '',
      ].join('\n'),
    )
    const written =
      '{ type: object, properties: { c: { type: string } }, required: [c], additionalProperties: false }'
    const expected = tools.map((text, index) => {
      const distinct = text.replace('[a, a]', '[a]')
      // A list in brackets has no room for the comment.
      if (index === 7) return distinct
      return distinct.replace("{ $ref: '#/$defs/b' }", written).replace(/ {4}\$defs[\s\S]*/, '')
    })
    const { after, ...fixed } = await fixBytes('tools.yaml', tools.join(''))
    expect(after).toBe(expected.join(''))
    expect(fixesOf(fixed as FixedFile)).toEqual({ applied: 20 + 19 + 19, unwritten: 1 })
  })

  test('a text that cannot be read', async () => {
    const text = '[{ "name": "a", "inputSchema": '
    const { after, outcome } = await fixBytes('tools.json', text)
    expect(after).toBe(text)
    expect(outcome.kind).toBe('linted')
  })
})

describe('JSON that is not quite JSON', () => {
  test('keeps what is wrong with it, around the fixes', async () => {
    const text =
      "[{'name': 'a', # a tool\n  'inputSchema': {'type': 'object', 'properties': {'b': {'type': 'string'}}, 'required': ['b',]},}]\n"
    const { after } = await fixBytes('tools.json', text)
    expect(after).toBe(text.replace("['b',]}", '[\'b\',], "additionalProperties": false}'))
  })
})

describe('the command', () => {
  test('fixes errors alone with --quiet', async () => {
    const cwd = temporaryFolder()
    writeFileSync(path.join(cwd, 'tools.json'), JSON.stringify(tool))
    await strictcall(['lint', '--fix', '--quiet', '--rule', 'require-closed-objects=warning', 'tools.json'], {
      cwd,
    })
    const { inputSchema } = JSON.parse(readFileSync(path.join(cwd, 'tools.json'), 'utf8'))
    expect(inputSchema).toEqual({ ...tool.inputSchema, required: ['b'] })
  })

  test.skipIf(process.getuid?.() === 0)(
    'says which file it may not write, and fixes the others (skipped for root, who may write all)',
    async () => {
      const cwd = temporaryFolder()
      for (const name of ['a.json', 'b.json']) writeFileSync(path.join(cwd, name), JSON.stringify(tool))
      chmodSync(path.join(cwd, 'a.json'), 0o444)
      const ran = await strictcall(['lint', '--fix', 'a.json', 'b.json'], { cwd })
      expect(ran).toMatchObject({
        code: 2,
        stderr: 'strictcall: cannot write a.json: you have no permission to write it\n',
      })
      expect(readFileSync(path.join(cwd, 'b.json'), 'utf8')).toContain('additionalProperties')
      expect(readFileSync(path.join(cwd, 'a.json'), 'utf8')).toBe(JSON.stringify(tool))
    },
  )

  test('with --diff or --fix-dry-run, nothing is written', async () => {
    const cwd = temporaryFolder()
    writeFileSync(path.join(cwd, 'tools.json'), JSON.stringify(tool))
    for (const option of ['--diff', '--fix-dry-run']) {
      await strictcall(['lint', '--fix', '--unsafe', option, 'tools.json'], { cwd })
      expect(readFileSync(path.join(cwd, 'tools.json'), 'utf8')).toBe(JSON.stringify(tool))
    }
  })

  test('passes over the drafts of a run that was interrupted', async () => {
    const cwd = temporaryFolder()
    mkdirSync(path.join(cwd, 'tools'))
    writeFileSync(path.join(cwd, 'tools/tools.json'), JSON.stringify(tool))
    writeFileSync(path.join(cwd, 'tools/.strictcall-0a1b2c3d4e5f.tmp'), '[{"name": ')
    const { stdout } = await strictcall(['lint', '--fix', 'tools'], { cwd })
    expect(stdout).toContain('✔ No problems in 1 file\n')
    expect(readdirSync(path.join(cwd, 'tools'))).toHaveLength(2)
  })

  test('takes each edit of the JSON report at its word', async () => {
    const cwd = temporaryFolder()
    const text = `// 😀\n${JSON.stringify({ tools: [tool, { ...tool, name: 'b' }] }, null, 2)}\n`
    writeFileSync(path.join(cwd, 'tools.jsonc'), `\ufeff${text}`)
    const [{ messages, ...counts }] = JSON.parse(
      (await strictcall(['lint', '--format', 'json', 'tools.jsonc'], { cwd })).stdout,
    )
    expect(counts).toMatchObject({ errorCount: 4, fixableErrorCount: 4, fixableWarningCount: 0 })
    for (const { fix, ruleId } of messages) {
      const [start, end] = fix.range
      writeFileSync(path.join(cwd, 'fixed.jsonc'), text.slice(0, start) + fix.text + text.slice(end))
      const [after] = JSON.parse(
        (await strictcall(['lint', '--format', 'json', 'fixed.jsonc'], { cwd })).stdout,
      )
      const rulesOf = (list: { ruleId: string }[]) => list.map(message => message.ruleId).sort()
      const left = rulesOf(messages)
      left.splice(left.indexOf(ruleId), 1)
      expect(rulesOf(after.messages)).toEqual(left)
    }
  })
})

describe(`real tools${needsCorpus}`, () => {
  const files = corpusFiles('mcp')

  test.skipIf(files.length === 0)(
    'are all fixed, and for good',
    async () => {
      for (const file of files) {
        for (const unsafe of [false, true]) {
          const ruleset = rulesetOf()
          const fixed = await fixFile({ path: file, named: true }, ruleset, file, { unsafe })
          expect(fixesOf(fixed)!.unwritten, file).toBe(0)
          const again = path.join(temporaryFolder(), 'tools.json')
          writeFileSync(again, fixed.after!)
          const second = await fixFile({ path: again, named: true }, ruleset, again, { unsafe })
          expect(fixesOf(second), file).toEqual({ applied: 0, unwritten: 0 })
          expect(second.after).toBe(fixed.after)
        }
      }
    },
    120_000,
  )

  test.skipIf(files.length === 0)(
    'come to the same in YAML',
    async () => {
      for (const file of files) {
        const text = readFileSync(file, 'utf8')
        const fixed = await fixBytes('tools.json', text, { unsafe: true })
        for (const style of [
          {},
          { flowLevel: 6 },
          { indent: 4, seqNoIndent: true, quoteStyle: 'double', forceQuotes: true },
        ] as const) {
          const inYaml = await fixBytes('tools.yaml', dump(JSON.parse(text), { ...style, noRefs: true }), {
            unsafe: true,
          })
          expect(loadYaml(inYaml.after!)[0]!.value, file).toEqual(JSON.parse(fixed.after!))
          expect(fixesOf(inYaml), file).toEqual(fixesOf(fixed))
        }
      }
    },
    240_000,
  )
})

describe('much to fix', () => {
  const many = Array.from({ length: 8000 }, (_, index) => ({
    ...tool,
    name: `tool_${index}`,
    description: 'What it does. '.repeat(60),
  }))

  test.each([
    ['with a line for each member', JSON.stringify(many, null, 2)],
    ['in one line', JSON.stringify(many)],
  ])(
    '%s: 16,000 fixes take seconds',
    async (_, text) => {
      const fixed = await fixBytes('tools.json', text)
      expect(fixesOf(fixed)).toEqual({ applied: 16_000, unwritten: 0 })
      expect(JSON.parse(fixed.after!).at(-1).inputSchema.additionalProperties).toBe(false)
    },
    20_000,
  )
})
