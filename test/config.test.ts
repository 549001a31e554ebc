import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createConfigs, type FileConfig } from '../src/config/index.ts'
import { expandBraces } from '../src/config/match.ts'
import { configSchema } from '../src/config/schema.ts'
import { matchesName } from '../src/config/silence.ts'
import { defineConfig, profiles, rules } from '../src/index.ts'
import { strictcall, temporaryFolder } from './helpers/command.ts'

/** A folder with files: text as it is, other values as JSON. */
function folderWith(files: Record<string, unknown>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  }
  return folder
}

/** The severity of a rule for a file, and where it comes from. */
function severityOf(config: FileConfig, rule = 'valid-refs'): string {
  const { severity, from } = config.explain().rules[rule]!
  return `${severity} from ${from.severity}`
}

describe('finding', () => {
  const names = ['json', 'jsonc', 'yaml', 'yml', 'mjs', 'cjs', 'js'].map(end => `strictcall.config.${end}`)

  test.each(names)('%s', async name => {
    const value = JSON.stringify({ rules: { 'valid-refs': 'off' } })
    const text = name.endsWith('.mjs')
      ? `export default ${value}`
      : name.endsWith('js')
        ? `module.exports = ${value}`
        : value
    const cwd = folderWith({ [name]: text })
    const config = await createConfigs({ cwd }).for('deep/er/tools.json')
    expect(severityOf(config)).toBe(`off from ${name}#/rules/valid-refs`)
    expect(config.sources).toEqual([path.join(cwd, name)])
    expect(config.folder).toBe(cwd)
  })

  test('the key of a package.json, which without the key is passed over', async () => {
    const cwd = folderWith({
      'package.json': { strictcall: { rules: { 'valid-refs': 'warning' } } },
      'app/package.json': { devDependencies: { strictcall: '1.0.0' } },
      'app/broken/package.json': 'no JSON at all',
    })
    const config = await createConfigs({ cwd }).for('app/broken/tools.json')
    expect(severityOf(config)).toBe('warning from package.json#/strictcall/rules/valid-refs')
  })

  test('the nearest wins alone', async () => {
    const cwd = folderWith({
      'strictcall.config.json': { rules: { 'valid-refs': 'off', 'require-type': 'off' } },
      'app/strictcall.config.yaml': 'rules: { valid-refs: warning }',
    })
    const configs = createConfigs({ cwd })
    expect(severityOf(await configs.for('tools.json'))).toMatch(/^off/)
    expect(severityOf(await configs.for('app/src/tools.json'))).toMatch(/^warning/)
    expect(severityOf(await configs.for('app/tools.json'), 'require-type')).toBe(
      'error from profile deepseek',
    )
  })

  test('two in one folder are an error', async () => {
    const cwd = folderWith({ 'strictcall.config.json': {}, 'package.json': { strictcall: {} } })
    await expect(createConfigs({ cwd }).for('tools.json')).rejects.toThrow(
      'has a configuration in strictcall.config.json and package.json: keep one of them.',
    )
  })

  test('none at all, and none that is wanted', async () => {
    const cwd = folderWith({ 'app/strictcall.config.json': { rules: { 'valid-refs': 'off' } } })
    const nothing = await createConfigs({ cwd }).for('tools.json')
    expect(nothing).toMatchObject({ sources: [], folder: cwd, isIgnored: false, isListed: true })
    expect(severityOf(nothing)).toBe('error from profile deepseek')
    const unwanted = await createConfigs({ cwd, noConfig: true }).for('app/tools.json')
    expect(unwanted.sources).toEqual([])
    const given = await createConfigs({ cwd, config: 'app/strictcall.config.json' }).for('tools.json')
    expect(severityOf(given)).toBe('off from app/strictcall.config.json#/rules/valid-refs')
  })

  test('the same settings are one ruleset for any number of files', async () => {
    const cwd = folderWith({ 'strictcall.config.json': { overrides: [{ files: ['b/'] }] } })
    const configs = createConfigs({ cwd })
    const [one, two, other] = await Promise.all(['a/1.json', 'a/2.json', 'b/3.json'].map(configs.for))
    expect(one!.ruleset).toBe(two!.ruleset)
    expect(one!.ruleset).not.toBe(other!.ruleset)
  })
})

test('a configuration in TypeScript is read where Node can', async () => {
  const cwd = folderWith({
    'strictcall.config.ts':
      "const severity: 'off' | 'error' = 'off'\nexport default { rules: { 'valid-refs': severity } }\n",
  })
  const { code, stdout, stderr } = await strictcall(['lint', '--print-config', 'tools.json'], { cwd })
  const canRead = Boolean((process.features as { typescript?: unknown }).typescript)
  if (canRead) expect(JSON.parse(stdout).rules['valid-refs'].severity).toBe('off')
  else
    expect(stderr).toMatch(
      /^strictcall: strictcall\.config\.ts: Node [\d.]+ cannot read TypeScript: use Node 22\.18 or/,
    )
  expect(code).toBe(canRead ? 0 : 2)
})

test('what is silenced is not fixed either', async () => {
  const tools = [
    {
      type: 'function',
      function: {
        name: 'get_time',
        parameters: { type: 'object', properties: { at: { type: 'string' } }, required: ['at'] },
      },
    },
  ]
  const cwd = folderWith({
    'tools.json': tools,
    'strictcall.config.json': { overrides: [{ tools: ['get_*'], rules: { 'require-strict': 'off' } }] },
  })
  const { stdout } = await strictcall(
    ['lint', '--fix-dry-run', '--unsafe', '--format', 'json', 'tools.json'],
    { cwd },
  )
  const [{ output }] = JSON.parse(stdout)
  const [{ function: definition }] = JSON.parse(output)
  expect(definition).not.toHaveProperty('strict')
  expect(definition.parameters).toHaveProperty('additionalProperties', false)
})

test('threads find the same configurations', async () => {
  const cwd = path.resolve('fixtures/config/plugin')
  const lint = (...more: string[]) =>
    strictcall(['lint', 'tools.json', 'by-name.json', '--ignore-unknown', ...more], { cwd })
  expect(await lint('--concurrency', '2')).toEqual(await lint('--concurrency', 'off'))
})

describe('precedence', () => {
  const layers: Record<string, unknown> = {
    'base.json': { rules: { 'valid-refs': 'off' }, overrides: [{ rules: { 'require-type': 'off' } }] },
    'strictcall.config.json': {
      extends: './base.json',
      rules: { 'valid-refs': 'warning', 'require-type': 'warning' },
      overrides: [
        { files: ['*.yaml'], rules: { 'valid-refs': 'error' } },
        { files: ['b.yaml'], ignores: ['old/'], rules: { 'valid-refs': 'off' } },
      ],
    },
  }

  test('profile < extends < config < overrides < command line', async () => {
    const cwd = folderWith(layers)
    const configs = createConfigs({ cwd })
    expect(severityOf(await configs.for('a.json'))).toBe(
      'warning from strictcall.config.json#/rules/valid-refs',
    )
    expect(severityOf(await configs.for('a.json'), 'require-type')).toMatch(/^warning/)
    expect(severityOf(await configs.for('a.yaml'))).toMatch(
      /^error from .*#\/overrides\/0\/rules\/valid-refs$/,
    )
    expect(severityOf(await configs.for('x/b.yaml'))).toMatch(
      /^off from .*#\/overrides\/1\/rules\/valid-refs$/,
    )
    expect(severityOf(await configs.for('old/b.yaml'))).toMatch(/^error/)
    const flags = createConfigs({ cwd, flags: { rules: { 'valid-refs': 'warning' } } })
    expect(severityOf(await flags.for('b.yaml'))).toBe('warning from --rule')
  })

  test('a severity keeps the options below it, and options replace single ones', async () => {
    const cwd = folderWith({
      'base.json': { rules: { 'valid-tool-names': ['warning', { maxLength: 20 }] } },
      'strictcall.config.json': { extends: ['./base.json'], rules: { 'valid-tool-names': 'error' } },
    })
    const { rules } = (await createConfigs({ cwd }).for('a.json')).explain()
    expect(rules['valid-tool-names']).toEqual({
      severity: 'error',
      options: { characters: 'a-zA-Z0-9_-', maxLength: 20 },
      from: {
        severity: 'strictcall.config.json#/rules/valid-tool-names',
        options: 'base.json#/rules/valid-tool-names',
      },
    })
  })

  test('a rule that is set again is no longer silenced', async () => {
    const cwd = folderWith({
      'strictcall.config.json': {
        overrides: [
          { tools: ['get_*'], rules: { 'valid-refs': 'off', 'require-type': 'off' } },
          { files: ['*.yaml'], rules: { 'valid-refs': 'error' } },
        ],
      },
    })
    const place = { tool: 'get_time', pointer: '/0' }
    const config = await createConfigs({ cwd }).for('a.json')
    expect(config.silences({ ...place, ruleId: 'valid-refs' })).toBe(true)
    expect(config.silences({ ...place, ruleId: 'valid-types' })).toBe(false)
    expect(config.silences({ ...place, tool: 'set_time', ruleId: 'valid-refs' })).toBe(false)
    expect(config.silences({ ruleId: 'valid-refs', pointer: '/0' })).toBe(false)
    const yaml = await createConfigs({ cwd }).for('a.yaml')
    expect(yaml.silences({ ...place, ruleId: 'valid-refs' })).toBe(false)
    const flags = createConfigs({ cwd, flags: { rules: { 'require-type': 'error' } } })
    expect((await flags.for('a.json')).silences({ ...place, ruleId: 'require-type' })).toBe(false)
  })
})

describe('extends', () => {
  test('a package, from where it is named', async () => {
    const cwd = folderWith({
      'node_modules/@acme/strictcall-config/package.json': {
        name: '@acme/strictcall-config',
        main: 'house.json',
      },
      'node_modules/@acme/strictcall-config/house.json': {
        rules: { 'valid-refs': 'off' },
        files: ['tools/'],
      },
      'strictcall.config.json': { extends: '@acme/strictcall-config', ignores: ['*.draft.json'] },
    })
    const configs = createConfigs({ cwd })
    const config = await configs.for('tools/a.json')
    expect(severityOf(config)).toBe(
      'off from node_modules/@acme/strictcall-config/house.json#/rules/valid-refs',
    )
    expect(config).toMatchObject({ isListed: true, isIgnored: false })
    expect(await configs.for('other/a.json')).toMatchObject({ isListed: false, isIgnored: false })
    expect(await configs.for('tools/a.draft.json')).toMatchObject({ isIgnored: true })
  })

  test('the last of several wins, what is ignored adds up, and paths are those of the file they stand in', async () => {
    const cwd = folderWith({
      'shared/a.json': {
        profile: 'deepseek',
        ignores: ['a/'],
        imports: ['./a.ts#tools', 'pkg#tools'],
        mcp: ['one'],
      },
      'shared/b.json': { rules: { 'valid-refs': 'off' }, ignores: ['b/'] },
      'strictcall.config.json': { extends: ['./shared/a.json', './shared/b.json'], mcp: ['npx two'] },
    })
    const config = await createConfigs({ cwd }).for('b/a.json')
    expect(config).toMatchObject({ isIgnored: true, mcp: ['npx two'] })
    expect(config.imports).toEqual([path.join(cwd, 'shared/a.ts#tools'), 'pkg#tools'])
    expect(config.sources.map(source => path.basename(source))).toEqual([
      'strictcall.config.json',
      'a.json',
      'b.json',
    ])
  })

  test('not without end', async () => {
    const files: Record<string, unknown> = { 'strictcall.config.json': { extends: ['./0.json', './0.json'] } }
    for (let i = 0; i < 8; i++) files[`${i}.json`] = { extends: [`./${i + 1}.json`, `./${i + 1}.json`] }
    files['8.json'] = {}
    await expect(createConfigs({ cwd: folderWith(files) }).for('a.json')).rejects.toThrow(
      'strictcall.config.json: it extends more than 100 configurations.',
    )
  })
})

describe('plug-ins', () => {
  const cwd = path.resolve('fixtures/config/plugin')

  test('bring rules and profiles; what a profile of theirs does not name is off', async () => {
    const config = await createConfigs({ cwd }).for('tools.json')
    const { rules, profile } = config.explain()
    expect(profile.name).toBe('house/names')
    expect(rules['house/require-verb']).toMatchObject({
      severity: 'error',
      options: { verbs: ['get', 'read'] },
    })
    expect(rules['valid-tool-names']).toMatchObject({ severity: 'error', options: { maxLength: 64 } })
    expect(rules['valid-refs']!.severity).toBe('off')
  })

  test('by name: a rule that nobody sets is on', async () => {
    const config = await createConfigs({ cwd, config: 'by-name.json' }).for('tools.json')
    expect(severityOf(config, 'house/require-verb')).toBe(
      'warning from by-name.json#/rules/house~1require-verb',
    )
    const folder = folderWith({ 'c.json': { plugins: { house: path.join(cwd, 'house-rules.mjs') } } })
    const unset = await createConfigs({ cwd: folder, config: 'c.json' }).for('tools.json')
    expect(severityOf(unset, 'house/require-verb')).toBe('error from default')
  })
})

describe('the other commands', () => {
  const cwd = 'fixtures/config/plugin'

  test('rules lists those of plug-ins, as they are set', async () => {
    const rows = async (...args: string[]) => {
      const { stdout } = await strictcall(['rules', '--format', 'json', ...args], { cwd })
      const list: { id: string; severity: string }[] = JSON.parse(stdout)
      return new Map(list.map(({ id, severity }) => [id, severity]))
    }
    const configured = await rows('--config', 'by-name.json')
    expect(configured.get('house/require-verb')).toBe('warning')
    expect((await rows()).get('valid-refs')).toBe('off')
    expect((await rows('--profile', 'deepseek')).get('valid-refs')).toBe('error')
    expect([...(await rows('--no-config')).keys()]).toEqual(Object.keys(rules))
  })

  test('explain knows them too, and where a setting comes from', async () => {
    const args = ['explain', 'house/require-verb', 'tools.json', '--config', 'by-name.json']
    const { stdout, code } = await strictcall(args, { cwd })
    expect(stdout).toContain('Why: Our models call tools that say what they do.')
    expect(stdout).toContain('warning, says by-name.json#/rules/house~1require-verb')
    expect(stdout).toContain('"read" is none of the verbs get, list, send.')
    expect(code).toBe(0)
    const without = await strictcall([...args.slice(0, 2), '--no-config'], { cwd })
    expect(without.stderr).toBe(
      'strictcall: "house/require-verb" is no rule, and no answer of the server that is on record. `strictcall lint` may find the cause all the same.\n',
    )
  })

  test('convert is for the profile of the files, and mixes none', async () => {
    const tool = { type: 'function', function: { name: 'a', parameters: { type: 'object', properties: {} } } }
    const cwd = folderWith({
      'own.mjs': 'export const profiles = { own: { rules: {} } }',
      'other/strictcall.config.json': { plugins: { our: '../own.mjs' }, profile: 'our/own' },
      'other/tools.json': [tool],
      'tools.json': [tool],
    })
    const files = ['convert', 'tools.json', 'other/tools.json']
    const { stderr, code } = await strictcall(files, { cwd })
    expect(stderr).toBe(
      'strictcall: other/tools.json is for our/own and tools.json for deepseek: convert them apart, or say --profile.\n',
    )
    expect(code).toBe(2)
    expect((await strictcall([...files, '--profile', 'deepseek'], { cwd })).code).toBe(0)
    expect((await strictcall([...files, '--no-config'], { cwd })).code).toBe(0)
    const report = await strictcall(['convert', 'other/tools.json', '--report', 'text'], { cwd })
    expect(report.stderr).toMatch(/^1 tool for our\/own: /)
  })

  test('help on the rules of plug-ins is in SARIF, also of merged shards', async () => {
    const cwd = 'fixtures/config/plugin'
    const folder = temporaryFolder()
    const part = path.join(folder, 'part.report')
    const lint = ['lint', 'tools.json', '--config', 'by-name.json']
    const whole = await strictcall([...lint, '--format', 'sarif'], { cwd })
    await strictcall([...lint, '--format', `report:${part}`], { cwd })
    const merged = await strictcall(['merge', part, '--format', 'sarif'], { cwd })
    expect(merged.stdout).toBe(whole.stdout)
    const { rules: described } = JSON.parse(whole.stdout).runs[0].tool.driver
    expect(described).toContainEqual({
      id: 'house/require-verb',
      shortDescription: { text: 'Require that the name of a tool begins with a verb.' },
      fullDescription: { text: 'Our models call tools that say what they do.' },
      help: {
        text: 'Our models call tools that say what they do. Begin the name with one of the verbs.',
        markdown:
          '**Why:** Our models call tools that say what they do.\n\n**How:** Begin the name with one of the verbs.',
      },
      defaultConfiguration: { level: 'warning' },
      properties: { tags: ['tool-definition', 'local'], 'problem.severity': 'warning' },
    })
  })
})

describe('the hash', () => {
  async function hashOf(config: unknown, file = 'a.json'): Promise<string> {
    return (
      await createConfigs({ cwd: folderWith({ 'strictcall.config.json': config as object }) }).for(file)
    ).hash
  }

  test('is that of what holds, wherever it is written', async () => {
    const plain = (await createConfigs({ cwd: temporaryFolder() }).for('a.json')).hash
    expect(await hashOf({})).toBe(plain)
    expect(
      await hashOf({ files: ['x'], overrides: [{ files: ['b.json'], rules: { 'valid-refs': 'off' } }] }),
    ).toBe(plain)
    const changes = [
      { rules: { 'valid-refs': 'off' } },
      { rules: { 'valid-tool-count': ['error', { max: 3 }] } },
      { baseUrl: 'https://api.deepseek.com' },
      { overrides: [{ tools: ['a'], rules: { 'valid-refs': 'off' } }] },
      { overrides: [{ pointers: ['/a'], rules: { 'valid-refs': 'off' } }] },
    ]
    const hashes = await Promise.all(changes.map(config => hashOf(config)))
    expect(new Set([plain, ...hashes]).size).toBe(changes.length + 1)
    expect(await hashOf({ rules: { 'valid-refs': 'off' } })).toBe(hashes[0])
  })

  test('of foreign rules is that of their code, which may call other code', async () => {
    const of = async (text: string) => {
      const cwd = folderWith({ 'rules.mjs': text, 'c.json': { plugins: { house: './rules.mjs' } } })
      return createConfigs({ cwd, config: 'c.json' }).for('a.json')
    }
    const rule = (body: string) =>
      `export const rules = { 'no-foo': { meta: { description: 'x' }, tool() { ${body} } } }`
    const [one, same, other] = await Promise.all(['', '', 'return undefined'].map(body => of(rule(body))))
    expect([one!.hash === same!.hash, one!.hash === other!.hash]).toEqual([true, false])
    expect(one!.isCacheable).toBe(false)
  })
})

describe('hostile configurations', () => {
  const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  const cases: Record<string, [string, RegExp]> = {
    'a deep list': [deep(100_000), /^c\.json:1:1: The configuration is a list/],
    'a deep option': [
      `{"rules": {"valid-tool-count": ["error", {"max": ${deep(100_000)}}]}}`,
      /^c\.json:1:50: `max` is a list: it must be a whole number/,
    ],
    'a huge file': [' '.repeat((1 << 20) + 1), /^c\.json: it is larger than 1 MiB\.$/],
    'many unknown keys': [
      JSON.stringify(Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [`key-${i}`, i]))),
      /^(c\.json:1:\d+: There is no setting "key-\d+"[^\n]*(\n|$)){20}$/,
    ],
    'keys of the prototype': [
      '{"__proto__": 1, "rules": {"constructor": "off"}, "toString": 2}',
      /no setting "__proto__".*\n.*no rule "constructor".*\n.*no setting "toString"/,
    ],
    'a pattern of commas': [
      `{"files": ["{${','.repeat(500_000)}"]}`,
      /must be a pattern that is shorter than 1000/,
    ],
  }

  test.each(Object.entries(cases))('%s', async (_, [text, complaint]) => {
    const cwd = folderWith({ 'c.json': text })
    await expect(createConfigs({ cwd, config: 'c.json' }).for('a.json')).rejects.toThrow(complaint)
  })
})

test('patterns with braces', () => {
  expect(expandBraces('*.{yaml,yml}')).toEqual(['*.yaml', '*.yml'])
  expect(expandBraces('{a,b{c,d}}/*.json')).toEqual(['a/*.json', 'bc/*.json', 'a/*.json', 'bd/*.json'])
  expect(expandBraces('no{thing}/{}')).toEqual(['no{thing}/{}'])
})

test.each([
  ['get_*', 'get_weather', true],
  ['get_*', 'get', false],
  ['*_*_x', 'a_b_c_x', true],
  ['g?t', 'get', true],
  ['g?t', 'gt', false],
  ['*', '', true],
  ['', 'a', false],
  [`${'*a'.repeat(30)}b`, 'a'.repeat(10_000), false],
])('the name %s', (pattern, name, matches) => {
  expect(matchesName(pattern, name)).toBe(matches)
})

test('a configuration in TypeScript has its types', () => {
  const config = defineConfig({ rules: { 'valid-refs': ['warning'] }, overrides: [{ tools: ['get_*'] }] })
  expect(config.rules).toEqual({ 'valid-refs': ['warning'] })
  // @ts-expect-error there is no such setting
  defineConfig({ rule: {} })
})

test.each([
  'team/strictcall.config.jsonc',
  'plugin/house-rules.mjs',
  'plugin/by-name.json',
  'plugin/strictcall.config.mjs',
])('the documentation shows %s', file => {
  expect(readFileSync('docs/configuration.md', 'utf8')).toContain(
    readFileSync(`fixtures/config/${file}`, 'utf8'),
  )
})

test('the documentation names every key', () => {
  const documented = readFileSync('docs/configuration.md', 'utf8')
    .match(/^\| `.*?` \|/gm)!
    .join('')
  const { properties } = configSchema(rules, profiles, { open: true })
  for (const key of Object.keys(properties!)) expect(documented).toContain(`\`${key}\``)
})
