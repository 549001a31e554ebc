import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** The package as npm would publish it, installed in an empty project. */
describe('the packed package', () => {
  let project: string
  const run = (file: string, ...args: string[]) =>
    execFileSync(file, args, { cwd: project, encoding: 'utf8' })

  beforeAll(() => {
    project = mkdtempSync(path.join(tmpdir(), 'strictcall-package-'))
    const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', project], {
      encoding: 'utf8',
    })
    writeFileSync(path.join(project, 'package.json'), '{ "private": true, "type": "module" }')
    run(
      'npm',
      'install',
      '--silent',
      '--offline',
      '--no-audit',
      '--no-fund',
      path.join(project, packed.trim()),
    )
  }, 60_000)

  afterAll(() => rmSync(project, { recursive: true, force: true }))

  test('brings nothing else along', () => {
    const names = readdirSync(path.join(project, 'node_modules')).filter(name => !name.startsWith('.'))
    expect(names).toEqual(['strictcall'])
  })

  test('holds no tests, no sources, no paths of this machine', () => {
    const files = readdirSync(path.join(project, 'node_modules/strictcall'), {
      recursive: true,
      withFileTypes: true,
    })
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name))
    for (const file of files) {
      expect(file).not.toMatch(/\.test\.|fixtures|[^d]\.ts$/)
      expect(readFileSync(file, 'utf8')).not.toContain(process.cwd())
    }
  })

  test('has a command', () => {
    writeFileSync(path.join(project, 'tools.json'), readFileSync('fixtures/cli/files/clean.json'))
    expect(run('npx', 'strictcall', 'lint', 'tools.json', '--no-color')).toContain('1 strict-ready')
  })

  test('can be imported, and required', () => {
    const body = `
      const { diagnostics, tools } = lint({ type: 'function', function: { name: 'a', strict: true, parameters: {} } })
      console.log(diagnostics.map(({ ruleId }) => ruleId).join(), tools[0].verdict)
      lintText('- name: a\\n  inputSchema: { type: object }\\n', { format: 'yaml' }).then(result =>
        console.log(result.diagnostics.length, result.diagnostics[0].location.line))`
    writeFileSync(path.join(project, 'a.mjs'), `import { lint, lintText } from 'strictcall'\n${body}`)
    writeFileSync(path.join(project, 'a.cjs'), `const { lint, lintText } = require('strictcall')\n${body}`)
    const expected = 'require-root-object refused always\n2 2\n'
    expect(run(process.execPath, 'a.mjs')).toBe(expected)
    expect(run(process.execPath, '--no-warnings', 'a.cjs')).toBe(expected)
  })

  test('needs nothing of Node as a library', async () => {
    const entry = path.join(project, 'node_modules/strictcall/dist/index.js')
    // For a browser, an import of a module of Node is an error.
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      platform: 'browser',
      write: false,
      logLevel: 'silent',
    })
    expect(outputFiles[0]!.text).toContain('require-closed-objects')
    expect(outputFiles[0]!.text).not.toMatch(/\bprocess\.(env|cwd|std)/)
  })
})
