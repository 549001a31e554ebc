// Builds the command line: CommonJS, which starts fastest. What every run needs is one file; the rest is in files that are
// read when something in them is needed.
import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { build, transform } from 'esbuild'

/**
 * Modules that few runs need and that are big, with all that they give others. They stay behind functions that load them
 * when they are first called; a dynamic import would make linting and judging asynchronous.
 */
const late = {
  'src/patterns/index.ts': ['quote', 'refusalOf', 'slownessOf', 'unenforceableParts'],
  'src/calls/instance.ts': ['createInstance'],
  'src/loaders/json-syntax.ts': ['checkJson'],
  'src/loaders/jsonl.ts': ['asJsonLines', 'loadLines', 'readLines'],
  'src/fix-edits.ts': ['editsOf'],
  'src/ignore.ts': ['ignoring', 'matching'],
  'src/listing.ts': ['listingsOf'],
  'src/suppress/index.ts': ['heedDirectives'],
}

const lateModules = {
  name: 'late-modules',
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path: wanted, resolveDir, kind }) => {
      const file = path.relative('.', path.resolve(resolveDir, wanted)).split(path.sep).join('/')
      if (kind !== 'import-statement' || !Object.hasOwn(late, file)) return undefined
      return { path: file, namespace: 'late' }
    })
    build.onLoad({ filter: /./, namespace: 'late' }, ({ path: file }) => ({
      contents: late[file]
        .map(name => `export const ${name} = (...args) => require('./${entryOf(file)}.cjs').${name}(...args)`)
        .join('\n'),
    }))
    build.onResolve({ filter: /\.cjs$/, namespace: 'late' }, ({ path }) => ({ path, external: true }))
  },
}

/** What `strictcall lint` needs for a file of JSON. */
const core = ['src/cli/main.ts', 'src/cli/lint.ts', 'src/reporters/text.ts']

/**
 * Of what several entries share, esbuild makes a file for each combination of entries. Reading forty small files takes
 * longer than linting one, so every entry is made to import the core: then that is shared by all, and one file.
 */
const oneCore = {
  name: 'one-core',
  setup(build) {
    build.onResolve({ filter: /^core$/ }, () => ({ path: 'core', namespace: 'core' }))
    build.onLoad({ filter: /./, namespace: 'core' }, () => ({
      contents: core.map(file => `export * from './${file}'`).join('\n'),
      resolveDir: '.',
    }))
    // Nobody uses what an entry exports, but it does something.
    build.onResolve({ filter: /\.ts$/, namespace: 'entry' }, ({ path: file }) => ({
      path: file,
      sideEffects: true,
    }))
    build.onResolve({ filter: /^[^:]+$/ }, ({ path: wanted, resolveDir, kind }) => {
      if (kind !== 'dynamic-import' && kind !== 'entry-point') return undefined
      const isOurs = wanted.endsWith('.ts')
      return { path: isOurs ? path.resolve(resolveDir, wanted) : wanted, namespace: 'entry' }
    })
    build.onLoad({ filter: /./, namespace: 'entry' }, ({ path: wanted }) => ({
      contents: `import 'core'\nexport ${wanted.endsWith('.ts') ? '*' : '{ default }'} from ${JSON.stringify(wanted)}`,
      resolveDir: '.',
    }))
  },
}

/** Stands for `import` of what only a run knows: the modules of users, which `require` may not be able to read. */
const outside = 'importFromOutside'

/** What esbuild would make a getter for each of, in case a value changes. None does, and plain members are quicker. */
function plainExports(text) {
  return text.replace(/^export \{([^}]*)\};\s*$/m, (_, list) => {
    const members = list.replace(/(\w+) as (\w+)/g, '$2: $1')
    return `module.exports = Object.defineProperty({${members}}, '__esModule', { value: true })\n`
  })
}

/**
 * Node 22.1 and later keep what they have compiled for the next run, in a folder of their own among the temporary ones;
 * NODE_DISABLE_COMPILE_CACHE=1 forbids it. It has to be said before anything is loaded.
 */
const keepCompiled =
  "if (Number.parseInt(process.versions.node) > 20) require('node:module').enableCompileCache?.()"

/** The file that a late module is built into: `cli-patterns-index`. */
function entryOf(file) {
  return file
    .replace(/^src\//, 'cli-')
    .replace(/\.ts$/, '')
    .replaceAll('/', '-')
}

/**
 * Gives the metafile. esbuild splits ES modules only, so those are made first, and each of them is turned into CommonJS.
 *
 * @param {import('esbuild').BuildOptions} shared
 */
export async function buildCommandLine(shared) {
  const { outputFiles, metafile } = await build({
    ...shared,
    entryPoints: {
      cli: 'src/cli.ts',
      'cli-worker': 'src/cli/worker.ts',
      ...Object.fromEntries(Object.keys(late).map(file => [entryOf(file), file])),
    },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    chunkNames: 'cli-[name]-[hash]',
    format: 'esm',
    splitting: true,
    platform: 'node',
    target: 'node20',
    write: false,
    plugins: [...(shared.plugins ?? []), lateModules, oneCore],
    // A CommonJS file has no `import.meta`.
    define: { 'import.meta.url': 'fileUrl' },
    // yargs measures every line of its help with it, and it takes longer to load than yargs itself.
    alias: { 'string-width': path.resolve('scripts/string-width.mjs') },
  })
  for (const { path: file, text } of outputFiles) {
    const { code } = await transform(plainExports(text).replace(/\bimport\((?!")/g, `${outside}(`), {
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      legalComments: 'none',
      // Names stay: a stack of an error tells them.
      minifyWhitespace: true,
      minifySyntax: true,
      // So `import()` of our own files becomes `require`, which is quicker.
      supported: { 'dynamic-import': false },
      banner: [
        ...(file.endsWith(`${path.sep}cli.cjs`) ? ['#!/usr/bin/env node', keepCompiled] : []),
        ...(text.includes('fileUrl')
          ? ["const fileUrl = require('node:url').pathToFileURL(__filename).href"]
          : []),
      ].join('\n'),
    })
    writeFileSync(file, code.replaceAll(`${outside}(`, 'import('))
  }
  chmodSync('dist/cli.cjs', 0o755)
  return metafile
}
