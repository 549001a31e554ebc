import { existsSync, readdirSync, readFileSync } from 'node:fs'

/** Real tools, calls and schemas, kept beside the repository. */
const folder = '../shared/corpus'

export const hasCorpus = existsSync(folder)

/** For the name of a test that is skipped without the corpus. */
export const needsCorpus = hasCorpus ? '' : ' (skipped: there is no ../shared/corpus)'

/** The names of the files in a folder of the corpus. */
export function corpusFiles(name: string): string[] {
  return hasCorpus ? readdirSync(`${folder}/${name}`).map(file => `${folder}/${name}/${file}`) : []
}

/** The rows of a JSON Lines file. */
export function corpusRows<Row = Record<string, unknown>>(name: string): Row[] {
  if (!hasCorpus) return []
  return readFileSync(`${folder}/${name}`, 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
}
