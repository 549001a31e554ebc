import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { shell } from './helpers/command.ts'

const guide = 'docs/make-your-mcp-server-strict.md'

/** Writes the guide anew: its files are written, its commands run, and what they print is put below them. */
function replay(text: string, folder: string): string {
  return text.replace(
    /^```(\w+)(?: (\S+))?\n(.*?)^```$/gms,
    (block, language: string, file: string | undefined, content: string) => {
      if (file) writeFileSync(path.join(folder, file), content)
      if (language !== 'console') return block
      const out: string[] = []
      for (const line of content.split('\n').filter(line => line.startsWith('$ '))) {
        out.push(line, shell(line.slice(2), folder).stdout.trimEnd())
      }
      return `\`\`\`console\n${out.join('\n')}\n\`\`\``
    },
  )
}

test('the guide to MCP servers prints what it says it prints', async () => {
  // In the repository, where `strictcall` is this package.
  const folder = mkdtempSync('.tmp-guide-')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync('examples/mcp-server', folder, { recursive: true })
  await expect(replay(readFileSync(guide, 'utf8'), folder)).toMatchFileSnapshot(`../${guide}`)
})
