import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { rules } from '../src/registry.ts'

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
  expect(bytes).toBeLessThan(41_500)
})

test('a bundle with `lint` has nothing in it that only people read about rules', async () => {
  const { text } = await bundle('lint')
  for (const { meta } of Object.values(rules)) expect(text).not.toContain(meta.why)
})

test('the rules of the package say what ours say', async () => {
  const built: typeof import('../src/index.ts') = await import(pathToFileURL('dist/index.js').href)
  expect(Object.keys(built.rules)).toEqual(Object.keys(rules))
  for (const [id, { meta, ...rest }] of Object.entries(rules)) {
    expect(built.rules[id]!.meta).toEqual(meta)
    // Judging, which has no metas, tells the page of each problem.
    expect(meta.url).toBeUndefined()
    expect(Object.keys(built.rules[id]!)).toEqual(expect.arrayContaining(Object.keys(rest)))
  }
})

test('a bundle with `defineConfig` is next to nothing', async () => {
  expect((await bundle('defineConfig')).bytes).toBeLessThan(200)
})
