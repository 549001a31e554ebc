/**
 * Writes what a release tag holds: the files of the package, built, and what pre-commit and GitHub Actions read.
 * Nothing has to be installed to use it, so package.json names no devDependencies there: pre-commit would install them.
 *
 *     node scripts/release-tree.mjs <folder>
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const [folder] = process.argv.slice(2)
if (!folder) throw new Error('Usage: node scripts/release-tree.mjs <folder>')

const packed = execFileSync('npm', ['pack', '--dry-run', '--json'], { encoding: 'utf8' })
const [{ files }] = Object.values(JSON.parse(packed))
const names = [...files.map(file => file.path), '.pre-commit-hooks.yaml', 'action.yml']
for (const name of names) {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
  cpSync(name, path.join(folder, name))
}

const { devDependencies: _, scripts: __, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8'))
writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
