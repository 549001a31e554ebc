import type { Configs } from '../config/index.ts'
import { nameIn } from '../file-names.ts'
import { standardOutput } from './print.ts'

/** `strictcall lint --print-config`: all that holds for a file, as JSON, with the origin of each setting. */
export async function printConfig(file: string, configs: Configs): Promise<number> {
  const { sources, ...config } = (await configs.for(file)).explain()
  const names = sources.map(source => nameIn(process.cwd(), source))
  standardOutput.write(`${JSON.stringify({ file, sources: names, ...config }, null, 2)}\n`)
  return 0
}
