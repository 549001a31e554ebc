import type { Config } from './types.ts'

/** Gives a configuration its types. */
export function defineConfig(config: Config): Config {
  return config
}
