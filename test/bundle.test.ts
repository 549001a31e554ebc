import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '..')

/** What a bundler makes of the package for somebody who imports one function of it. */
async function bundle(name: string) {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${name} } from './dist/index.js'`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    outfile: 'bundle.js',
    logLevel: 'error',
    write: false,
  })
  const [{ contents, text }] = outputFiles as [(typeof outputFiles)[number]]
  return { text, bytes: gzipSync(contents, { level: 9 }).length }
}

test('a bundle with `lint` has nothing in it that judges calls or converts', async () => {
  const { text, bytes } = await bundle('lint')
  expect(text).not.toContain('draft-07')
  expect(text).not.toContain('encode')
  expect(bytes).toBeLessThan(56_000)
})

test('a bundle with `defineConfig` is next to nothing', async () => {
  expect((await bundle('defineConfig')).bytes).toBeLessThan(200)
})
