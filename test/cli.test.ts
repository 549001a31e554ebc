import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { shell } from './helpers/command.ts'

const folder = 'fixtures/cli'

/** Runs the commands of a transcript again, and writes it anew: each `$ line`, what it prints, its exit code. */
function replay(transcript: string): string {
  const out: string[] = []
  let isOutput = false
  for (const line of transcript.split('\n')) {
    if (line.startsWith('# ') && !isOutput) out.push(line, '')
    if (line.startsWith('[exit ')) isOutput = false
    if (!line.startsWith('$ ')) continue
    isOutput = true
    const { code, stdout } = shell(line.slice(2), `${folder}/files`)
    out.push(line, stdout.trimEnd(), `[exit ${code}]`, '')
  }
  return out.join('\n')
}

describe('what the command line prints', () => {
  const transcripts = readdirSync(folder).filter(name => name.endsWith('.txt'))

  test.each(transcripts)('%s', async name => {
    await expect(replay(readFileSync(`${folder}/${name}`, 'utf8'))).toMatchFileSnapshot(
      `../${folder}/${name}`,
    )
  })
})
