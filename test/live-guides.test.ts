import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { built, temporaryFolder } from './helpers/command.ts'
import { replay } from './helpers/guide.ts'

/** A folder in the repository, where its packages are found. */
function folderHere(): string {
  const folder = mkdtempSync('.tmp-guide-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

test('the guide to live tools prints what it says it prints', async () => {
  const guide = 'docs/live-tools.md'
  await expect(replay(readFileSync(guide, 'utf8'), folderHere())).toMatchFileSnapshot(`../${guide}`)
})

test('the guide to ESLint prints what it says it prints', async () => {
  const guide = 'docs/eslint.md'
  const folder = folderHere()
  vi.stubEnv('PATH', `${path.resolve('node_modules/.bin')}:${process.env.PATH}`)
  onTestFinished(() => void vi.unstubAllEnvs())
  const text = readFileSync(guide, 'utf8')
  const here = text.replaceAll("'strictcall/eslint'", `'${path.resolve('dist/eslint.js')}'`)
  const printed = replay(here, folder)
    .replaceAll(`'${path.resolve('dist/eslint.js')}'`, "'strictcall/eslint'")
    .replaceAll(path.resolve(folder), '/app')
  await expect(printed).toMatchFileSnapshot(`../${guide}`)
})

const hasPydantic =
  spawnSync('python3', ['-c', 'import pydantic; pydantic.BaseModel.model_json_schema']).status === 0

test.skipIf(!hasPydantic)(
  `the models of Pydantic are linted${hasPydantic ? '' : ' (skipped: there is no pydantic 2)'}`,
  () => {
    const folder = temporaryFolder()
    writeFileSync(
      path.join(folder, 'tools.py'),
      `from pydantic import BaseModel\n\nclass GetWeather(BaseModel):\n    """The weather in a city."""\n    city: str\n    days: int = 1\n`,
    )
    const command = readFileSync('docs/live-tools.md', 'utf8').match(/^```sh\n(.*?)^```$/ms)![1]!
    symlinkSync(built, path.join(folder, 'strictcall'))
    // Not `shell`, which prefers what stands beside Node: the Python of the system.
    const { status, stdout } = spawnSync('sh', ['-c', command], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${folder}:${process.env.PATH}` },
    })
    expect(stdout).toContain('GetWeather  non-strict only')
    expect(stdout).toContain('Property `days` is not in `required`.')
    expect(status).toBe(1)
  },
)
