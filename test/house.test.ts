import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { profiles, rules } from '../src/index.ts'

const ruleFiles = readdirSync('rules').filter(name => !['index.ts', 'profile.ts', 'profiles'].includes(name))

/** The modules that a file imports from the project itself. */
function importsOf(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(([, name]) => name!)
}

describe('rules', () => {
  test('every rule file is in the index, and the index is sorted', () => {
    const ids = ruleFiles.map(name => name.replace('.ts', '')).sort()
    expect(Object.keys(rules)).toEqual(ids)
    const lines = readFileSync('rules/index.ts', 'utf8').trim().split('\n')
    expect(lines).toEqual(ids.map(id => `export { default as '${id}' } from './${id}.ts'`))
  })

  test.each(ruleFiles)('%s imports nothing but src/rule.ts', file => {
    expect(importsOf(`rules/${file}`)).toEqual(['../src/rule.ts'])
  })

  test.each(ruleFiles)('%s names no provider', file => {
    expect(readFileSync(`rules/${file}`, 'utf8')).not.toMatch(/deepseek|openai|anthropic|gemini/i)
  })

  test.each(Object.keys(rules))('%s has a page and is set in every profile', id => {
    expect(existsSync(`docs/rules/${id}.md`)).toBe(true)
    for (const profile of Object.values(profiles)) expect(profile.rules).toHaveProperty(id)
  })

  test.each(Object.entries(rules))('%s speaks in whole sentences', (_, { meta }) => {
    for (const sentence of [meta.description, meta.why, meta.how]) expect(sentence).toMatch(/^[A-Z`].*\.$/)
  })

  test('there is no page or fixture of a rule that does not exist', () => {
    const ids = Object.keys(rules)
    const pages = readdirSync('docs/rules').map(name => name.replace('.md', ''))
    expect(pages.filter(name => !ids.includes(name) && name !== 'README')).toEqual([])
    expect(readdirSync('fixtures/rules').filter(name => !ids.includes(name))).toEqual([])
  })
})

describe('profiles', () => {
  test.each(Object.values(profiles))(
    '$name: set rules exist, and what is known has a source',
    ({ rules: settings, answers }) => {
      expect(Object.keys(settings).filter(id => !(id in rules))).toEqual([])
      for (const { evidence } of Object.values(settings)) expect(evidence.cite ?? evidence.note).toBeTruthy()
      for (const { rules: ids } of answers) for (const id of ids) expect(rules).toHaveProperty(id)
    },
  )

  test.each(Object.values(profiles))(
    '$name: every text of the server is among the answers that can be explained',
    profile => {
      const known = profile.answers.map(({ text }) => text)
      for (const setting of Object.values(profile.rules)) {
        for (const { serverText } of [setting, ...Object.values(setting.cases ?? {})]) {
          if (serverText) expect(known).toContain(serverText)
        }
      }
    },
  )
})

describe('modules', () => {
  const engine = [
    'walk',
    'refs',
    'lint',
    'screen',
    'tools',
    'document',
    'explain',
    'settings',
    'standing',
    'vocabulary',
  ]

  test.each(engine)('src/%s.ts knows no files, no process and no rule', name => {
    const source = readFileSync(`src/${name}.ts`, 'utf8')
    expect(source).not.toMatch(/from 'node:|process\./)
    for (const id of Object.keys(rules)) expect(source).not.toContain(`'${id}'`)
    expect(importsOf(`src/${name}.ts`).filter(module => module.includes('rules/'))).toEqual([])
  })

  test.each(readdirSync('src/reporters'))('src/reporters/%s prints nothing', name => {
    expect(readFileSync(`src/reporters/${name}`, 'utf8')).not.toMatch(/console\.|process\./)
  })
})
