import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { replay } from './helpers/guide.ts'

const guide = 'docs/make-your-mcp-server-strict.md'

test('the guide to MCP servers prints what it says it prints', async () => {
  // In the repository, where `strictcall` is this package.
  const folder = mkdtempSync('.tmp-guide-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync('examples/mcp-server', folder, { recursive: true })
  await expect(replay(readFileSync(guide, 'utf8'), folder)).toMatchFileSnapshot(`../${guide}`)
})
