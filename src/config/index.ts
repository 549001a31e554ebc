import path from 'node:path'
import { createFinder } from './find.ts'
import { createResolver, type Resolver, withoutConfig } from './resolve.ts'
import type { Configs, ConfigsOptions, Flags } from './types.ts'

export type { Configs, ConfigsOptions, FileConfig } from './types.ts'

/** Finds the configuration of each file. What reads configurations is loaded when there is one. */
export function createConfigs({ cwd, config, noConfig = false, flags = {} }: ConfigsOptions): Configs {
  const find = createFinder()
  const resolvers = new Map<string | undefined, Promise<Resolver>>()
  const given = config === undefined ? undefined : path.resolve(cwd, config)

  const resolverOf = (found: string | undefined) => {
    let resolver = resolvers.get(found)
    if (!resolver) {
      resolver =
        found === undefined
          ? Promise.resolve(withoutFiles(cwd, flags))
          : import('./load.ts').then(async ({ loadConfig }) =>
              createResolver(await loadConfig(found, cwd), flags),
            )
      resolvers.set(found, resolver)
    }
    return resolver
  }

  return {
    async for(file) {
      const absolute = path.resolve(cwd, file)
      const found = given ?? (noConfig ? undefined : find(path.dirname(absolute)))
      return (await resolverOf(found))(absolute)
    },
  }
}

/** Where there is no configuration file, the same holds for all. */
function withoutFiles(cwd: string, flags: Flags): Resolver {
  const config = createResolver(withoutConfig(cwd), flags)(cwd)
  return () => config
}
