// Builds the package into dist/: the library (ES modules), the command line (CommonJS) and the types.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { build } from 'esbuild'
import { buildCommandLine } from './build-cli.mjs'
import { metasApart } from './metas-apart.mjs'

rmSync('dist', { recursive: true, force: true })
mkdirSync('dist')

/** Of the manifest only the version is asked for, and what else is in it would be in every bundle. */
const versionOnly = {
  name: 'version-only',
  setup(build) {
    const manifest = path.resolve('package.json')
    build.onLoad({ filter: /package\.json$/ }, ({ path: file }) => {
      if (file !== manifest) return undefined
      const { version } = JSON.parse(readFileSync(file, 'utf8'))
      return { contents: JSON.stringify({ version }), loader: 'json' }
    })
  },
}

const shared = {
  plugins: [versionOnly],
  bundle: true,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
  target: 'es2022',
}

/**
 * ajv takes as long to start as all the rest, and is needed only when a call is judged. So the one module that leads to
 * it becomes a function that is run when it is first needed, with what others use too handed in. (A dynamic import would
 * make judging asynchronous; `require` would keep bundlers from leaving out what nobody uses.)
 */
const compiler = await build({
  ...shared,
  entryPoints: ['src/calls/instance.ts'],
  format: 'cjs',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  external: ['./patterns.ts'],
  write: false,
})

const lateAjv = {
  name: 'late-ajv',
  setup(build) {
    build.onLoad({ filter: /[/\\]src[/\\]calls[/\\]instance\.ts$/ }, ({ path: file }) => ({
      resolveDir: path.dirname(file),
      contents: `
        import * as patterns from './patterns.ts'
        function evaluate(module, require) {
          ${compiler.outputFiles[0].text}
          return module.exports
        }
        let instance
        export function createInstance(prepared, purpose) {
          instance ??= evaluate({ exports: {} }, () => patterns)
          return instance.createInstance(prepared, purpose)
        }`,
    }))
  },
}

const library = await build({
  ...shared,
  plugins: [...shared.plugins, lateAjv, metasApart],
  entryPoints: {
    index: 'src/index.ts',
    eslint: 'src/eslint/index.ts',
    // In files of their own, which bundlers leave out as a whole.
    calls: 'src/calls/index.ts',
    convert: 'src/convert/index.ts',
  },
  outdir: 'dist',
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  // The parsers of languages look there for a switch of their developers.
  define: { 'process.env': 'undefined' },
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
})

const commandLine = await buildCommandLine(shared)

// What `lint --import` runs a module in.
const importChild = await build({
  ...shared,
  entryPoints: ['src/import/child.ts'],
  outfile: 'dist/import-child.mjs',
  format: 'esm',
  platform: 'node',
  target: 'node20',
})

const require = createRequire(import.meta.url)
const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc')
execFileSync(process.execPath, [tsc, '--project', 'tsconfig.build.json'], { stdio: 'inherit' })

writeFileSync(
  'dist/THIRD-PARTY-NOTICES',
  notices(library.metafile, compiler.metafile, commandLine, importChild.metafile),
)

/** The licences of all packages whose code is in the bundles. */
function notices(...metafiles) {
  const folders = new Set()
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const folder = input.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/)?.[0]
      if (folder) folders.add(folder)
    }
  }
  return [...folders]
    .sort()
    .map(folder => {
      const { name, version, license, author } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))
      const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE']
        .map(candidate => `${folder}/${candidate}`)
        .find(existsSync)
      if (!file && !license) throw new Error(`${name} states no licence`)
      const text = file ? readFileSync(file, 'utf8').trim() : `${license}, by ${author?.name ?? author}`
      return `${name} ${version} (${license})\n\n${text}\n`
    })
    .join(`\n${'-'.repeat(72)}\n\n`)
}
