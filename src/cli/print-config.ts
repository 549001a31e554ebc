import path from 'node:path'
import type { Configs } from '../config/index.ts'

/** `strictcall lint --print-config`: all that holds for a file, as JSON, with the origin of each setting. */
export async function printConfig(file: string, configs: Configs): Promise<number> {
  const { sources, ...config } = (await configs.for(file)).explain()
  const names = sources.map(source => path.relative(process.cwd(), source).replaceAll(path.sep, '/'))
  process.stdout.write(`${JSON.stringify({ file, sources: names, ...config }, null, 2)}\n`)
  return 0
}
