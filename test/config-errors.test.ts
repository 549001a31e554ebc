import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createConfigs } from '../src/config/index.ts'
import { importModule } from '../src/config/module.ts'
import { UsageError } from '../src/usage-error.ts'
import { strictcall } from './helpers/command.ts'

const folder = 'fixtures/config/wrong'
const cwd = path.resolve(folder)

/** What is said about a configuration. */
async function complaintOf(config: string, from = cwd): Promise<string> {
  try {
    await createConfigs({ cwd: from, config }).for('tools.json')
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'Nothing is wrong.'
}

describe('what is said about a wrong configuration', () => {
  const configs = readdirSync(cwd).filter(
    name => !name.endsWith('.out') && !['never.mjs', 'plugin-without-judge.mjs'].includes(name),
  )

  test.each(configs.filter(name => !name.endsWith('.mjs')))('%s', async name => {
    await expect(`${await complaintOf(name)}\n`).toMatchFileSnapshot(`../${folder}/${name}.out`)
  })

  test.each(configs.filter(name => name.endsWith('.mjs')))('%s', async name => {
    const { code, stderr } = await strictcall(['lint', '-', '--config', name], { cwd })
    expect(code).toBe(2)
    await expect(stderr).toMatchFileSnapshot(`../${folder}/${name}.out`)
  })

  test('a circle is shown from where it begins', async () => {
    const circle = path.resolve('fixtures/config/circle')
    expect(await complaintOf('a.json', circle)).toBe(
      'These configurations extend each other in a circle: a.json → b.yaml → c.json → a.json.',
    )
  })

  test('a module that never comes to its end is given up', async () => {
    await expect(importModule(path.join(cwd, 'never.mjs'), 20)).rejects.toThrow(
      'it is not ready after 0.02 seconds.',
    )
  })
})
