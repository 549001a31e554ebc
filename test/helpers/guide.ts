import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { shell } from './command.ts'

/** Writes a guide anew: its files are written, its commands run, and what they print is put below them. */
export function replay(text: string, folder: string): string {
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
